import { closeSync, existsSync, fstatSync, fsyncSync, ftruncateSync, mkdirSync, openSync, readSync, writeSync } from 'node:fs';
import { hostname, userInfo } from 'node:os';
import { join } from 'node:path';
import { AppError } from '../kit/errors.ts';
import { entryShape, type AuditEntry, type AuditEvent } from './auditEntry.ts';
import { openHead, type AuditHead } from './auditHead.ts';
import { entryHash, hashed, noHash } from './entryHash.ts';

/** Who did what with which connection, and what it changed. */
export interface AuditLog {
  /**
   * Adds a line and puts it on the disk before it returns. Several processes may write at once.
   * Throws kind `service`, code `auditLog`, where that cannot be done: what cannot be written down is not to be done.
   */
  add(event: AuditEvent): void;
}

/** Where the log of a data folder is, and where its end is kept. */
export function auditFiles(dataFolder: string): { readonly log: string; readonly head: string } {
  return { log: join(dataFolder, 'audit.ndjson'), head: join(dataFolder, 'auditHead.sqlite') };
}

interface Written {
  readonly now?: () => Date;
  readonly who?: AuditEntry['who'];
}

/**
 * The audit log of a data folder: a line of JSON for each thing done, each bound to the one before by its hash. Lines are only added.
 * Whoever may write both files can make a log of their own; the hash that `sluice audit verify` prints, kept elsewhere, finds that too.
 */
export function auditLog(dataFolder: string, { now = () => new Date(), who = { user: userName(), host: hostname() } }: Written = {}): AuditLog {
  const files = auditFiles(dataFolder);
  return {
    add(event) {
      try {
        mkdirSync(dataFolder, { recursive: true, mode: 0o700 });
        const head = openHead(files.head);
        try {
          head.move((before) => append(files.log, before, event, now, who));
        } finally {
          head.close();
        }
      } catch (cause) {
        if (cause instanceof AppError) throw cause;
        const reason = cause instanceof Error ? cause.message : String(cause);
        throw new AppError('service', 'auditLog', { message: `The audit log ${files.log} cannot be written: ${reason}.`, hint: 'Look whether the disk is full and the folder may be written.', cause });
      }
    },
  };
}

function append(file: string, head: AuditHead | undefined, event: AuditEvent, now: () => Date, who: AuditEntry['who']): AuditHead {
  const isNew = !existsSync(file);
  // Not O_APPEND: a line that the power cut in two is overwritten. The lock keeps others away.
  const log = openSync(file, isNew ? 'wx+' : 'r+', 0o600);
  try {
    const last = catchUp(log, head);
    const entry = hashed({ ...event, n: last.n + 1, at: now().toISOString(), who, previous: last.hash });
    const line = Buffer.from(`${JSON.stringify(entry)}\n`);
    ftruncateSync(log, last.bytes);
    writeSync(log, line, 0, line.length, last.bytes);
    fsyncSync(log);
    return { n: entry.n, hash: entry.hash, bytes: last.bytes + line.length };
  } finally {
    closeSync(log);
  }
}

/**
 * The end of the log as it is. A line may have been written and the process ended before the head moved: a whole one that follows counts,
 * half of one is cut off. What is there otherwise stays for `verify` to name: nothing that somebody else put there is thrown away.
 */
function catchUp(log: number, head: AuditHead | undefined): AuditHead {
  const known = head ?? { n: 0, hash: noHash, bytes: 0 };
  const size = fstatSync(log).size;
  if (size <= known.bytes) return { ...known, bytes: size };
  const tail = Buffer.alloc(size - known.bytes);
  readSync(log, tail, 0, tail.length, known.bytes);
  const end = tail.lastIndexOf(10) + 1;
  let last = known;
  for (const text of tail.subarray(0, end).toString('utf8').split('\n').slice(0, -1)) {
    const entry = parseEntry(text);
    const follows = entry !== undefined && entry.n === last.n + 1 && entry.previous === last.hash && entryHash(entry) === entry.hash;
    if (follows) last = { n: entry.n, hash: entry.hash, bytes: 0 };
  }
  return { ...last, bytes: known.bytes + end };
}

/** Undefined for a line that is none of ours. */
export function parseEntry(line: string): AuditEntry | undefined {
  try {
    return entryShape().parse(JSON.parse(line));
  } catch {
    return undefined;
  }
}

function userName(): string {
  try {
    return userInfo().username;
  } catch {
    // A user id without a name, as in containers.
    return String(process.getuid?.() ?? 'unknown');
  }
}
