import type { Argument, Condition, Operand, Query } from '../soql/query.ts';

/**
 * The fields whose change a PushTopic tells, in small letters: those it selects, those in its conditions, or both (`Referenced`).
 * Undefined for `All`: any field.
 */
export function namesIn(query: Query, notifyForFields: string): ReadonlySet<string> | undefined {
  if (notifyForFields === 'All') return undefined;
  const names = new Set<string>();
  const fromOperand = (operand: Operand | Argument): void => {
    if (operand.kind === 'path') names.add(operand.parts.at(-1)!.toLowerCase());
    if (operand.kind === 'call') operand.args.forEach(fromOperand);
  };
  const fromCondition = (condition: Condition): void => {
    if ('terms' in condition) condition.terms.forEach(fromCondition);
    else if ('term' in condition) fromCondition(condition.term);
    else fromOperand(condition.left);
  };
  if (notifyForFields !== 'Where') for (const item of query.select) if (item.kind === 'value') fromOperand(item.operand);
  if (notifyForFields !== 'Select' && query.where) fromCondition(query.where);
  return names;
}
