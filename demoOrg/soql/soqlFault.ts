import { OrgError } from '../orgError.ts';

/** Where a token stands, both counted from 1. */
export interface Place {
  readonly row: number;
  readonly column: number;
}

/** Something is wrong with a query. It becomes an OrgError where the text of the query is known. */
export class SoqlFault extends Error {
  readonly errorCode: string;
  readonly place: Place | undefined;

  constructor(errorCode: string, message: string, place?: Place) {
    super(message);
    this.name = 'SoqlFault';
    this.errorCode = errorCode;
    this.place = place;
  }
}

export function malformed(message: string, place?: Place): SoqlFault {
  return new SoqlFault('MALFORMED_QUERY', message, place);
}

/** How much of a long line is shown on either side of the fault. */
const shownAround = 60;

/** Runs `work`; a fault of the query comes out as Salesforce words it: the line, a caret, row and column, the reason. */
export function withQueryText<T>(text: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof SoqlFault)) throw error;
    throw new OrgError(error.errorCode, error.place ? `${shown(text, error.place)}\n${error.message}` : error.message);
  }
}

function shown(text: string, place: Place): string {
  const line = text.split('\n')[place.row - 1] ?? '';
  const from = Math.max(0, place.column - 1 - shownAround);
  const excerpt = line.slice(from, place.column - 1 + shownAround);
  return `\n${excerpt}\n${' '.repeat(place.column - 1 - from)}^\nERROR at Row:${place.row}:Column:${place.column}`;
}
