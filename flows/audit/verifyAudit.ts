import { existsSync } from 'node:fs';
import type { AuditEntry } from './auditEntry.ts';
import { openHead, type AuditHead } from './auditHead.ts';
import { auditFiles } from './auditLog.ts';
import { entryHash, noHash } from './entryHash.ts';
import { readAudit } from './readAudit.ts';

/** Something that is not as it was written. `line` counts from 1 in the file as it is now; of lines that are gone it is the one after them. */
export interface AuditFault {
  readonly line: number;
  readonly fault: 'altered' | 'removed' | 'moved' | 'doubled' | 'added' | 'headGone';
  /** A sentence that names the line. */
  readonly message: string;
}

export interface AuditState {
  readonly file: string;
  readonly lines: number;
  /** Number and hash of the last line. Undefined for an empty log. */
  readonly last: Pick<AuditEntry, 'n' | 'hash'> | undefined;
  /** In the order of the lines. */
  readonly faults: readonly AuditFault[];
}

interface Line {
  readonly line: number;
  readonly n: number;
  readonly hash: string;
  readonly previous: string;
  /** Its own hash fits what it says. */
  readonly isWhole: boolean;
  /** As people find it again. */
  readonly about: string;
}

/** Looks at every line of the audit log: whether it is as it was written, in its place, and whether any is gone, also at the end. */
export async function verifyAudit(dataFolder: string): Promise<AuditState> {
  const files = auditFiles(dataFolder);
  const { lines, unreadable } = await readLines(dataFolder);
  const head = existsSync(files.head) ? readHead(files.head) : undefined;
  const byNumber = new Map<number, Line>();
  for (const line of lines) if (!byNumber.has(line.n)) byNumber.set(line.n, line);
  const last = [...byNumber.values()].reduce<Line | undefined>((most, line) => (most && most.n > line.n ? most : line), undefined);
  const faults: AuditFault[] = [
    ...unreadable.map((line): AuditFault => ({ line, fault: 'altered', message: `Line ${line} is no line of the audit log: it was altered.` })),
    ...lines.filter(({ isWhole }) => !isWhole).map(({ line, about }): AuditFault => ({ line, fault: 'altered', message: `${about} was altered: its hash does not fit what it says.` })),
    ...misplaced(lines, byNumber),
    ...replaced(byNumber, last, head),
    ...missing(byNumber, last, head, unreadable),
  ];
  const count = lines.length + unreadable.length;
  if (!head && count > 0) faults.push({ line: count, fault: 'headGone', message: `${files.head}, which says where the log ends, is gone. Lines cut off at the end cannot be seen.` });
  return { file: files.log, lines: count, last: last && { n: last.n, hash: last.hash }, faults: faults.sort((a, b) => a.line - b.line) };
}

async function readLines(dataFolder: string): Promise<{ readonly lines: Line[]; readonly unreadable: number[] }> {
  const lines: Line[] = [];
  const unreadable: number[] = [];
  let line = 0;
  for await (const entry of readAudit(dataFolder)) {
    line++;
    if (!entry) {
      unreadable.push(line);
      continue;
    }
    const { n, hash, previous, action, at } = entry;
    lines.push({ line, n, hash, previous, isWhole: entryHash(entry) === hash, about: `Line ${line} (entry ${n}, ${action}, ${at})` });
  }
  return { lines, unreadable };
}

function misplaced(lines: readonly Line[], byNumber: ReadonlyMap<number, Line>): AuditFault[] {
  let most = 0;
  return lines.flatMap((line): AuditFault[] => {
    const isTwin = byNumber.get(line.n) !== line;
    const isLate = line.n < most;
    const after = most;
    most = Math.max(most, line.n);
    if (isTwin) return [{ line: line.line, fault: 'doubled', message: `${line.about} is there twice.` }];
    return isLate ? [{ line: line.line, fault: 'moved', message: `${line.about} is not in its place: it stands after entry ${after}.` }] : [];
  });
}

/** Lines that are whole in themselves but not the ones that the next line, or the end of the log, was written after. */
function replaced(byNumber: ReadonlyMap<number, Line>, last: Line | undefined, head: AuditHead | undefined): AuditFault[] {
  const faults: AuditFault[] = [];
  for (const line of byNumber.values()) {
    if (!line.isWhole) continue;
    const next = byNumber.get(line.n + 1);
    const wanted = next ? next.previous : head?.n === line.n ? head.hash : line.hash;
    if (wanted !== line.hash) faults.push({ line: line.line, fault: 'altered', message: `${line.about} is not the one that was written: ${next ? `line ${next.line} follows another one` : 'the log ended with another one'}.` });
    if (line.n === 1 && line.previous !== noHash) faults.push({ line: line.line, fault: 'altered', message: `${line.about} was altered: nothing comes before the first entry, and it names something.` });
  }
  if (head && last && last.n > head.n) faults.push({ line: last.line, fault: 'added', message: `${last.about} was added by something other than Sluice: its log ends with entry ${head.n}.` });
  return faults;
}

/** Numbers that no line has. A line that cannot be read has the number of its place. */
function missing(byNumber: ReadonlyMap<number, Line>, last: Line | undefined, head: AuditHead | undefined, unreadable: readonly number[]): AuditFault[] {
  const faults: AuditFault[] = [];
  const lastNumber = last?.n ?? 0;
  const end = Math.max(head?.n ?? 0, lastNumber);
  for (let n = 1; n <= end; n++) {
    if (byNumber.has(n)) continue;
    const from = n;
    while (n < end && !byNumber.has(n + 1)) n++;
    const lineBefore = byNumber.get(from - 1)?.line ?? 0;
    const lineAfter = byNumber.get(n + 1)?.line ?? Infinity;
    const hidden = unreadable.filter((line) => line > lineBefore && line < lineAfter).length;
    const gone = n - from + 1 - hidden;
    if (gone <= 0) continue;
    const names = hidden > 0 ? `${gone} of the entries ${from} to ${n} ${gone === 1 ? 'is' : 'are'}` : gone === 1 ? `Entry ${from} is` : `Entries ${from} to ${n} are`;
    const place = lineAfter === Infinity ? 'at the end: the log was cut off' : `before line ${lineAfter}`;
    faults.push({ line: lineAfter === Infinity ? (last?.line ?? 0) + 1 : lineAfter, fault: 'removed', message: `${names} missing ${place}.` });
  }
  return faults;
}

function readHead(file: string): AuditHead | undefined {
  const head = openHead(file);
  try {
    return head.read();
  } finally {
    head.close();
  }
}
