import { join } from 'node:path';
import { downloadFile, fileVersion, uploadFile } from '../../connectors/salesforce/files/fileVersions.ts';
import { safeFileName } from '../../connectors/salesforce/files/safeFileName.ts';
import { sharedOrg } from '../../connectors/salesforce/sharedOrg.ts';
import { selectRows, withColumns, type Batch } from '../../kit/batch.ts';
import { ValueColumn } from '../../kit/column.ts';
import { defineTransform } from '../../kit/defineRun.ts';
import { AppError } from '../../kit/errors.ts';
import { findColumns } from '../../kit/findColumns.ts';
import { formatCell, type Cell } from '../../kit/schema.ts';
import { UnderWay } from '../../kit/underWay.ts';
import { definition } from './definition.ts';

/** What an org says of one file: its refusal is the row's. */
const rowCodes = new Set(['orgRefused', 'orgNotFound', 'noPermission']);

export const run = defineTransform(definition, {
  async open(context) {
    const { settings, signal, isPlan } = context;
    const { operation, column, titleColumn, recordColumn, names, parallel } = settings;
    const org = await sharedOrg(context);
    const folder = context.path(settings.folder);
    const mostBytes = settings.mostMegabytes * 1024 * 1024;
    const underWay = new UnderWay(parallel);
    /** In lower case, since some systems see no difference; what each belongs to. */
    const taken = new Map<string, string>();
    if (isPlan === true) context.log('info', 'A plan moves no files: the new column is blank.');

    /** A name that no other file of this run has; the same file keeps its name. */
    function nameFor(id: string, wanted: string): string {
      const [, stem = wanted, ending = ''] = /^(.*?)(\.[^.]*)?$/.exec(wanted)!;
      for (let count = 1; ; count++) {
        const name = count === 1 ? wanted : `${stem} (${count})${ending}`;
        const owner = taken.get(name.toLowerCase());
        if (owner !== undefined && owner !== id) continue;
        taken.set(name.toLowerCase(), id);
        return name;
      }
    }

    async function download(id: string): Promise<string> {
      if (!/^06[89][A-Za-z0-9]{12}([A-Za-z0-9]{3})?$/.test(id)) {
        throw new AppError('row', 'fileId', { message: `"${id}" is no Id of a file.`, hint: 'Ids of files begin with 069, those of their versions with 068.' });
      }
      const version = await fileVersion(org, id, context, signal);
      if (version.sizeBytes > mostBytes) throw new AppError('row', 'fileTooLarge', { message: `"${version.title}" has ${version.sizeBytes} bytes, and at most ${mostBytes} are taken.`, hint: 'Raise the largest file in the settings.' });
      const extension = version.extension;
      const path = join(folder, nameFor(version.id, safeFileName(names === 'id' ? version.id : version.title, extension)));
      await downloadFile(org, version, path, context, signal);
      return path;
    }

    const cellOf = (batch: Batch, row: number, at: number | undefined): string | undefined => {
      const cell = at === undefined ? null : batch.columns[at]!.value(row);
      return cell === null ? undefined : formatCell(batch.schema[at!]!.type, cell);
    };

    return {
      async process(batch, out) {
        const [at, titleAt, recordAt] = [column, titleColumn, recordColumn].map((name, index) => (name.trim() === '' ? undefined : findColumns(batch.schema, [name], () => [['column', 'titleColumn', 'recordColumn'][index]!])[0]));
        const results: Cell[] = [];
        const failed = new Map<number, AppError>();
        const move = async (row: number): Promise<string> => {
          const what = cellOf(batch, row, at);
          if (what === undefined) throw new AppError('row', 'fileBlank', { message: `${column} is blank, so there is no file.` });
          if (operation === 'download') return download(what);
          const path = context.path(what);
          return uploadFile(org, { path, title: cellOf(batch, row, titleAt) ?? what.split(/[\\/]/).at(-1)!, record: cellOf(batch, row, recordAt) }, mostBytes, context, signal);
        };
        for (const row of isPlan === true ? [] : batch.rows) {
          await underWay.start(async () => {
            try {
              results[row] = await move(row);
            } catch (error) {
              failed.set(row, rowError(error));
            }
          });
        }
        await underWay.end();
        for (const row of batch.rows) if (failed.has(row)) context.reject(batch, row, failed.get(row)!);
        const schema = definition.columns!(settings, [batch.schema])!;
        const whole = withColumns(batch, schema, [...batch.columns, new ValueColumn('text', results)]);
        return out.emit(selectRows(whole, batch.rows.filter((row) => !failed.has(row))));
      },
    };
  },
});

/** The error as one of the row. Throws what is no matter of a single file: a limit, a full disk, a fault of ours. */
function rowError(error: unknown): AppError {
  if (!(error instanceof AppError)) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined || error instanceof DOMException) throw error;
    throw new AppError('service', 'fileNotWritten', { message: `A file could not be written (${code}).`, hint: 'Look at the folder and the room on the disk.', cause: error });
  }
  if (error.kind === 'row') return error;
  if (error.kind === 'busy') return new AppError('row', 'answerLost', { message: 'The connection was cut before the org answered; the file may be there.', hint: 'Look in the org before the row is sent again.', cause: error });
  if (!rowCodes.has(error.code)) throw error;
  const { errorCode } = error.data;
  return new AppError('row', typeof errorCode === 'string' && errorCode !== '' ? errorCode : error.code, { message: error.message, cause: error });
}
