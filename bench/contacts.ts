import { closeSync, existsSync, mkdirSync, openSync, renameSync, statSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** Raised when the rows change, so that no old file is taken for a new one. */
const version = 3;

const first = [
  'Amélie', 'Björn', 'Carla', 'Dmitri', 'Erik', 'Fiona', 'Gül', 'Hector', 'Ines', 'János', 'Kim', 'Łucja', 'Mehmet', 'Nora', 'Øystein', 'Priya',
  'Robert', 'Susan', 'Thomas', 'Victoria',
];
const last = [
  'Alvarez', 'Brandt', "D'Angelo", 'Eriksen', 'Fournier', 'Großmann', 'Horváth', 'Ivanova', 'Jönsson', 'Kaya', 'Lindqvist', 'Morrison', 'Núñez',
  'Ortega', 'Patel', 'Robertson', 'Sørensen', 'Thompson', 'van der Meer', 'Wójcik',
];
const cities: readonly (readonly [string, string])[] = [
  ['Germany', 'Düsseldorf'], ['United States', 'Minneapolis'], ['France', 'Saint-Étienne'], ['Spain', 'Valladolid'], ['Sweden', 'Göteborg'],
  ['Poland', 'Wrocław'], ['Japan', 'Yokohama'], ['Brazil', 'Belo Horizonte'], ['India', 'Hyderabad'], ['Ireland', 'Limerick'],
];
const trades = ['Machinery', 'Analytics', 'Packaging', 'Textiles', 'Robotics', 'Insurance', 'Chemicals', 'Printing'];
const forms = ['GmbH', 'Inc.', 'Ltd', 'S.A.', 'AB', 'LLC'];
const endings = ['com', 'de', 'co.uk', 'org', 'fr', 'io'];
const sentence = 'called about the renewal of last year and asked for a new offer with better terms before the end of this quarter if possible';
const words = `${sentence} please send it by mail to both of them`.split(' ');

/** A 32-bit xorshift: small, fast and the same on every machine. */
function randomNumbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
}

const ascii = (text: string): string => text.normalize('NFD').toLowerCase().replace(/[^a-z]/g, '') || 'x';
const digits = (random: (below: number) => number, count: number): string => Array.from({ length: count }, () => random(10)).join('');

function email(random: (below: number) => number, given: string, family: string): string {
  const host = `${trades[random(trades.length)]!.toLowerCase()}-${random(900)}.example.${endings[random(endings.length)]}`;
  const name = `${ascii(given)}.${ascii(family)}${random(5000)}`;
  // One in twenty is not an address.
  if (random(20) > 0) return `${name}@${host}`;
  return ['', name, `${name}@@${host}`, `${name} ${host}@x`, `${name}@localhost`, `@${host}`][random(6)]!;
}

function phone(random: (below: number) => number): string {
  const [area, number] = [digits(random, 3), digits(random, 7)];
  return [
    `+49 ${area} ${number}`,
    `(${area}) ${number.slice(0, 3)}-${number.slice(3)}`,
    `00${area}${number}`,
    `${area}/${number}`,
    `+1-${area}-${number}`,
    '',
  ][random(6)]!;
}

function note(random: (below: number) => number): string {
  const start = random(words.length);
  const text = Array.from({ length: 5 + random(9) }, (_, index) => words[(start + index) % words.length]).join(' ');
  // One in twenty needs quotes, most of these for a line break.
  if (random(20) > 0) return text;
  return [`"${text}, he said ""maybe"""`, `"${text}\n- first, call\n- then mail"`, `"${text}\n\nbest regards"`][random(3)]!;
}

/** So many accounts there are at most; one contact in a hundred names another. */
export const mostAccounts = 50_000;

export function accountKey(account: number): string {
  return `ACC-${String(account).padStart(6, '0')}`;
}

function contact(random: (below: number) => number, row: number): string {
  const [given, family] = [first[random(first.length)]!, last[random(last.length)]!];
  const [country, city] = cities[random(cities.length)]!;
  const id = `003Wx${String(row).padStart(10, '0')}QAZ`;
  const company = `${last[random(last.length)]} ${trades[random(trades.length)]} ${forms[random(forms.length)]}`;
  const amount = `${random(100_000)}.${digits(random, 2)}`;
  const created = new Date(1_500_000_000_000 + random(250_000_000) * 1000).toISOString();
  const person = `${id},${given},${family},${email(random, given, family)},${phone(random)}`;
  return `${person},${company},${accountKey(random(mostAccounts + mostAccounts / 100))},${country},${city},${amount},${created},${note(random)}\n`;
}

export interface DataFile {
  readonly file: string;
  readonly rows: number;
  readonly bytes: number;
}

/** Makes the contacts file of so many rows (12 columns, about 200 bytes a row) once and keeps it in the temporary folder. */
export function contacts(rows: number): DataFile {
  const random = randomNumbers(20_260_131);
  const header = 'Id,FirstName,LastName,Email,Phone,Company,AccountKey,Country,City,Amount,CreatedDate,Description\n';
  return madeOnce('contacts', rows, header, (row) => contact(random, row));
}

/** The accounts that the contacts name (6 columns, about 70 bytes a row). */
export function accounts(): DataFile {
  const random = randomNumbers(20_260_201);
  return madeOnce('accounts', mostAccounts, 'AccountKey,Name,Industry,BillingCountry,AnnualRevenue,Employees\n', (row) => {
    const name = `${last[random(last.length)]} ${trades[random(trades.length)]} ${forms[random(forms.length)]}`;
    return `${accountKey(row)},${name},${trades[random(trades.length)]},${cities[random(cities.length)]![0]},${random(90_000) * 1000},${random(20_000)}\n`;
  });
}

/** Contacts with the four columns that a load fills. */
export function people(rows: number): DataFile {
  const random = randomNumbers(20_260_301);
  return madeOnce('people', rows, 'FirstName,LastName,Email,Phone\n', () => {
    const [given, family] = [first[random(first.length)]!, last[random(last.length)]!];
    return `${given},${family},${email(random, given, family)},${phone(random)}\n`;
  });
}

/** Numbered rows, for chains of nodes that add one. */
export function numberedRows(rows: number): DataFile {
  return madeOnce('numbers', rows, 'Id,N\n', (row) => `${row},${row % 1000}\n`);
}

/** The folder where what is made once is kept: in memory where the system has such a place, so that the disk's noise is out of the numbers. */
export const dataFolder = path.join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'sluice-bench');

function madeOnce(name: string, rows: number, header: string, line: (row: number) => string): DataFile {
  const file = path.join(dataFolder, `${name}-v${version}-${rows}.csv`);
  if (!existsSync(file)) {
    mkdirSync(dataFolder, { recursive: true });
    const out = openSync(`${file}.part`, 'w');
    let text = header;
    for (let row = 0; row < rows; row++) {
      text += line(row);
      if (text.length > 1 << 20) {
        writeSync(out, text);
        text = '';
      }
    }
    writeSync(out, text);
    closeSync(out);
    renameSync(`${file}.part`, file);
  }
  return { file, rows, bytes: statSync(file).size };
}
