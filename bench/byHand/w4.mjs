// W4 written by hand: reads the four columns and posts 200 records at a time over kept connections: node w4.mjs IN URL CONNECTIONS
// Plain JavaScript, because loading TypeScript would itself show in the numbers.
import { createReadStream } from 'node:fs';
import { Pool } from 'undici';

const [, , source, url, connections] = process.argv;
const pool = new Pool(url, { connections: Number(connections) });
const path = '/services/data/v67.0/composite/sobjects';
const headers = { 'content-type': 'application/json', authorization: 'Bearer bench' };
const underWay = new Set();
let records = [];
let ok = 0;

async function post(body) {
  const answer = await pool.request({ method: 'POST', path, headers, body });
  for (const { success } of await answer.body.json()) if (success) ok++;
}

async function send() {
  const posting = post(JSON.stringify({ allOrNone: false, records })).finally(() => underWay.delete(posting));
  underWay.add(posting);
  records = [];
  if (underWay.size >= Number(connections)) await Promise.race(underWay);
}

let left = '';
let isHeader = true;
for await (const chunk of createReadStream(source, { encoding: 'utf8', highWaterMark: 256 * 1024 })) {
  const lines = (left + chunk).split('\n');
  left = lines.pop();
  for (const line of lines) {
    if (isHeader) {
      isHeader = false;
      continue;
    }
    const [FirstName, LastName, Email, Phone] = line.split(',');
    records.push({ attributes: { type: 'Contact' }, FirstName, LastName, Email: Email || null, Phone: Phone || null });
    if (records.length === 200) await send();
  }
}
if (records.length > 0) await send();
await Promise.all(underWay);
console.log(ok);
process.exit(0);
