import { describe, expect, it } from 'vitest';
import { alignNodes } from './alignNodes.ts';

const box = (id: string, x: number, y: number, height = 100) => ({ id, x, y, width: 200, height });
const three = [box('a', 0, 0), box('b', 250, 40, 140), box('c', 900, 300)];

describe('alignNodes', () => {
  it('puts edges in one line and says only what moves', () => {
    expect(alignNodes(three, 'top')).toEqual({ b: { x: 250, y: 0 }, c: { x: 900, y: 0 } });
    expect(alignNodes(three, 'bottom')).toEqual({ a: { x: 0, y: 300 }, b: { x: 250, y: 260 } });
    expect(alignNodes(three, 'left')).toEqual({ b: { x: 0, y: 40 }, c: { x: 0, y: 300 } });
  });

  it('puts middles in one line, whatever the heights', () => {
    expect(alignNodes(three, 'middle')).toEqual({ a: { x: 0, y: 150 }, b: { x: 250, y: 130 }, c: { x: 900, y: 150 } });
  });

  it('makes the gaps equal and leaves the outer two where they are', () => {
    expect(alignNodes(three, 'across')).toEqual({ b: { x: 450, y: 40 } });
    expect(alignNodes(three, 'down')).toEqual({ b: { x: 250, y: 130 } });
  });
});
