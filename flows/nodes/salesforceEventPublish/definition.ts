import { z } from 'zod';
import { defineNode, inPort, rejectedPort, writtenColumns, writtenPort } from '../../kit/defineNode.ts';
import { f } from '../../kit/fields.ts';

export const definition = defineNode({
  type: 'salesforceEventPublish',
  version: 1,
  kind: 'sink',
  title: 'Publish events',
  summary: 'Publishes a platform event for each row.',
  category: 'Salesforce',
  keywords: ['platform event', 'event bus', 'send', 'emit', 'message', 'notify', 'trigger'],
  settings: z.object({
    connection: f.connection({ title: 'Connection', help: 'The org to publish in.', system: 'salesforce', required: true }),
    event: f.lookup({ title: 'Event', help: 'The platform event. Columns fill the fields of the same name.', lookup: 'events', required: true }),
    mayRepeat: f.toggle({
      title: 'Subscribers know doubles',
      help: 'On: events are sent again when the connection is cut, so one may come twice. Off: rows that may or may not have been published are rejected with answerLost.',
      default: false,
    }),
    batchSize: f.number({ title: 'Events per call', help: 'How many events go into a call.', default: 200, min: 1, max: 200, unit: 'events', advanced: true }),
  }),
  ports: () => ({ in: [inPort], out: [writtenPort, rejectedPort] }),
  columns: (_settings, [upstream]) => upstream && writtenColumns(upstream),
  targets: 'fields',
  caption: ({ event }) => event,
  traits: { state: 'none', order: 'keeps', deterministic: false, conserves: true },
});
