import type { ColumnType, Schema } from '../../kit/schema.ts';

/** What a script is called for: each row, or all rows of a batch at once. */
export type ScriptMode = 'row' | 'batch';

/** The function a script must have. */
export const scriptFunction: Readonly<Record<ScriptMode, string>> = { row: 'onRow', batch: 'onBatch' };

/** Between the texts of a column, on their way in and out. Texts that contain it, a NUL or half a character travel as JSON. */
export const separator = '\u0001';

/** What the script reads of a cell, given its raw value `v`: numbers, 0 and 1, days or milliseconds, all of them doubles. */
const read: Readonly<Record<Exclude<ColumnType, 'text'>, string>> = {
  number: 'v',
  boolean: 'v !== 0',
  date: 'isoOf(v * 864e5).slice(0, 10)',
  datetime: 'isoOf(v)',
  time: 'isoOf(v).slice(11)',
};

/**
 * The program that runs inside the sandbox beside the user's script. It stands between the two so that a batch crosses the border in a few
 * pieces: a column is fetched whole, when the script first reads it, and from then on when a batch begins; results go back as one text
 * or one array of doubles a column. What is done for each row is written out for the columns there are: in an interpreter every step counts.
 * It is a function of `(fetch, seed, nowMs)` that gives what the host calls.
 */
export function guestProgram(mode: ScriptMode, incoming: Schema, outputs: Schema): string {
  const columns = incoming.map(({ name, type }, k) => ({ name: JSON.stringify(name), type, k }));
  return `(fetch, seed, nowMs) => {
  'use strict';
  const { parse, stringify } = JSON;
  const RealDate = Date;
  const isoOf = (ms) => new RealDate(ms).toISOString();
  const none = [], outs = [], dropped = [], failed = [];
  let at = 0, count = 0;
  const texts = (k) => {
    const list = fetch(k, false).split('\\u0001');
    return list.length === count + 1 ? list : parse(fetch(k, true));
  };
  const numbers = (k) => new Float64Array(fetch(k, false));
${columns.map(({ type, k }) => `  let c${k} = none, isRead${k} = ${mode === 'batch'};\n  const first${k} = () => { isRead${k} = true; c${k} = ${type === 'text' ? 'texts' : 'numbers'}(${k}); return at < count ? cell${k}() : null; };\n  const cell${k} = () => { ${cellSource(type, k)} };`).join('\n')}
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

  const row = {
${columns.map(({ name, type, k }) => `    get [${name}]() { ${cellSource(type, k)} },`).join('\n')}
  };
  Object.freeze(row);
  globalThis.copy = (given) => ({ ...given });

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
  // An object is told from other things only where nothing was found in it, for these have no such columns.
  const checkResult = (v) => { if (typeof v !== 'object' || v === null || Array.isArray(v) || typeof v.then === 'function') wrongResult(v); };
  const wrongResult = (v) => {
    const what = typeof v?.then === 'function' ? 'a promise: functions of a script cannot wait' : Array.isArray(v) ? 'a list' : shown(v);
    const error = new TypeError('The script gave ' + what + ' where an object with the columns belongs.');
    error.stack = '';
    throw error;
  };
  const outputNames = new Set(${JSON.stringify(outputs.map(({ name }) => name))});
  const strangers = (result) => typeof result === 'object' && result !== null ? Object.keys(result).filter((name) => !outputNames.has(name)) : [];
  const fault = (e) => {
    try { return { name: String(e?.name ?? ''), message: String(e?.message ?? e), stack: String(e?.stack ?? '') }; } catch { return { name: 'Error', message: 'Something was thrown that cannot be shown.', stack: '' }; }
  };
  const room = (n) => { ${outputs.map(({ type }, index) => `outs[${index}] = ${type === 'text' ? 'new Array(n).fill("")' : 'new Float64Array(n).fill(NaN)'};`).join(' ')} };

  const begin = (n) => {
    count = n;
    at = n;
    dropped.length = failed.length = 0;
${columns.map(({ k }) => `    c${k} = none; if (isRead${k}) first${k}();`).join('\n')}
  };
  return {
    begin(n) { begin(n);${mode === 'row' ? ' room(n);' : ''} },
    text: (k) => outs[k].join('\\u0001') + '\\u0001',
    json: (k) => stringify(outs[k]),
    numbers: (k) => outs[k].buffer,
${mode === 'row' ? rowSteps(outputs) : batchSteps(columns, outputs)}
  };
}`;
}

