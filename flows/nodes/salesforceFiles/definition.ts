import { z } from 'zod';
import { defineNode, inPort, outPort, rejectedPort } from '../../kit/defineNode.ts';
import { f } from '../../kit/fields.ts';
import { checkColumn, freeName } from '../../kit/findColumns.ts';

export const definition = defineNode({
  type: 'salesforceFiles',
  version: 1,
  kind: 'transform',
  title: 'Salesforce files',
  summary: 'Downloads files of an org into a folder, or uploads files and links them to records.',
  category: 'Salesforce',
  keywords: ['contentversion', 'contentdocument', 'attachment', 'document', 'upload', 'download', 'pdf', 'image'],
  settings: z.object({
    connection: f.connection({ title: 'Connection', help: 'The org that has the files, or gets them.', system: 'salesforce', required: true }),
    operation: f.choice(
      [
        { value: 'download', title: 'Download' },
        { value: 'upload', title: 'Upload', help: 'Every row makes a new file in the org.' },
      ],
      { title: 'Operation', help: 'Which way the files go.', default: 'download' },
    ),
    column: f.text({
      title: 'Column',
      help: 'For a download the column with the Id of a file (ContentDocument, 069…) or of one of its versions (ContentVersion, 068…); for an upload the column with the name of the file on this machine.',
      required: true,
    }),
    folder: f.text({
      title: 'Folder',
      help: 'Where the files go. A relative name counts from the folder of the flow; a folder that is missing is made.',
      placeholder: 'files', required: true, when: { setting: 'operation', is: ['download'] },
    }),
    names: f.choice(
      [
        { value: 'title', title: 'As in the org', help: 'Signs that no file name can have become _; a second file of the same name gets a number.' },
        { value: 'id', title: 'The Id' },
      ],
      { title: 'File names', help: 'What the files are called. A file that is there already is replaced.', default: 'title', when: { setting: 'operation', is: ['download'] } },
    ),
    titleColumn: f.text({ title: 'Column with the title', help: 'What the file is called in the org. Blank: as on this machine.', when: { setting: 'operation', is: ['upload'] } }),
    recordColumn: f.text({
      title: 'Column with the record',
      help: 'The Id of the record that the file belongs to. Blank: the files of the user.',
      when: { setting: 'operation', is: ['upload'] },
    }),
    result: f.text({
      title: 'New column',
      help: 'For a download the name of the file on this machine, for an upload the Id of the ContentVersion. Blank: File, or ContentVersionId.',
      placeholder: 'File', advanced: true,
    }),
    mostMegabytes: f.number({
      title: 'Largest file',
      help: 'A row with a larger file is rejected. An org takes up to 2,048 MB.',
      default: 2048, min: 1, max: 2048, unit: 'MB', advanced: true,
    }),
    parallel: f.number({ title: 'Files at a time', help: 'How many files may be under way at once.', default: 4, min: 1, max: 10, unit: 'files', advanced: true }),
  }),
  ports: () => ({ in: [inPort], out: [outPort, rejectedPort] }),
  caption: ({ operation, folder, column }) => (column === '' ? '' : operation === 'download' ? `Download ${column} to ${folder}` : `Upload ${column}`),
  columns: ({ operation, result }, [upstream]) => upstream && [...upstream, { name: freeName(resultName(operation, result), new Set(upstream.map(({ name }) => name))), type: 'text' }],
  check: ({ operation, column, titleColumn, recordColumn }, [upstream]) =>
    [
      ['column', column] as const,
      ...(operation === 'upload' ? [['titleColumn', titleColumn] as const, ['recordColumn', recordColumn] as const] : []),
    ].flatMap(([setting, name]) => (name.trim() === '' ? [] : checkColumn(upstream, name, [setting]))),
  traits: { state: 'none', order: 'keeps', deterministic: false, conserves: true },
});

/** What the added column is called. */
export function resultName(operation: 'download' | 'upload', result: string): string {
  return result.trim() || (operation === 'download' ? 'File' : 'ContentVersionId');
}
