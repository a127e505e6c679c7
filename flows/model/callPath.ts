/** Whether a file name begins at the root of a machine, of whatever system: `/a`, `\\a`, `C:\a`. */
export function isWholePath(file: string): boolean {
  return /^(?:[/\\]|[A-Za-z]:)/.test(file);
}

/** A file that is named from a folder, as it is named from where the folder is: `shared` and `../a.csv` give `a.csv`. Written with `/`; whole paths stay. */
export function joinPath(folder: string, file: string): string {
  if (isWholePath(file)) return file;
  const steps: string[] = [];
  const isWhole = /^[/\\]/.test(folder);
  for (const step of `${folder}/${file}`.split(/[/\\]/)) {
    if (step === '' || step === '.') continue;
    if (step === '..' && steps.length > 0 && steps.at(-1) !== '..') steps.pop();
    else steps.push(step);
  }
  return `${isWhole ? '/' : ''}${steps.join('/')}`;
}

/** The folder a file is in, as the file is named; blank for that of the flow. */
export function folderOf(file: string): string {
  return file.slice(0, Math.max(0, file.search(/[/\\][^/\\]*$/)));
}
