import { z } from 'zod';
import { defineNode, inPort, outPort, rejectedPort, type SettingProblem } from '../../kit/defineNode.ts';
import { f } from '../../kit/fields.ts';
import { freeName } from '../../kit/findColumns.ts';
import { checkFormula } from '../../kit/formula/compileFormula.ts';
import { formulaProblems } from '../../kit/formula/formulaProblems.ts';
import { checkJsonPath } from '../../kit/jsonPath.ts';
import type { ColumnSpec, Schema } from '../../kit/schema.ts';
import { checkTemplate, columnTemplate, fillTemplate } from './columnTemplate.ts';

const methods = [
  { value: 'GET', title: 'GET' },
  { value: 'POST', title: 'POST' },
  { value: 'PUT', title: 'PUT' },
  { value: 'PATCH', title: 'PATCH' },
  { value: 'DELETE', title: 'DELETE' },
] as const;

const types = [
  { value: 'text', title: 'Text' },
  { value: 'number', title: 'Number' },
  { value: 'boolean', title: 'True or false' },
  { value: 'date', title: 'Date' },
  { value: 'datetime', title: 'Date and time' },
  { value: 'time', title: 'Time' },
] as const;

export const definition = defineNode({
  type: 'apexRest',
  version: 1,
  kind: 'transform',
  title: 'Apex REST',
  summary: 'Calls an Apex REST class of an org for each row or for many at once, and adds values of the answer.',
  category: 'Salesforce',
  keywords: ['http', 'request', 'reply', 'call', 'class', 'webservice', 'endpoint', 'fire and forget', 'invoke'],
  settings: z.object({
    connection: f.connection({ title: 'Connection', help: 'The org to call.', system: 'salesforce', required: true }),
    method: f.choice(methods, { title: 'Method', help: 'As the class has it: @HttpPost is POST.', default: 'POST' }),
    path: f.text({ title: 'Path', help: 'The path behind /services/apexrest. {Column} stands for the value of a column; it is encoded, so a slash in it is part of the value.', placeholder: '/orders/{Order Number}', required: true }),
    effect: f.choice(
      [
        { value: 'once', title: 'Changes something each time', help: 'Never sent a second time. What a cut connection leaves open is rejected with answerLost.' },
        { value: 'repeatable', title: 'Twice is the same as once', help: 'Tried again when the org is busy or the connection is cut.' },
        { value: 'reads', title: 'Only reads or works something out', help: 'Tried again, and called in plans and previews too.' },
      ],
      { title: 'What a call does', help: 'Decides whether it is safe to send a request a second time. A GET only reads.', default: 'once', when: { setting: 'method', is: ['POST', 'PUT', 'PATCH', 'DELETE'] } },
    ),
    per: f.choice(
      [
        { value: 'row', title: 'Each row' },
        { value: 'batch', title: 'Many rows together', help: 'The body is a list with an entry for each row.' },
      ],
      { title: 'A request for', help: 'How many rows go into a request.', default: 'row' },
    ),
    batchSize: f.number({ title: 'Rows per request', help: 'At most so many rows go into a request.', default: 100, min: 1, max: 1000, unit: 'rows', when: { setting: 'per', is: ['batch'] } }),
    listKey: f.text({ title: 'Key of the list', help: 'The body is an object with the list under this key, as a class with a parameter of that name needs it. Blank: the body is the list.', placeholder: 'orders', when: { setting: 'per', is: ['batch'] } }),
    content: f.choice(
      [
        { value: 'fields', title: 'Fields' },
        { value: 'json', title: 'JSON' },
        { value: 'none', title: 'Nothing' },
      ],
      { title: 'Body', help: 'What a request carries. GET and DELETE carry nothing.', default: 'fields', when: { setting: 'method', is: ['POST', 'PUT', 'PATCH'] } },
    ),
    fields: f.mapping({ title: 'Fields', help: 'Keys of the body and the formulas that fill them. address.city is a key inside a key.', when: { setting: 'content', is: ['fields'] } }),
    json: f.text({
      title: 'JSON',
      help: 'The body. {Column} stands for the value of a column as JSON, with its quotes.',
      placeholder: '{ "number": {Order Number}, "lines": [{ "sku": {SKU} }] }',
      multiline: true,
      when: { setting: 'content', is: ['json'] },
    }),
    mode: f.choice(
      [
        { value: 'reply', title: 'Wait for the answer', help: 'A row that the class refuses is rejected.' },
        { value: 'forget', title: 'Send and go on', help: 'Rows go on at once. Refused requests are counted in a warning; nobody else hears of them.' },
      ],
      { title: 'Answer', help: 'Whether rows wait for the answer.', default: 'reply' },
    ),
    answers: f.table(
      { path: { title: 'Path', control: 'text', placeholder: 'result.id' }, type: { title: 'Type', control: 'choice', options: types }, name: { title: 'Name', control: 'text', placeholder: 'Name (nothing: the last key)' } },
      { title: 'Values of the answer', help: 'Each value and the column it becomes. A path is keys with points between; $ is the whole answer as JSON text. With many rows, paths count from the entry of the row.', when: { setting: 'mode', is: ['reply'] } },
    ),
    answerList: f.text({ title: 'Path of the list', help: 'Where the answer to many rows has its list, with an entry for each row in their order. Blank: the answer is the list. An answer without a list is given to every row.', placeholder: 'results', advanced: true }),
    parallel: f.number({ title: 'Requests at a time', help: 'How many requests may be under way at once. One keeps the order of the rows.', default: 4, min: 1, max: 10, unit: 'requests', advanced: true }),
  }),
  ports: () => ({ in: [inPort], out: [outPort, rejectedPort] }),
  caption: ({ method, path }) => (path === '' ? '' : `${method} ${path}`),
  columns: (settings, [upstream]) => upstream && answeredSchema(upstream, settings),
  check: (settings, [upstream]) => [...checkPath(settings, upstream), ...checkBody(settings, upstream), ...checkAnswers(settings)],
  traits: { state: 'none', order: 'keeps', deterministic: false, conserves: true },
});

