import { Button, Loader, TextInput } from '@mantine/core';
import { Search, WandSparkles } from 'lucide-react';
import { useMemo, useState } from 'react';
import type { MappingEntry } from '../../flows/kit/fields.ts';
import { compileFormula } from '../../flows/kit/formula/compileFormula.ts';
import { suggestMapping } from '../../flows/kit/mapping/suggestMapping.ts';
import type { Schema } from '../../flows/kit/schema.ts';
import { useSampleRows } from '../formula/sampleRows.ts';
import { Dialog } from '../ui/Dialog.tsx';
import { EmptyState } from '../ui/EmptyState.tsx';
import { useLittleByLittle } from '../ui/useLittleByLittle.ts';
import { words } from '../words/words.ts';
import type { MappingTarget } from './findTarget.ts';
import styles from './MappingDialog.module.css';
import { MappingField } from './MappingField.tsx';
import { acceptAll, missingFields, oneWayToEachParent, parentsNamed, startDraft, withSuggestions, type MappingDraft, type TargetField } from './mappingDraft.ts';
import { useTargetFields } from './useTargetFields.ts';

interface Props {
  readonly target: MappingTarget;
  /** The columns that come in. */
  readonly schema: Schema;
  readonly entries: readonly MappingEntry[];
  /** Gets the whole mapping once, when the person is done. */
  readonly onDone: (entries: readonly MappingEntry[]) => void;
  readonly onClose: () => void;
}

/** Columns on the left, the fields they fill on the right; nothing changes in the flow before Done. `React.lazy` needs the default export. */
export default function MappingDialog({ target, onClose, ...rest }: Props) {
  const { fields, error } = useTargetFields(target);
  const title = words.mapping.title(target.object || target.definition.title);
  return (
    <Dialog onClose={onClose} title={title} size={920} classNames={{ body: styles['body']! }}>
      {fields ? (
        <Editor target={target} fields={fields} onClose={onClose} {...rest} />
      ) : error === undefined ? (
        <p className={styles['wait']}>
          <Loader size="sm" /> {words.mapping.loading}
        </p>
      ) : (
        <p className={styles['trouble']}>{error}</p>
      )}
    </Dialog>
  );
}

const sampleCount = 50;

function Editor({ target, schema, entries, fields, onDone, onClose }: Props & { readonly fields: readonly TargetField[] }) {
  const [draft, setDraft] = useState<MappingDraft>(() => startDraft(fields, entries));
  const [search, setSearch] = useState('');
  const [isEmptyHanded, setIsEmptyHanded] = useState(false);
  const sample = useSampleRows(0);
  const byName = useMemo(() => new Map(fields.map((field) => [field.name, field])), [fields]);
  const filled = new Map(draft.entries.map(({ column, formula }) => [column, formula]));
  const used = useMemo(() => columnsUsed(draft.entries, schema), [draft.entries, schema]);
  const suggestedColumns = new Set([...draft.suggestions.values()].map(({ column }) => column));
  const unused = schema.filter(({ name }) => !used.has(name) && !suggestedColumns.has(name)).map(({ name }) => name);
  const missing = new Set(missingFields(fields, new Set(filled.keys())).map(({ name }) => name));
  // Entries for what is no field any more stay on show, so that they can be taken out.
  const strange = draft.entries.filter(({ column }) => !byName.has(column)).map(({ column }): TargetField => ({ name: column, label: column, kind: '', type: undefined, isRequired: false, values: [] }));
  const all = [...draft.order.map((name) => byName.get(name)!), ...strange];
  const wanted = search.trim().toLowerCase();
  const matches = ({ name, label }: TargetField): boolean =>
    `${name} ${label} ${filled.get(name) ?? ''} ${draft.suggestions.get(name)?.column ?? ''}`.toLowerCase().includes(wanted);
  const shown = all.filter(matches);
  const drawn = useLittleByLittle(shown.length, 4);

  const autoMap = (): void => {
    const columns = schema
      .filter(({ name }) => !used.has(name))
      .map(({ name, label, type }) => ({ name, label, type, samples: samplesOf(sample?.batch, name) }));
    const named = parentsNamed(fields, new Set(filled.keys()));
    const open = fields.filter(({ name, relationship }) => !filled.has(name) && !named.has(relationship ?? ''));
    const found = oneWayToEachParent(suggestMapping(columns, open, target.object), fields);
    setDraft(withSuggestions(draft, fields, found));
    setIsEmptyHanded(found.length === 0);
  };
  const suggested = draft.suggestions.size;

  return (
    <>
      <div className={styles['bar']}>
        <TextInput
          size="xs"
          className={styles['search']}
          aria-label={words.mapping.search}
          placeholder={words.mapping.search}
          leftSection={<Search size={14} />}
          value={search}
          onChange={(event) => setSearch(event.target.value)}
          data-autofocus
        />
        {suggested > 0 ? (
          <Button variant="filled" onClick={() => setDraft(acceptAll(draft))}>
            {words.mapping.acceptAll(suggested)}
          </Button>
        ) : null}
        <Button variant={suggested > 0 ? 'default' : 'light'} leftSection={<WandSparkles size={14} />} onClick={autoMap}>
          {words.mapping.autoMap}
        </Button>
      </div>
      <div className={styles['state']} role="status">
        <span>{words.mapping.mapped(draft.entries.length, all.length)}</span>
        {suggested > 0 ? <span>{words.mapping.suggested(suggested)}</span> : null}
        {missing.size > 0 ? <span className={styles['missing']}>{words.mapping.missing(missing.size)}</span> : null}
        {isEmptyHanded ? <span>{words.mapping.nothingFound}</span> : null}
      </div>
      <div className={styles['head']} aria-hidden="true">
        <span>{words.mapping.source}</span>
        <span />
        <span>{words.mapping.target}</span>
        <span>{words.mapping.value}</span>
      </div>
      <ul className={styles['fields']} aria-label={words.mapping.target} data-testid="mapping-fields">
        {shown.slice(0, drawn).map((field) => (
          <MappingField
            key={field.name}
            field={field}
            object={target.object}
            isKnown={byName.has(field.name)}
            isMissing={missing.has(field.name)}
            schema={schema}
            sample={sample}
            formula={filled.get(field.name)}
            suggestion={draft.suggestions.get(field.name)}
            change={setDraft}
          />
        ))}
      </ul>
      {shown.length === 0 ? <EmptyState icon={<Search size={24} />} title={words.mapping.nothing(search)} hint="" /> : null}
      <footer className={styles['foot']}>
        <p className={styles['unused']}>{unused.length > 0 ? words.mapping.unused(unused) : null}</p>
        <Button variant="default" onClick={onClose}>
          {words.cancel}
        </Button>
        <Button
          onClick={() => {
            onDone(draft.entries);
            onClose();
          }}
        >
          {words.mapping.done}
        </Button>
      </footer>
    </>
  );
}

/** Every column that a formula of the mapping reads. */
function columnsUsed(entries: readonly MappingEntry[], schema: Schema): ReadonlySet<string> {
  return new Set(entries.flatMap(({ formula }) => compileFormula(formula, schema).formula?.columns ?? []));
}

function samplesOf(batch: NonNullable<ReturnType<typeof useSampleRows>>['batch'], name: string) {
  const index = batch ? batch.schema.findIndex((column) => column.name === name) : -1;
  return index < 0 ? [] : Array.from({ length: Math.min(sampleCount, batch!.rowCount) }, (_, row) => batch!.columns[index]!.value(row));
}

