import { extractFile, listPackage } from '@electron/asar';

/** What a packaged app's archive holds. */
export interface Archive {
  /** Every file and folder, from `/`. */
  readonly files: readonly string[];
  read(file: string): Buffer;
}

export function readArchive(archive: string): Archive {
  return { files: listPackage(archive, { isPack: false }).map((file) => file.replaceAll('\\', '/')), read: (file) => extractFile(archive, file) };
}
