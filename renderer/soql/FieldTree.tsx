import { Checkbox, TextInput } from '@mantine/core';
import { ChevronRight, Search } from 'lucide-react';
import { useState } from 'react';
import { ColumnTypeIcon } from '../ui/ColumnTypeIcon.tsx';
import { words } from '../words/words.ts';
import styles from './FieldTree.module.css';
import type { OrgFields } from './useOrgFields.ts';

interface Props {
  readonly object: string;
  readonly fields: OrgFields;
  readonly picked: ReadonlySet<string>;
  readonly onToggle: (path: string) => void;
}

/** All fields of an object to tick; a relationship opens into the fields of the parent. */
export function FieldTree({ object, fields, picked, onToggle }: Props) {
  const [search, setSearch] = useState('');
  return (
    <section className={styles['tree']} aria-label={words.soql.fields}>
      <TextInput
        size="xs"
        aria-label={words.soql.searchFields}
        placeholder={words.soql.searchFields}
        leftSection={<Search size={14} />}
        value={search}
        onChange={(event) => setSearch(event.target.value)}
      />
      <div className={styles['scroll']} data-testid="soql-fields">
        <Level object={object} prefix="" depth={0} search={search.trim().toLowerCase()} fields={fields} picked={picked} onToggle={onToggle} />
      </div>
    </section>
  );
}

/** SOQL reaches five parents up. */
const mostParents = 5;

interface LevelProps extends Props {
  readonly prefix: string;
  readonly depth: number;
  readonly search: string;
}

function Level({ object, prefix, depth, search, fields, picked, onToggle }: LevelProps) {
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const known = fields.byObject.get(object);
  if (!known) return <p className={styles['note']}>{fields.error ?? words.soql.loading}</p>;
  const matches = known.filter(({ name, label, relationship }) => `${name} ${label} ${relationship ?? ''}`.toLowerCase().includes(search));
  const sorted = matches.toSorted((a, b) => a.label.localeCompare(b.label));
  if (sorted.length === 0) return <p className={styles['note']}>{words.soql.noField(search)}</p>;
  const toggle = (relationship: string, target: string): void => {
    fields.load(target);
    setOpen((before) => (before.has(relationship) ? new Set([...before].filter((one) => one !== relationship)) : new Set([...before, relationship])));
  };
  return (
    <ul className={styles['list']}>
      {sorted.map(({ name, label, type, relationship, objects }) => {
        const [target] = objects;
        return (
          <li key={name}>
            <div className={styles['field']}>
              <Checkbox size="xs" classNames={{ root: styles['check']!, labelWrapper: styles['checkLabel']! }} label={<Label label={label} name={name} />} checked={picked.has(prefix + name)} onChange={() => onToggle(prefix + name)} />
              <ColumnTypeIcon type={type} />
            </div>
            {relationship !== undefined && target !== undefined && depth < mostParents ? (
              <>
                <button type="button" className={styles['way']} aria-expanded={open.has(relationship)} onClick={() => toggle(relationship, target)}>
                  <ChevronRight size={14} />
                  {relationship === target ? target : words.soql.through(relationship, target)}
                </button>
                {open.has(relationship) ? (
                  <Level object={target} prefix={`${prefix}${relationship}.`} depth={depth + 1} search="" fields={fields} picked={picked} onToggle={onToggle} />
                ) : null}
              </>
            ) : null}
          </li>
        );
      })}
    </ul>
  );
}

function Label({ label, name }: { readonly label: string; readonly name: string }) {
  return (
    <span className={styles['label']} title={`${label} ${name}`}>
      {label} {name === label ? null : <span className={styles['name']}>{name}</span>}
    </span>
  );
}
