import type { Cell, Schema } from '../../kit/schema.ts';
import { seededRandom } from '../../kit/seededRandom.ts';

/** A kind of made-up rows: their columns, and the cells of row `index` of `count`. */
interface FakeKind {
  readonly schema: Schema;
  row(seed: number, index: number, count: number): Cell[];
}

const firstNames = ['Ada', 'Björn', 'Chiara', 'Dmitri', 'Elif', 'Fatima', 'Grace', 'Hanna', 'Ines', 'Jamal', 'Katarzyna', 'Liam', 'Mei', 'Noah', 'Olga', 'Priya', 'Quentin', 'Rosa', 'Søren', 'Tomás'];
const lastNames = ['Andersson', 'Bianchi', 'Carvalho', 'Dubois', 'Eriksen', 'Fischer', 'García', 'Haddad', 'Ivanova', 'Jensen', 'Kowalski', 'Lindqvist', 'Müller', 'Nakamura', 'Okafor', 'Patel', 'Quinn', 'Rossi', 'Silva', 'Yılmaz'];
const companyWords = ['Alpine', 'Blue Harbor', 'Cedar', 'Delta', 'Evergreen', 'Falcon', 'Granite', 'Horizon', 'Iron Gate', 'Juniper', 'Keystone', 'Lakeside', 'Meridian', 'Northwind Valley', 'Orchard', 'Pioneer'];
const companyForms = ['Systems', 'Logistics', 'Foods', 'Energy', 'Partners', 'Works', 'Labs', 'Group'];
const industries = ['Agriculture', 'Banking', 'Construction', 'Education', 'Energy', 'Healthcare', 'Manufacturing', 'Retail', 'Technology', 'Transportation'];
const countries = [['Germany', '+49'], ['United States', '+1'], ['France', '+33'], ['Sweden', '+46'], ['Brazil', '+55'], ['Japan', '+81'], ['India', '+91'], ['Spain', '+34']] as const;

const products = ['Licences', 'Onboarding', 'Renewal', 'Support plan', 'Training', 'Upgrade'];
/** Stages and probabilities as a new org has them. */
const stages = [['Prospecting', 10], ['Qualification', 10], ['Needs Analysis', 20], ['Proposal/Price Quote', 75], ['Negotiation/Review', 90], ['Closed Won', 100], ['Closed Lost', 0]] as const;

type Draw = ReturnType<typeof drawer>;

/** Draws for one row and one purpose: rows do not depend on each other, so any part of them can be made alone. */
function drawer(seed: number, index: number) {
  const random = seededRandom(Math.imul(seed + 1, 0x9e3779b1) ^ Math.imul(index + 1, 0x85ebca6b));
  const below = (limit: number): number => Math.floor(random() * limit);
  return { below, of: <T>(list: readonly T[]): T => list[below(list.length)]! };
}

function number(prefix: string, index: number): string {
  return `${prefix}-${String(index + 1).padStart(7, '0')}`;
}

function phone(draw: Draw, code: string): string {
  return `${code} ${100 + draw.below(900)} ${1_000_000 + draw.below(9_000_000)}`;
}

function plain(text: string): string {
  return text.normalize('NFD').toLowerCase().replaceAll('ı', 'i').replaceAll('ø', 'o').replace(/[^a-z]/g, '');
}

function company(draw: Draw): string {
  return `${draw.of(companyWords)} ${draw.of(companyForms)}`;
}

function text(...names: string[]): Schema {
  return names.map((name) => ({ name, type: 'text' }));
}

const revenue: Schema = [{ name: 'AnnualRevenue', type: 'number' }];

export const kinds = {
  leads: {
    schema: [...text('Key', 'FirstName', 'LastName', 'Company', 'Email', 'Phone', 'Country', 'Industry'), ...revenue, { name: 'Created', type: 'date' }],
    row(seed, index) {
      const draw = drawer(seed, index);
      const [first, last, name, [country, code]] = [draw.of(firstNames), draw.of(lastNames), company(draw), draw.of(countries)];
      const email = `${plain(first)}.${plain(last)}${index + 1}@${plain(name)}.example`;
      return [number('LEAD', index), first, last, name, email, phone(draw, code), country, draw.of(industries), draw.below(5000) * 10_000, 19_723 + draw.below(730)];
    },
  },
  accounts: {
    schema: [...text('Key', 'Name', 'Country', 'Industry', 'Phone', 'Website'), ...revenue, { name: 'Employees', type: 'number' }],
    row(seed, index) {
      const draw = drawer(seed, index);
      const [name, [country, code]] = [`${company(draw)} ${index + 1}`, draw.of(countries)];
      const site = `https://${plain(name)}${index + 1}.example`;
      return [number('ACC', index), name, country, draw.of(industries), phone(draw, code), site, draw.below(5000) * 10_000, 1 + draw.below(5000)];
    },
  },
  contacts: {
    schema: text('Key', 'AccountKey', 'FirstName', 'LastName', 'Email', 'Phone', 'Country'),
    row(seed, index, count) {
      const draw = drawer(seed, index);
      const [first, last, [country, code]] = [draw.of(firstNames), draw.of(lastNames), draw.of(countries)];
      const email = `${plain(first)}.${plain(last)}${index + 1}@mail.example`;
      return [number('CON', index), number('ACC', draw.below(count)), first, last, email, phone(draw, code), country];
    },
  },
  opportunities: {
    schema: [...text('Key', 'AccountKey', 'Name', 'StageName'), { name: 'Amount', type: 'number' }, { name: 'Probability', type: 'number' }, { name: 'CloseDate', type: 'date' }],
    row(seed, index, count) {
      const draw = drawer(seed, index);
      const [account, product, [stage, probability]] = [draw.below(count), draw.of(products), draw.of(stages)];
      return [number('OPP', index), number('ACC', account), `${product} ${index + 1}`, stage, (1 + draw.below(400)) * 250, probability, 20_089 + draw.below(730)];
    },
  },
} satisfies Record<string, FakeKind>;