/** Rows from one number up to another; a fault of the script is kept with the number of its row. Gives what fell out, as JSON, when there is something. */
const rowSteps = (outputs: Schema): string => `    step(from, to) {
      const call = ${scriptFunction.row};
${outputs.map((_, index) => `      const o${index} = outs[${index}];`).join('\n')}
      dropped.length = failed.length = 0;
      let result, v;
      at = from;
      while (at < to) {
        try {
          for (; at < to; at++) {
            result = call(row);
            if (result === null || result === undefined) { dropped.push(at); continue; }
            ${putSource(outputs, 'at')}
          }
        } catch (e) {
          failed.push([at++, fault(e)]);
          result = undefined;
        }
      }
      const strange = strangers(result);
      return (dropped.length || failed.length || strange.length) ? stringify({ dropped, failed, strange }) : '';
    },`;

interface GuestColumn {
  /** As a text of JavaScript. */
  readonly name: string;
  readonly type: ColumnType;
  readonly k: number;
}

/** All rows at once. The result may have more or fewer. */
const batchSteps = (columns: readonly GuestColumn[], outputs: Schema): string => `    step() {
      const rows = new Array(count);
      for (at = 0; at < count; at++) rows[at] = { ${columns.map(({ name, type, k }) => `${name === '"__proto__"' ? `[${name}]` : name}: ${type === 'text' ? `c${k}[at] || null` : `cell${k}()`}`).join(', ')} };
      const results = ${scriptFunction.batch}(rows);
      if (!Array.isArray(results)) { const error = new TypeError('The script gave ' + (typeof results?.then === 'function' ? 'a promise: functions of a script cannot wait' : shown(results)) + ' where a list of rows belongs.'); error.stack = ''; throw error; }
      room(results.length);
${outputs.map((_, index) => `      const o${index} = outs[${index}];`).join('\n')}
      let result, v;
      for (let i = 0; i < results.length; i++) {
        result = results[i];
        if (result === null || result === undefined) checkResult(result);
        ${putSource(outputs, 'i')}
      }
      return stringify({ count: results.length, strange: results.length === 0 ? [] : strangers(results[0]) });
    },`;

/** Reads a cell of row `at`; of a column that is not there yet there is nothing, and it is fetched. */
function cellSource(type: ColumnType, k: number): string {
  if (type === 'text') return `const v = c${k}[at]; return v || (v === '' ? null : first${k}());`;
  return `const v = c${k}[at]; return v === undefined ? first${k}() : v === v ? ${read[type]} : null;`;
}

/** Numbers, texts, lists, promises and functions: what a script may give instead of an object. */
const notRows = [Number.prototype, String.prototype, Boolean.prototype, Array.prototype, Promise.prototype, Function.prototype];

/** Takes the columns out of the result for row `slot`. */
function putSource(outputs: Schema, slot: string): string {
  const puts = outputs.map(({ name, type }, index) => {
    const column = JSON.stringify(name);
    const convert = `o${index}[${slot}] = as${type[0]!.toUpperCase()}${type.slice(1)}(${column}, v);`;
    const fits = type === 'text' ? `typeof v === 'string'` : type === 'number' ? 'v - v === 0 && +v === v' : 'false';
    const missing = index === 0 ? 'else if (v === undefined) checkResult(result); ' : '';
    return `v = result[${column}]; if (${fits}) o${index}[${slot}] = v; ${missing}else if (v !== null && v !== undefined) ${convert}`;
  });
  return `${notRows.some((other) => (outputs[0]?.name ?? 'length') in other) ? 'checkResult(result); ' : ''}${puts.join(' ')}`;
}
