import type { ColumnType, Schema } from '../../kit/schema.ts';

/** What a script is called for: each row, or all rows of a batch at once. */
export type ScriptMode = 'row' | 'batch';

/** The function a script must have. */
export const scriptFunction: Readonly<Record<ScriptMode, string>> = { row: 'onRow', batch: 'onBatch' };

/** Between the texts of a column, on their way in and out. Texts that contain it, a NUL or half a character travel as JSON. */
export const separator = '\u0001';

/** What the script reads of a cell, given its raw value `v`: numbers, 0 and 1, days or milliseconds, all of them doubles; NaN is blank. */
const read: Readonly<Record<Exclude<ColumnType, 'text'>, string>> = {
  number: 'v',
  boolean: 'v !== 0',
  date: 'isoOf(v * 864e5).slice(0, 10)',
  datetime: 'isoOf(v)',
  time: 'isoOf(v).slice(11)',
};

/**
 * The program that runs inside the sandbox beside the user's script. It stands between the two so that a batch crosses the border in a few
 * pieces: a column is fetched whole, and only when the script first reads it; results go back as one text or one array of doubles a column.
 * It is a function of `(fetch, seed, nowMs)` that gives what the host calls.
 */
export function guestProgram(mode: ScriptMode, incoming: Schema, outputs: Schema): string {
  const cells = incoming.map((column, index) => ({ name: JSON.stringify(column.name), cell: (at: string) => cellSource(column.type, index, at) }));
  return `(fetch, seed, nowMs) => {
  'use strict';
  const { parse, stringify } = JSON;
  const RealDate = Date;
  const isoOf = (ms) => new RealDate(ms).toISOString();
  const sources = [], outs = [], dropped = [], failed = [];
  let at = 0, count = 0, from = 0, kept = [];
  const texts = (k) => {
    const list = fetch(k, false).split('\\u0001');
    return sources[k] = list.length === count + 1 ? list : parse(fetch(k, true));
  };
  const numbers = (k) => sources[k] = new Float64Array(fetch(k, false));
  const blank = (v) => v === v ? v : null;
${outputs.map(({ type }, index) => `  outs[${index}] = ${type === 'text' ? '[]' : 'new Float64Array(0)'};`).join('\n')}

  let state = seed >>> 0;
  Math.random = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  globalThis.Date = class Date extends RealDate {
    constructor(...parts) { if (parts.length === 0) super(nowMs); else super(...parts); }
    static now() { return nowMs; }
  };

  const objectAt = (at) => ({ ${cells.map(({ name, cell }) => `[${name}]: ${cell('at')}`).join(', ')} });
  const row = {
${cells.map(({ name, cell }) => `    get [${name}]() { return ${cell('at')}; },`).join('\n')}
  };
  Object.freeze(row);
  globalThis.copy = (given) => given === row ? objectAt(at) : { ...given };

  const shown = (v) => { const text = typeof v === 'string' ? '"' + v + '"' : typeof v === 'object' ? stringify(v) : String(v); return text.length > 60 ? text.slice(0, 60) + '…' : text; };
  const bad = (column, wanted, v) => { const error = new TypeError('The script gave ' + shown(v) + ' for "' + column + '", which is not ' + wanted + '.'); error.stack = ''; throw error; };
  const asText = (column, v) => typeof v === 'number' || typeof v === 'boolean' || typeof v === 'bigint' ? String(v) : v instanceof RealDate ? v.toISOString() : bad(column, 'a text', v);
  const asNumber = (column, v) => typeof v === 'number' && v - v === 0 ? v : bad(column, 'a number', v);
  const asBoolean = (column, v) => typeof v === 'boolean' ? +v : bad(column, 'true or false', v);
  const asDate = (column, v) => {
    const days = v instanceof RealDate ? Math.floor(v.getTime() / 864e5) : typeof v === 'string' && /^\\d{4}-\\d\\d-\\d\\d/.test(v) ? RealDate.parse(v.slice(0, 10)) / 864e5 : NaN;
    return days === days ? days : bad(column, 'a date such as 2026-01-31', v);
  };
  const asDatetime = (column, v) => {
    const ms = v instanceof RealDate ? v.getTime() : typeof v === 'string' ? RealDate.parse(v) : NaN;
    return ms === ms ? ms : bad(column, 'a date and time such as 2026-01-31T10:00:00Z', v);
  };
  const asTime = (column, v) => {
    const ms = typeof v === 'string' && /^\\d\\d:\\d\\d/.test(v) ? RealDate.parse('1970-01-01T' + (v.length === 5 ? v + ':00' : v.replace(/Z$/, '')) + 'Z') : NaN;
    return ms === ms ? ms : bad(column, 'a time such as 10:00:00', v);
  };
  const put = (i, result) => {
    if (typeof result !== 'object' || result === null || Array.isArray(result) || typeof result.then === 'function') wrongResult(result);
    let v;
${outputs.map(({ name, type }, index) => `    ${putSource(JSON.stringify(name), type, index)}`).join('\n')}
  };
  const wrongResult = (v) => {
    const what = typeof v?.then === 'function' ? 'a promise: functions of a script cannot wait' : Array.isArray(v) ? 'a list' : shown(v);
    const error = new TypeError('The script gave ' + what + ' where an object with the columns belongs.');
    error.stack = '';
    throw error;
  };
  const outputNames = new Set(${JSON.stringify(outputs.map(({ name }) => name))});
  const strangers = (result) => typeof result === 'object' && result !== null && result !== row ? Object.keys(result).filter((name) => !outputNames.has(name)) : [];
  const fault = (e) => {
    try { return { name: String(e?.name ?? ''), message: String(e?.message ?? e), stack: String(e?.stack ?? '') }; } catch { return { name: 'Error', message: 'Something was thrown that cannot be shown.', stack: '' }; }
  };
  const room = (n) => { ${outputs.map(({ type }, index) => `outs[${index}] = ${type === 'text' ? 'new Array(n).fill("")' : 'new Float64Array(n).fill(NaN)'};`).join(' ')} };

  const begin = (n) => { count = n; sources.fill(undefined); sources.length = ${incoming.length}; dropped.length = failed.length = 0; kept = []; };
  return {
    begin(n) { begin(n);${mode === 'row' ? ' room(n);' : ''} },
    text: (k) => outs[k].join('\\u0001') + '\\u0001',
    json: (k) => stringify(outs[k]),
    numbers: (k) => outs[k].buffer,
${mode === 'row' ? rowSteps : batchSteps}
  };
}`;
}

