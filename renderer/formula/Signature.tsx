import type { CallAt } from './callAt.ts';
import styles from './FormulaFoot.module.css';

/** How the function around the caret is written, the argument the caret is in set off, and what it does. */
export function Signature({ call: { called, argument } }: { readonly call: CallAt }) {
  const { name, parameters, repeats, help } = called;
  const at = Math.min(argument, parameters.length - 1);
  return (
    <p className={styles['signature']} data-testid="formula-signature">
      <code>
        {name}(
        {parameters.map((parameter, index) => (
          <span key={parameter.name}>
            {index > 0 ? ', ' : ''}
            <span data-here={index === at}>{parameter.default === undefined ? parameter.name : `[${parameter.name}]`}</span>
          </span>
        ))}
        {repeats ? ', …' : ''})
      </code>{' '}
      {help}
    </p>
  );
}
