import { defineSink } from '../../kit/defineRun.ts';
import { writeFile } from '../../connectors/files/writeFile.ts';
import { signNotInXml, XmlWriter } from '../../connectors/xml/xmlWriter.ts';
import { definition } from './definition.ts';

export const run = defineSink(definition, {
  delivery: () => 'commitOnFinish',
  open(context) {
    const { root, record, blanks } = context.settings;
    return writeFile(context, 'XML', (path) => XmlWriter.create(path, { root, record, leavesOutBlanks: blanks === 'leaveOut' }), signNotInXml);
  },
});
