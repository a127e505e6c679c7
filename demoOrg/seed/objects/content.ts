import type { ObjectSeed } from '../seedFormat.ts';

const linked = ['User', 'Account', 'Contact', 'Lead', 'Opportunity', 'Case', 'Campaign', 'Task', 'Event', 'Product2', 'Invoice__c'];

/** A file, whatever versions it has. It comes with its first version, and goes with all of them. */
export const contentDocument: ObjectSeed = {
  label: 'Content Document',
  labelPlural: 'Content Documents',
  keyPrefix: '069',
  owned: true,
  forbids: ['create'],
  fields: {
    Title: { type: 'string', length: 255, required: true, name: true },
    Description: { type: 'textarea', length: 1_000 },
    FileExtension: { type: 'string', length: 40, readOnly: true },
    FileType: { type: 'string', length: 20, readOnly: true },
    ContentSize: { type: 'int', precision: 9, readOnly: true },
    LatestPublishedVersionId: { type: 'reference', label: 'Latest Published Version ID', to: 'ContentVersion', readOnly: true },
  },
};

export const contentVersion: ObjectSeed = {
  label: 'Content Version',
  labelPlural: 'Content Versions',
  keyPrefix: '068',
  owned: true,
  forbids: ['delete'],
  fields: {
    Title: { type: 'string', length: 255, name: true },
    PathOnClient: { type: 'string', label: 'Path On Client', length: 500, required: true },
    VersionData: { type: 'base64', label: 'Version Data', required: true },
    Description: { type: 'textarea', length: 1_000 },
    ReasonForChange: { type: 'string', label: 'Reason For Change', length: 1_000 },
    ContentDocumentId: { type: 'reference', label: 'ContentDocument ID', to: 'ContentDocument', children: 'ContentVersions', cascade: true },
    FirstPublishLocationId: { type: 'reference', label: 'First Publish Location ID', to: linked },
    VersionNumber: { type: 'string', label: 'Version Number', length: 20, readOnly: true },
    IsLatest: { type: 'boolean', label: 'Is Latest', readOnly: true },
    FileExtension: { type: 'string', length: 40, readOnly: true },
    FileType: { type: 'string', length: 20, readOnly: true },
    ContentSize: { type: 'int', precision: 9, readOnly: true },
    Checksum: { type: 'string', length: 50, readOnly: true },
  },
};

/** Where a file is shown, and what may be done with it there. */
export const contentDocumentLink: ObjectSeed = {
  label: 'Content Document Link',
  labelPlural: 'Content Document Links',
  keyPrefix: '06A',
  fields: {
    ContentDocumentId: { type: 'reference', label: 'ContentDocument ID', to: 'ContentDocument', children: 'ContentDocumentLinks', cascade: true, required: true },
    LinkedEntityId: { type: 'reference', label: 'Linked Entity ID', to: linked, children: 'ContentDocumentLinks', cascade: true, required: true },
    ShareType: { type: 'picklist', label: 'Share Type', restricted: true, default: 'V', values: ['V', 'C', 'I'] },
    Visibility: { type: 'picklist', restricted: true, default: 'AllUsers', values: ['AllUsers', 'InternalUsers', 'SharedUsers'] },
  },
};
