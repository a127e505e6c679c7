import { Autocomplete, Button, NumberInput, Pill } from '@mantine/core';
import { useEffect, useMemo, useState, type ReactNode } from 'react';
import { asAppError } from '../../flows/kit/errors.ts';
import { errorText } from '../app/notify.ts';
import { useWorkbench } from '../app/workbench.ts';
import { Dialog } from '../ui/Dialog.tsx';
import { GrowingText } from '../ui/GrowingText.tsx';
import { words } from '../words/words.ts';
import { FieldTree } from './FieldTree.tsx';
import { FilterEditor } from './FilterEditor.tsx';
import { OrderEditor } from './OrderEditor.tsx';
import { QueryPreview } from './QueryPreview.tsx';
import styles from './SoqlDialog.module.css';
import { countingSoql, newSoql, readSoql, withFields, withFilter, withLimit, withOrder, type SoqlQuery } from './soqlQuery.ts';
import { fieldAt, useOrgFields, type OrgField, type OrgFields } from './useOrgFields.ts';

interface Props {
  readonly node: string;
  readonly type: string;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly soql: string;
  readonly onDone: (soql: string) => void;
  readonly onClose: () => void;
}

/**
 * Builds a query beside its text. The text is the one truth: the builder reads it at every change and writes it at every click, and leaves
 * alone what it cannot show. `React.lazy` needs the default export.
 */
export default function SoqlDialog({ node, type, settings, soql, onDone, onClose }: Props) {
  const [text, setText] = useState(soql);
  const read = useMemo(() => readSoql(text), [text]);
  const query = 'problem' in read ? undefined : read;
  const fields = useOrgFields({ type, settings }, query?.object ?? '');
  const isBlank = text.trim() === '';
  return (
    <Dialog onClose={onClose} title={words.soql.title} size={1120} classNames={{ body: styles['body']! }}>
      <div className={styles['side']}>
        <ObjectPicker type={type} settings={settings} object={query?.object ?? ''} isDisabled={!query && !isBlank} onPick={(object) => setText(newSoql(object))} />
        {query ? (
          <FieldTree object={query.object} fields={fields} picked={new Set(query.fields.map((field) => field.text))} onToggle={(path) => setText(toggled(query, path))} />
        ) : null}
      </div>
      <div className={styles['main']}>
        <div className={styles['parts']}>
          {query ? <Parts query={query} fields={fields} onText={setText} /> : null}
          {'problem' in read && !isBlank ? <p className={styles['note']}>{words.soql.unreadable(read.problem)}</p> : null}
          <GrowingText
            label={words.soql.text}
            size="xs"
            minRows={3}
            maxRows={9}
            spellCheck={false}
            classNames={{ input: styles['text']! }}
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
          <QueryPreview node={node} text={text} counting={query && countingSoql(query)} />
        </div>
        <footer className={styles['foot']}>
          <Button variant="default" onClick={onClose}>
            {words.cancel}
          </Button>
          <Button
            onClick={() => {
              onDone(text);
              onClose();
            }}
          >
            {words.soql.done}
          </Button>
        </footer>
      </div>
    </Dialog>
  );
}

function toggled(query: SoqlQuery, path: string): string {
  const texts = query.fields.map((field) => field.text);
  const rest = texts.filter((text) => text !== path);
  // A query without a field is none: the last one stays.
  return withFields(query, rest.length === texts.length ? [...texts, path] : rest.length === 0 ? texts : rest);
}

