// W5 written by hand: reads numbered rows, adds one so many times to each, writes them: node w5.mjs IN OUT TIMES
// Plain JavaScript, because loading TypeScript would itself show in the numbers.
import { readFileSync, writeFileSync } from 'node:fs';

const [, , source, target, times] = process.argv;
const lines = readFileSync(source, 'latin1').trimEnd().split('\n');
const numbers = new Float64Array(lines.length - 1);
for (let row = 0; row < numbers.length; row++) numbers[row] = Number(lines[row + 1].slice(lines[row + 1].indexOf(',') + 1));
for (let time = 0; time < Number(times); time++) for (let row = 0; row < numbers.length; row++) numbers[row] += 1;
const written = Array.from(numbers, (number, row) => `${row},${number}\n`);
writeFileSync(target, `Id,N\n${written.join('')}`);
