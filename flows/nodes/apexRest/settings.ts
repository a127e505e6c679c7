import { z } from 'zod';
import { f, typeOptions } from '../../kit/fields.ts';

const methods = [
  { value: 'GET', title: 'GET' },
  { value: 'POST', title: 'POST' },
  { value: 'PUT', title: 'PUT' },
  { value: 'PATCH', title: 'PATCH' },
  { value: 'DELETE', title: 'DELETE' },
] as const;

export const settings = z.object({
  connection: f.connection({ title: 'Connection', help: 'The org to call.', system: 'salesforce', required: true }),
  method: f.choice(methods, { title: 'Method', help: 'As the class has it: @HttpPost is POST.', default: 'POST' }),
  path: f.text({
    title: 'Path',
    help: 'The path behind /services/apexrest. {Column} stands for the value of a column; it is encoded, so a slash in it is part of the value.',
    placeholder: '/orders/{Order Number}', required: true,
  }),
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
  batchSize: f.number({
    title: 'Rows per request',
    help: 'At most so many rows go into a request.',
    default: 100, min: 1, max: 1000, unit: 'rows', when: { setting: 'per', is: ['batch'] },
  }),
  listKey: f.text({
    title: 'Key of the list',
    help: 'The body is an object with the list under this key, as a class with a parameter of that name needs it. Blank: the body is the list.',
    placeholder: 'orders', when: { setting: 'per', is: ['batch'] },
  }),
  content: f.choice(
    [
      { value: 'fields', title: 'Fields' },
      { value: 'json', title: 'JSON' },
      { value: 'none', title: 'Nothing' },
    ],
    { title: 'Body', help: 'What a request carries. GET and DELETE carry nothing.', default: 'fields', when: { setting: 'method', is: ['POST', 'PUT', 'PATCH'] } },
  ),
  fields: f.mapping({
    title: 'Fields',
    help: 'Keys of the body and the formulas that fill them. address.city is a key inside a key.',
    when: { setting: 'content', is: ['fields'] },
  }),
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
    { path: { title: 'Path', control: 'text', placeholder: 'result.id' }, type: { title: 'Type', control: 'choice', options: typeOptions }, name: { title: 'Name', control: 'text', placeholder: 'Name (nothing: the last key)' } },
    { title: 'Values of the answer', help: 'Each value and the column it becomes. A path is keys with points between; $ is the whole answer as JSON text. With many rows, paths count from the entry of the row.', when: { setting: 'mode', is: ['reply'] } },
  ),
  answerList: f.text({
    title: 'Path of the list',
    help: 'Where the answer to many rows has its list, with an entry for each row in their order. Blank: the answer is the list. An answer without a list is given to every row.',
    placeholder: 'results', advanced: true,
  }),
  parallel: f.number({
    title: 'Requests at a time',
    help: 'How many requests may be under way at once. One keeps the order of the rows.',
    default: 4, min: 1, max: 10, unit: 'requests', advanced: true,
  }),
});

export type Settings = z.output<typeof settings>;