function Parts({ query, fields, onText }: { readonly query: SoqlQuery; readonly fields: OrgFields; readonly onText: (text: string) => void }) {
  const { object, filter, order, limit, kept } = query;
  const typeOf = (path: string) => fieldAt(path, object, fields.byObject)?.type;
  const paths = useMemo(() => pathsOf(query, fields), [query, fields]);
  return (
    <>
      <Part title={words.soql.selected(query.fields.length)}>
        <div className={styles['picked']}>
          {query.fields.map(({ text }) => (
            <Pill
              key={text}
              className={styles['pill']}
              withRemoveButton={query.fields.length > 1}
              removeButtonProps={{ 'aria-label': words.soql.takeOut(text), 'aria-hidden': false, tabIndex: 0 }}
              onRemove={() => onText(toggled(query, text))}
            >
              {text}
            </Pill>
          ))}
        </div>
      </Part>
      <Part title={words.soql.filters}>
        {filter ? <FilterEditor group={filter} fields={paths} first={firstToFilter(query)} onChange={(next) => onText(withFilter(query, next, typeOf))} /> : <p className={styles['note']}>{words.soql.keptFilters}</p>}
      </Part>
      <div className={styles['pair']}>
        <Part title={words.soql.order}>
          {order ? <OrderEditor order={order} paths={[...paths.keys()]} onChange={(next) => onText(withOrder(query, next))} /> : <p className={styles['note']}>{words.soql.keptOrder}</p>}
        </Part>
        <NumberInput
          size="xs"
          label={words.soql.limit}
          placeholder={words.soql.noLimit}
          suffix={` ${words.soql.limitUnit}`}
          min={0}
          allowDecimal={false}
          thousandSeparator=","
          value={limit ?? ''}
          onChange={(next) => onText(withLimit(query, typeof next === 'number' ? next : undefined))}
        />
      </div>
      {kept.length > 0 ? <p className={styles['note']}>{words.soql.keptClauses(kept)}</p> : null}
    </>
  );
}

function Part({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section aria-label={title}>
      <h3 className={styles['title']}>{title}</h3>
      {children}
    </section>
  );
}

/** What can be filtered and sorted by: the object's own fields by label, and the paths that are selected further away. */
function pathsOf({ object, fields: selected }: SoqlQuery, { byObject }: OrgFields): ReadonlyMap<string, OrgField | undefined> {
  const own = (byObject.get(object) ?? []).toSorted((a, b) => a.label.localeCompare(b.label)).map((field) => [field.name, field] as const);
  const further = selected.filter(({ text, isPlain }) => isPlain && text.includes('.')).map(({ text }) => [text, fieldAt(text, object, byObject)] as const);
  return new Map([...own, ...further]);
}

/** What a new filter asks about until it is changed: the first field selected that is not the id. */
function firstToFilter({ fields }: SoqlQuery): string {
  return fields.find(({ text, isPlain }) => isPlain && text !== 'Id')?.text ?? 'Id';
}

interface PickerProps {
  readonly type: string;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly object: string;
  readonly isDisabled: boolean;
  readonly onPick: (object: string) => void;
}

function ObjectPicker({ type, settings, object, isDisabled, onPick }: PickerProps) {
  const { link, flow } = useWorkbench();
  const [labels, setLabels] = useState<ReadonlyMap<string, string>>(new Map());
  const [error, setError] = useState<string>();
  // While somebody types; else the object of the query.
  const [typed, setTyped] = useState<string>();
  const connection = settings['connection'];
  useEffect(() => {
    const asked = link.client().lookups.choices({ path: flow.getState().path, type, lookup: 'objects', settings: { connection } });
    asked.then(
      (choices) => setLabels(new Map(choices.map(({ value, label }) => [value, label]))),
      (thrown: unknown) => setError(errorText(asAppError(thrown))),
    );
  }, [link, flow, type, connection]);
  return (
    <Autocomplete
      size="xs"
      label={words.soql.object}
      placeholder={words.soql.objectPlaceholder}
      disabled={isDisabled}
      error={error}
      maxDropdownHeight={280}
      selectFirstOptionOnChange
      data={[...labels.keys()]}
      filter={({ options, search }) => {
        // The object that is picked is no search: show everything.
        if (search === object) return options;
        return matching(options, labels, search.trim().toLowerCase());
      }}
      value={typed ?? object}
      onChange={setTyped}
      onOptionSubmit={(picked) => picked !== object && onPick(picked)}
      onBlur={() => setTyped(undefined)}
    />
  );
}

/** Options whose name or label has the text inside, those that begin with it first. */
function matching<T extends object>(options: readonly T[], labels: ReadonlyMap<string, string>, wanted: string): T[] {
  const textOfOption = (option: T): string => ('value' in option ? `${String(option.value)} ${labels.get(String(option.value)) ?? ''}`.toLowerCase() : '');
  const found = options.filter((option) => textOfOption(option).includes(wanted));
  const rank = (option: T): number => ('value' in option && String(option.value).toLowerCase() === wanted ? 0 : textOfOption(option).startsWith(wanted) ? 1 : 2);
  return found.toSorted((a, b) => rank(a) - rank(b));
}
