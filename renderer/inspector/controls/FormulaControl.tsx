import { FormulaInput } from '../../formula/FormulaInput.tsx';
import type { FieldProps } from '../fieldProps.ts';
import { textOf } from '../textOf.ts';

/** A formula over the columns that come in. */
export function FormulaControl({ id, describedBy, field, value, upstream, problems, onChange }: FieldProps) {
  return (
    <FormulaInput
      id={id}
      label={field.title}
      describedBy={describedBy}
      source={textOf(value)}
      schema={upstream[0]}
      placeholder={field.placeholder}
      isWrong={problems.length > 0}
      valueRows={3}
      onChange={onChange}
    />
  );
}
