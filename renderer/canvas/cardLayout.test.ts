import { describe, expect, it } from 'vitest';
import { inPort, outPort, rejectedPort, type Port } from '../../flows/kit/defineNode.ts';
import { cardLayout, cardPorts } from './cardLayout.ts';

const port = (name: string): Port => ({ name, title: name });
const shape = (ins: Port[], outs: Port[]) => ({ title: '', caption: '', ins, outs });
const centre = ({ x, y, width = 0, height = 0 }: { x: number; y: number; width?: number | undefined; height?: number | undefined }) => [x + width / 2, y + height / 2];

describe('the layout of a card', () => {
  it('has the first ports beside the head and the rejected one below', () => {
    const { height, handles } = cardLayout(shape([inPort], [outPort, rejectedPort]));
    expect(height).toBe(100);
    expect(handles.map((handle) => [handle.id, ...centre(handle)])).toEqual([['in', 1, 35], ['out', 251, 35], ['rejected', 25, 99]]);
  });

  it('gives each further port a row and grows by it', () => {
    const { height, handles } = cardLayout(shape([port('left'), port('right')], [outPort, port('other')]));
    expect(height).toBe(148);
    expect(handles.map((handle) => [handle.id, ...centre(handle)])).toEqual([['left', 1, 35], ['out', 251, 35], ['right', 1, 81], ['other', 251, 105]]);
  });

  it('has nothing at the head of a card that only rejects', () => {
    expect(cardPorts(shape([inPort], [rejectedPort]))).toEqual({ firstIn: inPort, firstOut: undefined, rows: [], rejected: rejectedPort });
  });
});
