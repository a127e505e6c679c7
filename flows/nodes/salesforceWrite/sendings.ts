import type { ObjectDescribe } from '../../connectors/salesforce/objectDescribe.ts';
import type { RecordChange } from '../../kit/change.ts';
import type { Sending } from '../../kit/defineRun.ts';
import { callsOf, type RestSending } from './sendRest.ts';
import { bulkFrom, type Settings } from './settings.ts';

/** While an org works on one job the next is uploaded; more would wait in the org, and their changes in memory. */
const jobsAtOnce = 2;

/** Divides changes into calls, or makes a job of them. Undeletes go by a call of their own kind, whatever the others do. */
export function divided(changes: readonly RecordChange[], sending: Pick<RestSending, 'settings' | 'insertBy'>, describe: ObjectDescribe): Sending[] {
  const { settings } = sending;
  const mostAtOnce = nameTheirOwn(changes, describe) ? 1 : settings.parallel;
  const isUndelete = ({ action }: RecordChange): boolean => action === 'undelete';
  const all = changes.map((_, place) => place);
  const job = changes.some(isUndelete) ? all.filter((place) => !isUndelete(changes[place]!)) : all;
  if (!isJob(job.length, settings)) return callsOf(changes, sending).map((places) => ({ places, atOnce: mostAtOnce }));
  const undeletes = all.filter((place) => isUndelete(changes[place]!));
  return [
    { places: job, atOnce: Math.min(jobsAtOnce, mostAtOnce) },
    ...callsOf(undeletes.map((place) => changes[place]!), sending).map((places) => ({ places: places.map((at) => undeletes[at]!), atOnce: mostAtOnce })),
  ];
}

/** Whether changes that were divided go by the Bulk API: a call never carries as many as a job needs at least. */
export function goesByBulk(changes: readonly RecordChange[], settings: Settings): boolean {
  return changes[0]?.action !== 'undelete' && isJob(changes.length, settings);
}

function isJob(rows: number, settings: Settings): boolean {
  return rows > 0 && (settings.operation === 'hardDelete' || rows >= bulkFrom(settings));
}

/** Whether records name others of their object by a key: those may come right before them, and must have arrived. */
function nameTheirOwn(changes: readonly RecordChange[], { name: object, fields }: ObjectDescribe): boolean {
  const relations = new Set(fields.flatMap(({ relationshipName, referenceTo }) => (relationshipName && referenceTo?.includes(object) ? [relationshipName] : [])));
  return relations.size > 0 && changes.some((change) => change.fields.some(({ name }) => name.includes('.') && relations.has(name.split('.', 1)[0]!)));
}
