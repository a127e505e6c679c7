import { useCallback, useEffect, useRef, useState } from 'react';
import { asAppError } from '../../flows/kit/errors.ts';
import type { ColumnType } from '../../flows/kit/schema.ts';
import { errorText } from '../app/notify.ts';
import { useWorkbench } from '../app/workbench.ts';

export interface OrgField {
  readonly name: string;
  readonly label: string;
  /** The org's own word for its type. */
  readonly kind: string;
  readonly type: ColumnType;
  readonly values: readonly string[];
  /** For a field that leads to another object: how the way is called in a query, and the objects. */
  readonly relationship: string | undefined;
  readonly objects: readonly string[];
}

export interface OrgFields {
  /** The fields of each object that was asked for. */
  readonly byObject: ReadonlyMap<string, readonly OrgField[]>;
  readonly error: string | undefined;
  load(this: void, object: string): void;
}

interface Place {
  readonly type: string;
  readonly settings: Readonly<Record<string, unknown>>;
}

/** The fields of objects, each asked of the org once. `object` is asked for at once. */
export function useOrgFields({ type, settings }: Place, object: string): OrgFields {
  const { link, flow } = useWorkbench();
  const [byObject, setByObject] = useState<OrgFields['byObject']>(new Map());
  const [error, setError] = useState<string>();
  const asked = useRef(new Set<string>());
  const connection = settings['connection'];
  const load = useCallback(
    (wanted: string) => {
      if (wanted === '' || asked.current.has(wanted)) return;
      asked.current.add(wanted);
      link
        .client()
        .lookups.choices({ path: flow.getState().path, type, lookup: 'fields', settings: { connection, soql: `SELECT Id FROM ${wanted}` } })
        .then(
          (choices) => {
            const fields = choices.map((choice): OrgField => ({
              name: choice.value,
              label: choice.label,
              kind: choice.detail ?? '',
              type: choice.type ?? 'text',
              values: choice.examples ?? [],
              relationship: choice.relationship,
              objects: choice.objects ?? [],
            }));
            setByObject((before) => new Map(before).set(wanted, fields));
            setError(undefined);
          },
          (thrown: unknown) => {
            asked.current.delete(wanted);
            setError(errorText(asAppError(thrown)));
          },
        );
    },
    [link, flow, type, connection],
  );
  // A name that is being typed is asked for when it rests.
  useEffect(() => {
    const timer = setTimeout(() => load(object), 300);
    return () => clearTimeout(timer);
  }, [object, load]);
  return { byObject, error, load };
}

/** The field at the end of a path such as `Account.Owner.Name`, as far as the objects on the way are known. */
export function fieldAt(path: string, object: string, byObject: OrgFields['byObject']): OrgField | undefined {
  const [first, ...rest] = path.split('.');
  const fields = byObject.get(object);
  if (rest.length === 0) return fields?.find(({ name }) => name.toLowerCase() === first!.toLowerCase());
  const way = fields?.find(({ relationship }) => relationship?.toLowerCase() === first!.toLowerCase());
  return way?.objects[0] === undefined ? undefined : fieldAt(rest.join('.'), way.objects[0], byObject);
}
