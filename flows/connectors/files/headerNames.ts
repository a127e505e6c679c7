/**
 * The column names of a header row, unique: spaces around a name go; a blank name becomes `Column 3` after its place;
 * a name that is there already gets the next free number: `Name`, `Name (2)`, `Name (3)`. Names count as equal only when they are the same letter by letter.
 */
export function headerNames(cells: readonly (string | null)[]): string[] {
  const wanted = cells.map((cell, index) => cell?.trim() || `Column ${index + 1}`);
  const taken = new Set<string>();
  const reserved = new Set(wanted);
  return wanted.map((name) => {
    let unique = name;
    for (let number = 2; taken.has(unique); number++) {
      const numbered = `${name} (${number})`;
      unique = reserved.has(numbered) ? name : numbered;
    }
    taken.add(unique);
    return unique;
  });
}
