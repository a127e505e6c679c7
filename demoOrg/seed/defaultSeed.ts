import { event, task } from './objects/activities.ts';
import { account } from './objects/account.ts';
import { campaign, campaignMember } from './objects/campaigns.ts';
import { caseObject } from './objects/case.ts';
import { contact } from './objects/contact.ts';
import { contentDocument, contentDocumentLink, contentVersion } from './objects/content.ts';
import { group } from './objects/group.ts';
import { invoice } from './objects/invoice.ts';
import { lead } from './objects/lead.ts';
import { customField, customObject, entityDefinition, fieldDefinition, recordType } from './objects/metadata.ts';
import { opportunity } from './objects/opportunity.ts';
import { opportunityFieldHistory } from './objects/opportunityFieldHistory.ts';
import { organization } from './objects/organization.ts';
import { fieldPermissions, objectPermissions, permissionSet, permissionSetAssignment } from './objects/permissions.ts';
import { pricebook, pricebookEntry, product } from './objects/products.ts';
import { profile } from './objects/profile.ts';
import { orderEvent, pushTopic, streamingChannel } from './objects/streaming.ts';
import { user } from './objects/user.ts';
import { invoiceLine, warehouse } from './objects/warehouse.ts';
import { permissions } from './permissions.ts';
import { random } from './random.ts';
import { accountRows } from './rows/accountRows.ts';
import { eventRows, taskRows } from './rows/activityRows.ts';
import { caseRows, invoiceKeys, invoiceRows, opportunityRows } from './rows/businessRows.ts';
import { campaignMemberRows, campaignRows } from './rows/campaignRows.ts';
import { contactRows } from './rows/contactRows.ts';
import { historyRows } from './rows/historyRows.ts';
import { leadRows } from './rows/leadRows.ts';
import { queueRows, recordTypeRows } from './rows/metadataRows.ts';
import { profileRows, userRows } from './rows/peopleRows.ts';
import { invoiceLineRows, productRows, warehouseRows } from './rows/productRows.ts';
import type { Seed } from './seedFormat.ts';

const timeZone = 'America/Los_Angeles';

/** The org that comes with Sluice. Everything in it is the same every time but the dates, which lie around `now`. */
export function defaultSeed(now: Date): Seed {
  const chance = random(20_261_122);
  // A sequence of its own: what was there before it keeps its values.
  const more = random(20_261_123);
  return {
    organization: { name: 'Sluice Demo', timeZone, dailyApiRequests: 15_000, password: 'sluice-demo-1', administrator: 'demo' },
    clients: [{ id: 'PlatformCLI' }, { id: 'sluice' }, { id: 'sluiceServer', secret: 'sluice-demo-secret', runAs: 'integration@sluice.example' }],
    objects: {
      Organization: organization,
      Profile: profile,
      User: user,
      RecordType: recordType,
      Group: group,
      Account: account,
      Contact: contact,
      Lead: lead,
      Opportunity: opportunity,
      Case: caseObject,
      Task: task,
      Event: event,
      Campaign: campaign,
      CampaignMember: campaignMember,
      Product2: product,
      Pricebook2: pricebook,
      PricebookEntry: pricebookEntry,
      OpportunityFieldHistory: opportunityFieldHistory,
      Invoice__c: invoice,
      Warehouse__c: warehouse,
      Invoice_Line__c: invoiceLine,
      PermissionSet: permissionSet,
      PermissionSetAssignment: permissionSetAssignment,
      ObjectPermissions: objectPermissions,
      FieldPermissions: fieldPermissions,
      EntityDefinition: entityDefinition,
      FieldDefinition: fieldDefinition,
      CustomObject: customObject,
      CustomField: customField,
      ContentDocument: contentDocument,
      ContentVersion: contentVersion,
      ContentDocumentLink: contentDocumentLink,
      PushTopic: pushTopic,
      StreamingChannel: streamingChannel,
      Order_Event__e: orderEvent,
    },
    rows: [
      ...profileRows(),
      ...userRows(timeZone),
      ...recordTypeRows(),
      ...queueRows(),
      ...accountRows(chance, now),
      ...contactRows(chance, now),
      ...leadRows(chance, now),
      ...opportunityRows(chance, now),
      ...caseRows(chance, now),
      ...invoiceRows(chance, now),
      ...productRows(),
      ...warehouseRows(),
      ...invoiceLineRows(more, invoiceKeys()),
      ...campaignRows(more, now),
      ...campaignMemberRows(more),
      ...taskRows(more, now),
      ...eventRows(more, now),
      ...historyRows(more, now),
    ],
    permissions,
  };
}
