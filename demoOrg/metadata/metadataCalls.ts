import type { Session } from '../auth/sessions.ts';
import type { OrgContext } from '../org.ts';
import { OrgError } from '../orgError.ts';
import { authorOf } from '../rest/authorOf.ts';
import { child, children, type SoapElement, textOf } from '../soap/soapCall.ts';
import type { SoapValue } from '../soap/soapReply.ts';
import { componentType } from './components.ts';
import type { Metadata } from './customField.ts';

type MetadataCall = (input: SoapElement, org: OrgContext, session: Session) => SoapValue;
type Result = { readonly [name: string]: SoapValue };

const most = 10;

/** Calls of the Metadata API for custom objects and custom fields. @throws OrgError for a call that cannot be understood */
export const metadataCalls: Readonly<Record<string, MetadataCall>> = {
  describeMetadata: () => ({
    metadataObjects: [{ childXmlNames: ['CustomField'], directoryName: 'objects', inFolder: false, metaFile: false, suffix: 'object', xmlName: 'CustomObject' }],
    organizationNamespace: '',
    partialSaveAllowed: true,
    testRequired: false,
  }),
  listMetadata: (input, org, session) =>
    children(input, 'queries').flatMap((query) => {
      const type = componentType(textOf(child(query, 'type')));
      return type.list(org).map((fullName) => fileProperties(type.xmlName, fullName, org, session));
    }),
  readMetadata: (input, org) => {
    const type = componentType(textOf(child(input, 'type')));
    const names = atMost(children(input, 'fullNames')).map(textOf);
    const found = names.map((name) => type.read(org, name));
    return { records: found.map((metadata) => (metadata ? { '@xsi:type': type.xmlName, ...(metadata as Result) } : { '@xsi:nil': 'true' })) };
  },
  createMetadata: (input, org, session) =>
    each(input, (type, fullName, metadata) => {
      mayChange(org, session);
      type.create(org, fullName, metadata, authorOf(org, session));
    }),
  updateMetadata: (input, org, session) =>
    each(input, (type, fullName, metadata) => {
      mayChange(org, session);
      type.update(org, fullName, metadata, authorOf(org, session));
    }),
  upsertMetadata: (input, org, session) =>
    each(input, (type, fullName, metadata) => {
      mayChange(org, session);
      const isNew = type.read(org, fullName) === undefined;
      if (isNew) type.create(org, fullName, metadata, authorOf(org, session));
      else type.update(org, fullName, metadata, authorOf(org, session));
      return { created: isNew };
    }),
  deleteMetadata: (input, org, session) => {
    const type = componentType(textOf(child(input, 'type')));
    return atMost(children(input, 'fullNames')).map(textOf).map((fullName) =>
      outcome(fullName, () => {
        mayChange(org, session);
        type.delete(org, fullName, authorOf(org, session));
      }),
    );
  },
};

/** Only who may do everything may change what there is. @throws OrgError */
export function mayChange(org: OrgContext, { userId }: Session): void {
  if (org.schemaFor(userId) !== org.schema) throw new OrgError('INSUFFICIENT_ACCESS', 'insufficient access rights: changing the schema takes the permission to modify all data');
}

type Change = (type: ReturnType<typeof componentType>, fullName: string, metadata: Metadata) => Result | void;

function each(input: SoapElement, change: Change): SoapValue {
  return atMost(children(input, 'metadata')).map((element) => {
    const type = componentType(textOf(child(element, '@type')).replace(/^\w+:/, ''));
    const fullName = textOf(child(element, 'fullName'));
    return outcome(fullName, () => change(type, fullName, plain(element) as Metadata));
  });
}

function outcome(fullName: string, work: () => Result | void): SoapValue {
  try {
    return { ...work(), fullName, success: true };
  } catch (error) {
    if (!(error instanceof OrgError)) throw error;
    return { errors: { message: error.message, statusCode: error.errorCode }, fullName, success: false };
  }
}

/** Without attributes, as JSON would have it. */
function plain(element: SoapElement | readonly SoapElement[]): unknown {
  if (typeof element === 'string') return element;
  if (Array.isArray(element)) return (element as readonly SoapElement[]).map(plain);
  const entries = Object.entries(element as Readonly<Record<string, SoapElement>>).filter(([name]) => !name.startsWith('@'));
  return Object.fromEntries(entries.map(([name, value]) => [name, plain(value)]));
}

function atMost<T>(list: readonly T[]): readonly T[] {
  if (list.length <= most) return list;
  throw new OrgError('LIMIT_EXCEEDED', `At most ${most} components go into one call; there are ${list.length}.`);
}

function fileProperties(type: string, fullName: string, org: OrgContext, { userId }: Session): SoapValue {
  const { name = '' } = org.users.byId(userId) ?? {};
  const moment = org.now().toISOString();
  return {
    createdById: userId,
    createdByName: name,
    createdDate: moment,
    fileName: `objects/${fullName.split('.')[0]!}.object`,
    fullName,
    id: '',
    lastModifiedById: userId,
    lastModifiedByName: name,
    lastModifiedDate: moment,
    type,
  };
}
