import { closeSync, existsSync, mkdirSync, openSync, renameSync, statSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** Raised when the rows change, so that no old file is taken for a new one. */
const version = 2;

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

function contact(random: (below: number) => number, row: number): string {
  const [given, family] = [first[random(first.length)]!, last[random(last.length)]!];
  const [country, city] = cities[random(cities.length)]!;
  const id = `003Wx${String(row).padStart(10, '0')}QAZ`;
  const company = `${last[random(last.length)]} ${trades[random(trades.length)]} ${forms[random(forms.length)]}`;
  const amount = `${random(100_000)}.${digits(random, 2)}`;
  const created = new Date(1_500_000_000_000 + random(250_000_000) * 1000).toISOString();
  const person = `${id},${given},${family},${email(random, given, family)},${phone(random)}`;
  return `${person},${company},ACC-${digits(random, 6)},${country},${city},${amount},${created},${note(random)}\n`;
}

export interface Contacts {
  readonly file: string;
  readonly rows: number;
  readonly bytes: number;
}

/** Makes the contacts file of so many rows (12 columns, about 200 bytes a row) once and keeps it in the temporary folder. */
export function contacts(rows: number): Contacts {
  const folder = path.join(tmpdir(), 'sluice-bench');
  const file = path.join(folder, `contacts-v${version}-${rows}.csv`);
  if (!existsSync(file)) {
    mkdirSync(folder, { recursive: true });
    const random = randomNumbers(20_260_131);
    const out = openSync(`${file}.part`, 'w');
    let text = 'Id,FirstName,LastName,Email,Phone,Company,AccountKey,Country,City,Amount,CreatedDate,Description\n';
    for (let row = 0; row < rows; row++) {
      text += contact(random, row);
      if (text.length > 1 << 20 || row === rows - 1) {
        writeSync(out, text);
        text = '';
      }
    }
    if (text !== '') writeSync(out, text);
    closeSync(out);
    renameSync(`${file}.part`, file);
  }
  return { file, rows, bytes: statSync(file).size };
}
