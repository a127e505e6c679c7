import type { Diagnosis, Finding } from '../connectors/salesforce/doctor/diagnosis.ts';
import { painter, type Terminal } from './terminal.ts';

type Sign = readonly [sign: string, style: 'green' | 'yellow' | 'red'];
const signs: Readonly<Record<Finding['severity'], Sign>> = { good: ['✓', 'green'], warning: ['!', 'yellow'], error: ['✗', 'red'] };

/** The doctor's findings, a sentence to a line, with what to do and where. */
export function printDiagnosis(terminal: Terminal, name: string, { findings, environment }: Diagnosis): void {
  const paint = painter(terminal);
  const lines = findings.flatMap(({ severity, message, hint, page }) => {
    const [sign, style] = signs[severity];
    const place = page ? [`  → Setup, ${page.title}${page.url === undefined ? '' : `: ${page.url}`}`] : [];
    return [`${paint(style, sign)} ${message}`, ...(hint ? [`  → ${hint}`] : []), ...place];
  });
  terminal.out(`${paint('bold', name)}${environment ? `, ${environment}` : ''}\n${lines.join('\n')}\n`);
}
