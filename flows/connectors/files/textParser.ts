import type { Cell, ColumnType } from '../../kit/schema.ts';
import { parseCell } from './parseCell.ts';

const longest = 64;

/**
 * Reads a text as a value of a type, by the same rules as the cells of a CSV file: ISO dates, numbers with a point, true and false.
 * Undefined where it is none; null where it is nothing but spaces.
 */
export function makeTextParser(): (type: Exclude<ColumnType, 'text'>, text: string) => Cell | undefined {
  const scratch = Buffer.alloc(longest);
  return (type, text) => {
    const trimmed = text.trim();
    if (trimmed === '') return null;
    if (trimmed.length > longest) return undefined;
    // What is beyond Latin-1 becomes some other byte, and some of those are digits.
    for (let at = 0; at < trimmed.length; at++) if (trimmed.charCodeAt(at) > 127) return undefined;
    const value = parseCell[type](scratch, 0, scratch.write(trimmed, 'latin1'));
    if (Number.isNaN(value)) return undefined;
    return type === 'boolean' ? value === 1 : value;
  };
}
