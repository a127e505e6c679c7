/** Gives the line number of a byte: `firstLine` plus the line ends (LF, CRLF, CR) before it. Goes on from its last answer where it can. */
export function lineCounter(bytes: Uint8Array, firstLine: number): (offset: number) => number {
  let at = 0;
  let line = firstLine;
  return (offset) => {
    if (offset < at) {
      at = 0;
      line = firstLine;
    }
    for (; at < offset; at++) if (bytes[at] === 10 || (bytes[at] === 13 && bytes[at + 1] !== 10)) line++;
    return line;
  };
}