export type Settings = z.output<typeof definition.settings>;

/** The columns that come in and those of the answer; a name that is taken gets a number. */
export function answeredSchema(upstream: Schema, settings: Pick<Settings, 'answers' | 'mode'>): Schema {
  const result: ColumnSpec[] = [...upstream];
  for (const { name, type } of answerColumns(settings)) result.push({ name: freeName(name, new Set(result.map((known) => known.name))), type });
  return result;
}

/** The columns of the answer. */
export function answerColumns({ answers, mode }: Pick<Settings, 'answers' | 'mode'>): Schema {
  return mode === 'forget' ? [] : answers.map(({ path, type, name }) => ({ name: name.trim() || (/([^.[\]$]+)(?:\[\d+\])*$/.exec(path.trim())?.[1] ?? 'Answer'), type }));
}

export function hasBody({ method, content }: Pick<Settings, 'method' | 'content'>): boolean {
  return method !== 'GET' && method !== 'DELETE' && content !== 'none';
}

function checkPath({ path, per }: Settings, upstream: Schema | undefined): SettingProblem[] {
  if (path.trim() === '') return [];
  const problem = (code: string, message: string): SettingProblem => ({ code, severity: 'error', message, path: ['path'] });
  if (!path.startsWith('/')) return [problem('apexPath', `The path "${path}" does not begin with a slash.`)];
  if (path.startsWith('/services/')) return [problem('apexPath', 'The path counts from /services/apexrest, which is left out.')];
  if (per === 'batch' && columnTemplate(path).length > 1) return [problem('apexPathOfMany', 'The path has a column in it, and a request for many rows has one path.')];
  return checkTemplate(path, upstream, ['path']);
}

function checkBody(settings: Settings, upstream: Schema | undefined): SettingProblem[] {
  if (!hasBody(settings)) return [];
  const { content, fields, json } = settings;
  if (content === 'fields') {
    return fields.flatMap(({ column, formula }, index) => [
      ...(column.trim() === '' ? [{ code: 'bodyKeyBlank', severity: 'error' as const, message: `Line ${index + 1} of the body has no key.`, path: ['fields', index, 'column'] }] : []),
      ...formulaProblems(checkFormula(formula, upstream).problems, ['fields', index, 'formula']),
    ]);
  }
  const columns = checkTemplate(json, upstream, ['json']);
  if (columns.length > 0) return columns;
  try {
    JSON.parse(fillTemplate(columnTemplate(json), () => 'null'));
    return [];
  } catch (error) {
    return [{ code: 'bodyNotJson', severity: 'error', message: `The body is no JSON: ${(error as Error).message}.`, path: ['json'] }];
  }
}

function checkAnswers({ answers, answerList, mode }: Settings): SettingProblem[] {
  if (mode === 'forget') return [];
  return [...answers.flatMap(({ path }, index) => checkJsonPath(path, ['answers', index, 'path'])), ...(answerList.trim() === '' ? [] : checkJsonPath(answerList, ['answerList']))];
}
