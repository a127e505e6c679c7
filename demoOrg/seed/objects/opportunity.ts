import type { ObjectSeed, PicklistValueSeed } from '../seedFormat.ts';
import { leadSources } from './contact.ts';
import { externalKey } from './externalKey.ts';

function stage(value: string, probability: number, forecast: string, end?: 'won' | 'lost'): PicklistValueSeed {
  return { value, sets: { Probability: probability, ForecastCategoryName: forecast, IsClosed: end !== undefined, IsWon: end === 'won' } };
}

export const stages: readonly PicklistValueSeed[] = [
  stage('Prospecting', 10, 'Pipeline'),
  stage('Qualification', 10, 'Pipeline'),
  stage('Needs Analysis', 20, 'Pipeline'),
  stage('Value Proposition', 50, 'Pipeline'),
  stage('Id. Decision Makers', 60, 'Pipeline'),
  stage('Perception Analysis', 70, 'Pipeline'),
  stage('Proposal/Price Quote', 75, 'Best Case'),
  stage('Negotiation/Review', 90, 'Commit'),
  stage('Closed Won', 100, 'Closed', 'won'),
  stage('Closed Lost', 0, 'Omitted', 'lost'),
];

export const opportunity: ObjectSeed = {
  label: 'Opportunity',
  labelPlural: 'Opportunities',
  keyPrefix: '006',
  owned: true,
  fields: {
    AccountId: { type: 'reference', label: 'Account ID', to: 'Account', children: 'Opportunities', cascade: true },
    Name: { type: 'string', length: 120, required: true, name: true },
    Description: { type: 'textarea', length: 32_000 },
    StageName: { type: 'picklist', label: 'Stage', required: true, values: stages },
    Amount: { type: 'currency', precision: 18, scale: 2 },
    Probability: { type: 'percent', label: 'Probability (%)', precision: 3, scale: 0 },
    CloseDate: { type: 'date', label: 'Close Date', required: true },
    Type: {
      type: 'picklist',
      label: 'Opportunity Type',
      values: ['New Customer', 'Existing Customer - Upgrade', 'Existing Customer - Replacement', 'Existing Customer - Downgrade'],
    },
    NextStep: { type: 'string', length: 255 },
    LeadSource: { type: 'picklist', values: leadSources },
    IsClosed: { type: 'boolean', label: 'Closed', readOnly: true },
    IsWon: { type: 'boolean', label: 'Won', readOnly: true },
    ForecastCategoryName: { type: 'picklist', label: 'Forecast Category', values: ['Omitted', 'Pipeline', 'Best Case', 'Commit', 'Closed'], readOnly: true },
    RecordTypeId: { type: 'reference', label: 'Record Type ID', to: 'RecordType' },
    External_Key__c: externalKey,
  },
  tracked: ['StageName', 'Amount', 'CloseDate', 'OwnerId'],
  history: 'OpportunityFieldHistory',
  rules: [{ name: 'WonNeedsAmount', when: "StageName = 'Closed Won' AND Amount = null", message: 'A won opportunity needs an amount.', field: 'Amount' }],
};