/** Rows from one number up to another; a fault of the script is kept with the number of its row. Gives what fell out, as JSON, when there is something. */
const rowSteps = `    step(from, to) {
      const call = ${scriptFunction.row};
      dropped.length = failed.length = 0;
      let strange;
      for (at = from; at < to; at++) {
        try {
          const result = call(row);
          if (result === null || result === undefined) { dropped.push(at); continue; }
          put(at, result);
          if (at === from) strange = strangers(result);
        } catch (e) {
          failed.push([at, fault(e)]);
        }
      }
      return (dropped.length || failed.length || strange?.length) ? stringify({ dropped, failed, strange: strange ?? [] }) : '';
    },`;

/** All rows at once. The result may have more or fewer. */
const batchSteps = `    step() {
      const rows = new Array(count);
      for (let i = 0; i < count; i++) rows[i] = objectAt(i);
      const results = ${scriptFunction.batch}(rows);
      if (!Array.isArray(results)) { const error = new TypeError('The script gave ' + (typeof results?.then === 'function' ? 'a promise: functions of a script cannot wait' : shown(results)) + ' where a list of rows belongs.'); error.stack = ''; throw error; }
      room(results.length);
      for (let i = 0; i < results.length; i++) put(i, results[i]);
      return stringify({ count: results.length, strange: results.length === 0 ? [] : strangers(results[0]) });
    },`;

function cellSource(type: ColumnType, index: number, at: string): string {
  if (type === 'text') return `((sources[${index}] ?? texts(${index}))[${at}] || null)`;
  const raw = `(sources[${index}] ?? numbers(${index}))[${at}]`;
  return type === 'number' ? `blank(${raw})` : `((v) => v === v ? ${read[type]} : null)(${raw})`;
}

function putSource(name: string, type: ColumnType, index: number): string {
  const slot = `outs[${index}][i]`;
  const convert = `as${type[0]!.toUpperCase()}${type.slice(1)}(${name}, v)`;
  if (type === 'text') return `v = result[${name}]; if (typeof v === 'string') ${slot} = v; else if (v !== null && v !== undefined) ${slot} = ${convert};`;
  return `v = result[${name}]; if (v !== null && v !== undefined) ${slot} = ${convert};`;
}
