import { memo, useEffect, useId, useRef, type ComponentType } from 'react';
import type { Control } from '../../flows/kit/fields.ts';
import { words } from '../words/words.ts';
import { ArgumentsControl } from './controls/ArgumentsControl.tsx';
import { ChoiceControl } from './controls/ChoiceControl.tsx';
import { ColumnsControl } from './controls/ColumnsControl.tsx';
import { ColumnTypesControl } from './controls/ColumnTypesControl.tsx';
import { ConnectionControl } from './controls/ConnectionControl.tsx';
import { FileControl } from './controls/FileControl.tsx';
import { FormulaControl } from './controls/FormulaControl.tsx';
import { LookupControl } from './controls/LookupControl.tsx';
import { MappingControl } from './controls/MappingControl.tsx';
import { NumberControl } from './controls/NumberControl.tsx';
import { TableControl } from './controls/TableControl.tsx';
import { TextControl } from './controls/TextControl.tsx';
import { ToggleControl } from './controls/ToggleControl.tsx';
import styles from './Field.module.css';
import type { FieldProps } from './fieldProps.ts';
import { Messages } from './Messages.tsx';

/** One component per control of the kit. A control that is missing here does not compile. */
const controls: Record<Control, ComponentType<FieldProps>> = {
  text: TextControl,
  number: NumberControl,
  toggle: ToggleControl,
  choice: ChoiceControl,
  formula: FormulaControl,
  columns: ColumnsControl,
  columnTypes: ColumnTypesControl,
  mapping: MappingControl,
  table: TableControl,
  arguments: ArgumentsControl,
  connection: ConnectionControl,
  lookup: LookupControl,
  file: FileControl,
};

type Props = Omit<FieldProps, 'id' | 'describedBy'> & { readonly isWanted: boolean };

/** A setting with its label, its control, and below what is wrong with it or what it is for. */
export const Field = memo(function Field({ isWanted, ...props }: Props) {
  const { field, problems } = props;
  const id = useId();
  const row = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!isWanted) return;
    row.current?.scrollIntoView({ block: 'center' });
    row.current?.querySelector<HTMLElement>('input, textarea, [contenteditable], button')?.focus();
  }, [isWanted]);
  const ControlOf = controls[field.control];
  // Controls of several parts show the problems of a part beside it.
  const general =
    ['mapping', 'columnTypes', 'table'].includes(field.control) ? problems.filter((problem) => (problem.where.path?.length ?? 0) < 2) : problems;
  return (
    <div ref={row} className={styles['field']} data-control={field.control} data-testid={`field-${field.name}`}>
      <label className={styles['label']} htmlFor={id}>
        {field.title}
        {field.unit ? <span className={styles['unit']}>{field.unit}</span> : null}
        {field.required ? (
          <span className={styles['required']} title={words.inspector.required}>
            *<span className="visuallyHidden"> {words.inspector.required}</span>
          </span>
        ) : null}
      </label>
      <ControlOf {...props} id={id} describedBy={`${id}-help`} />
      <div id={`${id}-help`} className={styles['below']}>
        {general.length > 0 ? <Messages problems={general} /> : <p className={styles['help']}>{field.help}</p>}
      </div>
    </div>
  );
});
