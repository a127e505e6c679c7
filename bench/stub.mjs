// An org that does nothing: answers as Salesforce's collections do, at once or after some milliseconds: node stub.mjs DELAY_MS. Prints its port.
// It counts records without reading the JSON, so that it takes little of the machine from those who are measured.
import { createServer } from 'node:http';
import { gunzipSync } from 'node:zlib';

const delayMs = Number(process.argv[2]);
const needle = Buffer.from('"attributes"');
let made = 0;

function recordsIn(body) {
  let count = 0;
  for (let at = body.indexOf(needle); at >= 0; at = body.indexOf(needle, at + needle.length)) count++;
  return count;
}

function results(count) {
  return JSON.stringify(Array.from({ length: count }, (_, index) => ({ id: `003${String(made - index).padStart(12, '0')}AAA`, success: true, errors: [] })));
}

const field = (name, more = {}) => ({
  name, label: name, type: 'string', soapType: 'xsd:string', length: 255, createable: true, updateable: true, nillable: true, filterable: true, sortable: true,
  defaultedOnCreate: false, externalId: false, idLookup: false, unique: false, calculated: false, custom: false, permissionable: true, relationshipName: null, referenceTo: [], picklistValues: [], ...more,
});
const fields = [field('Id', { type: 'id', soapType: 'tns:ID', length: 18, createable: false, updateable: false, nillable: false, idLookup: true }), ...['FirstName', 'LastName', 'Email', 'Phone'].map((name) => field(name))];
const describe = { name: 'Contact', label: 'Contact', labelPlural: 'Contacts', keyPrefix: '003', createable: true, updateable: true, deletable: true, queryable: true, retrieveable: true, custom: false, fields, childRelationships: [], recordTypeInfos: [], urls: {} };

function answerTo(method, path, body) {
  if (method === 'POST' && path.endsWith('/composite/sobjects')) {
    const count = recordsIn(body);
    made += count;
    return results(count);
  }
  if (path.includes('/describe')) return JSON.stringify(describe);
  if (path.endsWith('/limits') || path.endsWith('/limits/')) return JSON.stringify({ DailyApiRequests: { Max: 1_000_000, Remaining: 1_000_000 } });
  if (path.includes('/query')) return JSON.stringify({ totalSize: 1, done: true, records: [{ Id: '00D000000000001AAA', Name: 'Stub', IsSandbox: true, OrganizationType: 'Developer Edition', InstanceName: 'ST1' }] });
  if (path === '/made') return String(made);
  if (path.endsWith('/sobjects') || path.endsWith('/sobjects/')) return JSON.stringify({ sobjects: [{ name: 'Contact', label: 'Contact', createable: true }] });
  return JSON.stringify({ sobjects: '', identity: '', user_id: '005000000000001AAA', organization_id: '00D000000000001AAA' });
}

const server = createServer((request, response) => {
  const parts = [];
  request.on('data', (part) => parts.push(part));
  request.on('end', () => {
    const sent = Buffer.concat(parts);
    const text = answerTo(request.method, request.url.split('?')[0], request.headers['content-encoding'] === 'gzip' ? gunzipSync(sent) : sent);
    const answer = () => response.writeHead(200, { 'content-type': 'application/json;charset=UTF-8', 'content-length': Buffer.byteLength(text) }).end(text);
    if (delayMs > 0) setTimeout(answer, delayMs);
    else answer();
  });
});
server.listen(0, '127.0.0.1', () => console.log(server.address().port));
