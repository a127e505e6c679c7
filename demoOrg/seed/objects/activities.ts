import type { FieldSeed, ObjectSeed } from '../seedFormat.ts';

const whats = ['Account', 'Opportunity', 'Case', 'Campaign', 'Invoice__c'];

function links(children: string): Record<string, FieldSeed> {
  return {
    WhoId: { type: 'reference', label: 'Name ID', to: ['Contact', 'Lead'], children },
    WhatId: { type: 'reference', label: 'Related To ID', to: whats, children },
  };
}

export const task: ObjectSeed = {
  label: 'Task',
  labelPlural: 'Tasks',
  keyPrefix: '00T',
  owned: true,
  fields: {
    ...links('Tasks'),
    Subject: { type: 'string', length: 255, name: true },
    ActivityDate: { type: 'date', label: 'Due Date Only' },
    Status: {
      type: 'picklist',
      required: true,
      default: 'Not Started',
      values: [
        { value: 'Not Started', sets: { IsClosed: false } },
        { value: 'In Progress', sets: { IsClosed: false } },
        { value: 'Waiting on someone else', sets: { IsClosed: false } },
        { value: 'Deferred', sets: { IsClosed: false } },
        { value: 'Completed', sets: { IsClosed: true } },
      ],
    },
    Priority: { type: 'picklist', required: true, default: 'Normal', values: ['High', 'Normal', 'Low'] },
    IsClosed: { type: 'boolean', label: 'Closed', readOnly: true },
    Description: { type: 'textarea', label: 'Description', length: 32_000 },
  },
};

export const event: ObjectSeed = {
  label: 'Event',
  labelPlural: 'Events',
  keyPrefix: '00U',
  owned: true,
  fields: {
    ...links('Events'),
    Subject: { type: 'string', length: 255, name: true },
    Location: { type: 'string', length: 255 },
    StartDateTime: { type: 'datetime', label: 'Start Date Time', required: true },
    EndDateTime: { type: 'datetime', label: 'End Date Time', required: true },
    IsAllDayEvent: { type: 'boolean', label: 'All-Day Event', default: false },
    Description: { type: 'textarea', label: 'Description', length: 32_000 },
  },
};
