import type { AppError, Problem, Where } from '../kit/errors.ts';
import { painter, type Terminal } from './terminal.ts';

/** Writes an error as a person reads it: what is true, where, what to do. Only a fault of ours shows its stack. */
export function printError(terminal: Terminal, error: AppError): void {
  const paint = painter(terminal);
  terminal.err(`${paint('red', error.message)}\n${details(error, terminal)}`);
  const others = error.data['others'];
  if (typeof others === 'number' && others > 0) terminal.err(`  ${others === 1 ? 'One more fault follows' : `${others} more faults follow`} it in the file.\n`);
  if (error.kind !== 'bug') return;
  const { stack = error.stack } = error.data;
  terminal.err(`  This is a fault in Sluice. Please report it with these lines:\n${(typeof stack === 'string' ? stack : error.message).replaceAll(/^/gm, '  ')}\n`);
}

/** Writes what a check found, errors in red and warnings in yellow. */
export function printProblems(terminal: Terminal, problems: readonly Problem[]): void {
  const paint = painter(terminal);
  for (const problem of problems) terminal.err(`${paint(problem.severity === 'error' ? 'red' : 'yellow', problem.message)}\n${details(problem, terminal)}`);
}

function details({ where, hint }: { readonly where: Where; readonly hint?: string | undefined }, terminal: Terminal): string {
  const paint = painter(terminal);
  const place = placeText(where);
  return `${place === '' ? '' : `  ${paint('dim', `at ${place}`)}\n`}${hint ? `  → ${hint}\n` : ''}`;
}

/** `flow.json:14, node keep, setting mapping[2].formula` */
function placeText({ file, line, node, port, path, row }: Where): string {
  const parts: string[] = [];
  if (file !== undefined) parts.push(line === undefined ? file : `${file}:${line}`);
  else if (line !== undefined) parts.push(`line ${line}`);
  if (node !== undefined) parts.push(`node ${node}`);
  if (port !== undefined) parts.push(`port ${port}`);
  if (node !== undefined && path && path.length > 0) parts.push(`setting ${path.map((step, index) => (typeof step === 'number' ? `[${step}]` : index === 0 ? step : `.${step}`)).join('')}`);
  if (row !== undefined) parts.push(`row ${row}`);
  return parts.join(', ');
}
