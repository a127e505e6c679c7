import type { LedgerEntry, LedgerOutcome } from './ledgerEntry.ts';
import type { Proof } from './proof.ts';

/** A proof as Markdown. */
export function proofMarkdown(proof: Proof): string {
  return blocksOf(proof)
    .map((block) => (block.kind === 'heading' ? `${'#'.repeat(block.level)} ${block.text}` : block.kind === 'text' ? block.text : block.kind === 'list' ? block.items.map((item) => `- ${item}`).join('\n') : markdownTable(block.rows)))
    .join('\n\n')
    .concat('\n');
}

/** A proof as one HTML page that needs nothing else. */
export function proofHtml(proof: Proof): string {
  const body = blocksOf(proof).map((block) => {
    if (block.kind === 'heading') return `<h${block.level}>${escaped(block.text)}</h${block.level}>`;
    if (block.kind === 'text') return `<p>${escaped(block.text)}</p>`;
    if (block.kind === 'list') return `<ul>${block.items.map((item) => `<li>${escaped(item)}</li>`).join('')}</ul>`;
    const [head = [], ...rows] = block.rows;
    return `<table><thead><tr>${head.map((cell) => `<th>${escaped(cell)}</th>`).join('')}</tr></thead><tbody>${rows.map((row) => `<tr>${row.map((cell) => `<td>${escaped(cell)}</td>`).join('')}</tr>`).join('')}</tbody></table>`;
  });
  const style = 'body{font:15px/1.5 system-ui,sans-serif;max-width:64rem;margin:2rem auto;padding:0 1rem;color:#1b1f24}table{border-collapse:collapse;margin:1rem 0}th,td{border-bottom:1px solid #d0d7de;padding:.3rem .8rem .3rem 0;text-align:left;font-variant-numeric:tabular-nums}h1{font-size:1.5rem}h2{font-size:1.15rem;margin-top:2rem}';
  return `<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>${escaped(`Proof of ${proof.run.flow}`)}</title><style>${style}</style></head><body>\n${body.join('\n')}\n</body></html>\n`;
}

type Block =
  | { readonly kind: 'heading'; readonly level: 1 | 2; readonly text: string }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'list'; readonly items: readonly string[] }
  | { readonly kind: 'table'; readonly rows: readonly (readonly string[])[] };

function blocksOf({ run, goesBackTo, who, flowHash, madeAt, nodes, balances, edges, doubts, isWhole }: Proof): Block[] {
  const sums = balances.filter(({ left, right }) => left !== right);
  return [
    { kind: 'heading', level: 1, text: `Proof of "${run.flow}"` },
    { kind: 'text', text: isWhole ? 'Every row is accounted for.' : 'Not everything is accounted for; what is open stands below.' },
    {
      kind: 'table',
      rows: [
        ['', ''],
        ['Run', run.run],
        ['Kind', goesBackTo === undefined ? (run.mode === 'plan' ? 'plan' : 'run') : goesBackTo.kind === 'plan' ? `applied the plan ${goesBackTo.run}` : `took back the run ${goesBackTo.run}`],
        ...who.people.map(({ user, host, at }) => ['Run by', `${user} on ${host}, ${at}`]),
        ...who.connections.map(({ name, user, environment, address }) => ['Connected as', `${user ?? 'a user the connection does not name'} by "${name}" (${environment}${address === undefined ? '' : `, ${address}`})`]),
        ['Began', run.startedAt],
        ['Took', `${(run.elapsedMs / 1000).toFixed(1)} s`],
        ['Ended', run.state],
        ['Flow, SHA-256', flowHash],
        ['Proof made', madeAt],
      ],
    },
    { kind: 'heading', level: 2, text: 'Rows' },
    {
      kind: 'table',
      rows: [
        ['Node', 'In', 'Out', 'Written', 'Unchanged', 'Dropped', 'Rejected'],
        ...nodes.map(({ title, counts }) => [title, ...[counts.in, counts.out, counts.written, counts.unchanged, counts.dropped, counts.rejected].map(String)]),
      ],
    },
    ...nodes.flatMap(({ title, drops }): Block[] => (Object.keys(drops).length === 0 ? [] : [{ kind: 'list', items: Object.entries(drops).map(([reason, count]) => `${count} dropped by "${title}": ${reason}`) }])),
    ...(Object.keys(edges).length === 0 ? [] : ([{ kind: 'heading', level: 2, text: 'Edges' }, { kind: 'table', rows: [['Edge', 'Rows'], ...Object.entries(edges).map(([edge, rows]) => [edge, String(rows)])] }] satisfies Block[])),
    { kind: 'heading', level: 2, text: 'Sums' },
    { kind: 'text', text: sums.length === 0 ? `All ${balances.length} sums add up.` : `${sums.length} of ${balances.length} sums do not add up.` },
    ...(balances.length === 0 ? [] : ([{ kind: 'table', rows: [['Sum', 'Left', 'Right', ''], ...balances.map(({ what, left, right }) => [what, String(left), String(right), left === right ? 'adds up' : 'DOES NOT ADD UP'])] }] satisfies Block[])),
    ...(doubts.length === 0 ? [] : ([{ kind: 'heading', level: 2, text: 'Open' }, { kind: 'list', items: doubts }] satisfies Block[])),
    ...nodes.flatMap(({ title, target, actions, results, resultsHash, recount, samples }): Block[] => {
      if (!target) return [];
      return [
        { kind: 'heading', level: 2, text: `${title}: ${target.object} in ${target.name}` },
        { kind: 'text', text: `Sent: ${told(actions)}. Answered: ${told(results)}.${recount ? ` Counted again at ${recount.at}: ${recount.asWritten} as written, ${recount.changedSince} changed since, ${recount.takenBack} back as before.` : ' The org was not asked again.'}` },
        ...(resultsHash === undefined ? [] : [{ kind: 'text' as const, text: `All results bound to their rows, SHA-256: ${resultsHash}` }]),
        ...(samples.length === 0 ? [] : [{ kind: 'table' as const, rows: [['Action', 'Key', 'Id', 'Result', 'Print of the row', 'Changes'], ...samples.map(sampleRow)] }]),
      ];
    }),
  ];
}

function sampleRow({ entry, outcome }: { readonly entry: LedgerEntry; readonly outcome?: LedgerOutcome }): string[] {
  const changes = entry.fields.map(({ name, before, after }) => `${name}: ${entry.action === 'insert' ? '' : `${entry.isBlind ? '(not read)' : shown(before)} → `}${shown(after)}`).join('; ');
  return [entry.action, entry.key, outcome?.id ?? entry.id ?? '', outcome?.code ?? outcome?.state ?? 'not known', entry.print, changes];
}

function told(counts: Readonly<Record<string, number>> | undefined): string {
  const parts = Object.entries(counts ?? {}).map(([name, count]) => `${name} ${count}`);
  return parts.length === 0 ? 'nothing' : parts.join(', ');
}

function shown(value: string | number | boolean | null): string {
  return value === null ? '(blank)' : String(value);
}

function markdownTable([head = [], ...rows]: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.map((cell) => cell.replaceAll('|', '\\|').replaceAll('\n', ' ')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
