import { annotationWords } from './annotationWords.ts';
import { appWords } from './appWords.ts';
import { callWords } from './callWords.ts';
import { canvasWords } from './canvasWords.ts';
import { commandWords } from './commandWords.ts';
import { connectionWords } from './connectionWords.ts';
import { formulaWords } from './formulaWords.ts';
import { handOverWords } from './handOverWords.ts';
import { inspectorWords } from './inspectorWords.ts';
import { keepingWords } from './keepingWords.ts';
import { mappingWords } from './mappingWords.ts';
import { versionWords } from './versionWords.ts';
import { panelWords } from './panelWords.ts';
import { soqlWords } from './soqlWords.ts';
import { trustWords } from './trustWords.ts';

/** Every word of the window, so that it can be translated in one place. Node types bring their own words in their definitions. */
export const words = {
  appName: 'Sluice',
  cancel: 'Cancel',
  close: 'Close',
  remove: 'Remove',
  ...annotationWords,
  ...appWords,
  ...callWords,
  ...canvasWords,
  ...connectionWords,
  ...formulaWords,
  ...handOverWords,
  ...inspectorWords,
  ...keepingWords,
  ...mappingWords,
  ...panelWords,
  ...versionWords,
  ...soqlWords,
  commands: commandWords,
  trust: trustWords,
} as const;
