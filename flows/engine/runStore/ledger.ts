import type { Cost, Target } from '../../kit/change.ts';
import { AppError } from '../../kit/errors.ts';
import type { Sealer } from '../sealer.ts';
import { countActions, type ActionCounts, type LedgerBatch, type LedgerEntry, type LedgerOutcome, type NewEntry } from '../trust/ledgerEntry.ts';
import { printOf } from '../trust/prints.ts';
import type { Database } from './database.ts';
import { entriesOf, entryColumns, outcomeColumns, outcomesOf } from './ledgerColumns.ts';
import { noKey } from './noKey.ts';
import { pack, unpack } from './packed.ts';

/**
 * What a run planned, sent and was answered, a packed row per sending. Counts, states and job ids stand in the open; keys, values and answers
 * are sealed. Without a key only prints, actions and ids are kept: enough to resume, not enough to restore.
 */
export function ledger(database: Database, sealerNow: () => Sealer | undefined) {
  const insert = (run: string, node: string, state: LedgerBatch['state'], entries: readonly NewEntry[], attempt: number | undefined): number => {
    const sealer = sealerNow();
    const kept = sealer || database.isInMemory ? entries : entries.map(bare);
    const row = database.get(
      `insert into ledger (run, node, batch, state, counts, rows, isSealed, isWhole, entries, bare, at)
       select ?1, ?2, (select coalesce(max(batch), 0) + 1 from ledger where run = ?1 and node = ?2), ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10
       where ?11 is null or exists (select 1 from run where run = ?1 and attempt = ?11)
       returning batch`,
      run, node, state, JSON.stringify(countActions(entries)), entries.length, sealer ? 1 : 0, kept === entries ? 1 : 0, pack(entryColumns(kept), sealer), sealer?.isTemporary ? pack(entryColumns(entries.map(bare)), undefined) : null, new Date().toISOString(), attempt ?? null,
    );
    if (row) return Number(row['batch']);
    throw new AppError('service', 'runTakenOver', { message: `Another process has taken over the run ${run}. This one stops.`, where: { node } });
  };

  const batchOf = (row: Record<string, unknown>): LedgerBatch => {
    const known = Number(row['isSealed']) === 1 ? open(row, sealerNow()) : open(row, undefined);
    return {
      node: String(row['node']),
      batch: Number(row['batch']),
      state: row['state'] as LedgerBatch['state'],
      counts: JSON.parse(String(row['counts'])) as ActionCounts,
      ...(typeof row['job'] === 'string' ? { job: row['job'] } : {}),
      ...known,
      isWhole: known.isWhole && Number(row['isWhole']) === 1,
    };
  };

  /** What a row holds, or the part of it that was kept in the open where the key has gone. */
  const open = (row: Record<string, unknown>, sealer: Sealer | undefined): Pick<LedgerBatch, 'entries' | 'outcomes' | 'isWhole'> => {
    const read = (entries: unknown, outcomes: unknown, seal: Sealer | undefined) => ({
      entries: entries ? entriesOf(unpack(entries as Uint8Array, seal)) : [],
      outcomes: outcomes ? outcomesOf(unpack(outcomes as Uint8Array, seal)) : [],
    });
    const openly = row['bare'] ? read(row['bare'], row['bareOutcomes'], undefined) : undefined;
    if (Number(row['isSealed']) === 1 && !sealer) return openly ? { ...openly, isWhole: false } : noKey();
    try {
      return { ...read(row['entries'], row['outcomes'], sealer), isWhole: row['entries'] !== null };
    } catch (error) {
      if (openly) return { ...openly, isWhole: false };
      throw error;
    }
  };

  return {
    /** Keeps what a batch of a plan would do. */
    keepPlanned: (run: string, node: string, entries: readonly NewEntry[]): number => insert(run, node, 'planned', entries, undefined),

    /** Before sendings, each a list of entries: durable all together, power cut and all, when this returns. Gives their numbers. Throws `runTakenOver` when another process has the run. */
    intend: (run: string, node: string, attempt: number, sendings: readonly (readonly NewEntry[])[]): number[] =>
      database.durably(() => sendings.map((entries) => insert(run, node, 'sending', entries, attempt))),

    /** The job of the target that carries a sending, durable before the target begins it. */
    noteJob(run: string, node: string, batch: number, job: string): void {
      database.durably(() => database.run('update ledger set job = ? where run = ? and node = ? and batch = ?', job, run, node, batch));
    },

    /** After a sending. With holes it stays `sending`: those entries are looked for when the run is resumed. */
    settle(run: string, node: string, batch: number, outcomes: readonly (LedgerOutcome | undefined)[]): void {
      const results: Partial<Record<LedgerOutcome['state'], number>> = {};
      let isWhole = true;
      for (const outcome of outcomes) {
        if (outcome) results[outcome.state] = (results[outcome.state] ?? 0) + 1;
        else isWhole = false;
      }
      const kept = database.get('select isSealed, bare is not null as isOpen from ledger where run = ? and node = ? and batch = ?', run, node, batch);
      const isSealed = Number(kept?.['isSealed'] ?? 0) === 1;
      const openly = Number(kept?.['isOpen'] ?? 0) === 1 ? outcomes.map((outcome) => outcome && { state: outcome.state, ...(outcome.id === undefined ? {} : { id: outcome.id }) }) : undefined;
      const sealer = sealerNow();
      database.run(
        'update ledger set state = ?, results = ?, outcomes = ?, bareOutcomes = ? where run = ? and node = ? and batch = ?',
        isWhole ? 'settled' : 'sending', JSON.stringify(results),
        isSealed && !sealer ? null : pack(outcomeColumns(outcomes), isSealed ? sealer : undefined), openly ? pack(outcomeColumns(openly), undefined) : null, run, node, batch,
      );
    },

    /** The batches of a run, one at a time: of one node and after one batch where these are given; `backwards` the last first. */
    *readLedger(run: string, query: { readonly node?: string; readonly after?: number; readonly backwards?: boolean } = {}): IterableIterator<LedgerBatch> {
      const found = database.all(
        `select id from ledger where run = ?1 and (?2 is null or node = ?2) and batch > ?3 order by id ${query.backwards ? 'desc' : ''}`,
        run, query.node ?? null, query.after ?? 0,
      );
      for (const { id } of found) {
        const row = database.get('select * from ledger where id = ?', Number(id));
        if (row) yield batchOf(row);
      }
    },

    /** Of each node: what was planned or sent, by action, and what came of it, by state. Needs no key. */
    countLedger(run: string): Record<string, { actions: ActionCounts; results: Readonly<Record<string, number>>; sending: number }> {
      const counted: Record<string, { actions: Record<string, number>; results: Record<string, number>; sending: number }> = {};
      for (const { node, counts, results, state } of database.all('select node, counts, results, state from ledger where run = ?', run)) {
        const sum = (counted[String(node)] ??= { actions: {}, results: {}, sending: 0 });
        add(sum.actions, String(counts));
        if (typeof results === 'string') add(sum.results, results);
        if (state === 'sending') sum.sending++;
      }
      return counted;
    },

    /** Where a sink writes to and, of a plan, what it would take. */
    keepTarget(run: string, node: string, target: Target, cost?: Cost): void {
      database.run(
        'insert into target (run, node, target, cost) values (?1, ?2, ?3, ?4) on conflict (run, node) do update set target = ?3, cost = coalesce(?4, cost)',
        run, node, JSON.stringify(target), cost ? JSON.stringify(cost) : null,
      );
    },

    readTargets(run: string): Record<string, { target: Target; cost?: Cost }> {
      const rows = database.all('select node, target, cost from target where run = ?', run);
      return Object.fromEntries(rows.map(({ node, target, cost }) => [String(node), { target: JSON.parse(String(target)) as Target, ...(typeof cost === 'string' ? { cost: JSON.parse(cost) as Cost } : {}) }]));
    },

    /** Forgets a run and all that belongs to it. */
    removeRun(run: string): void {
      database.run('delete from run where run = ?', run);
    },

    /** Rows of a plan or of a ledger, in their order; of one action or one node where these are given. */
    readChanges(run: string, query: { readonly node?: string | undefined; readonly action?: string | undefined; readonly offset: number; readonly limit: number }) {
      const heads = database.all('select id, counts, rows from ledger where run = ?1 and (?2 is null or node = ?2) order by id', run, query.node ?? null);
      const rows: { node: string; entry: LedgerEntry; outcome?: LedgerOutcome }[] = [];
      let total = 0;
      for (const { id, counts, rows: all } of heads) {
        const fit = query.action === undefined ? Number(all) : ((JSON.parse(String(counts)) as Record<string, number>)[query.action] ?? 0);
        const first = Math.max(0, query.offset - total);
        if (fit > first && rows.length < query.limit) {
          const { node, entries, outcomes } = batchOf(database.get('select * from ledger where id = ?', Number(id))!);
          const fitting = entries.flatMap((entry, at) => (query.action === undefined || entry.action === query.action ? [{ node, entry, ...(outcomes[at] ? { outcome: outcomes[at] } : {}) }] : []));
          rows.push(...fitting.slice(first, first + query.limit - rows.length));
        }
        total += fit;
      }
      return { rows, total };
    },

    /** Removes what is kept of people's data: of one run, or of all runs that began before a time. Counts, prints and ids of jobs stay. Gives the number of runs. */
    purge({ run, before }: { readonly run?: string; readonly before?: string }): number {
      return database.transaction(() => {
        // Each a condition that an index serves: every start asks for old runs, and mostly there are none.
        const wanted = [...(run === undefined ? [] : ['run = ?']), ...(before === undefined ? [] : ['startedAt < ?']), `state <> 'running'`];
        const runs = database.all(
          `select run from run where ${wanted.join(' and ')} and (
             exists (select 1 from ledger where ledger.run = run.run and entries is not null)
             or exists (select 1 from sample where sample.run = run.run) or exists (select 1 from rejectedPart where rejectedPart.run = run.run))`,
          ...[run, before].filter((value) => value !== undefined),
        );
        let purged = 0;
        for (const { run: id } of runs) {
          const changed = [
            database.run('update ledger set entries = null, outcomes = null, bare = null, bareOutcomes = null where run = ? and entries is not null', String(id)),
            database.run('delete from sample where run = ?', String(id)),
            database.run('delete from rejectedPart where run = ?', String(id)),
          ];
          if (changed.some((count) => count > 0)) purged++;
        }
        return purged;
      });
    },
  };
}

/** What is kept where nothing can be sealed. */
function bare({ action, key, fields, id, stamp, print = printOf(key, fields), keyPrint, isFinal, source, ordinal }: NewEntry): LedgerEntry {
  return { isBlind: true, action, key: '', fields: [], print, keyPrint, ...(source === undefined || ordinal === undefined ? {} : { source, ordinal }), ...(id === undefined ? {} : { id }), ...(stamp === undefined ? {} : { stamp }), ...(isFinal ? { isFinal } : {}) };
}

function add(sum: Record<string, number>, json: string): void {
  for (const [name, count] of Object.entries(JSON.parse(json) as Record<string, number>)) sum[name] = (sum[name] ?? 0) + count;
}
