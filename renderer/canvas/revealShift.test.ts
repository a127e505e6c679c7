import { expect, it } from 'vitest';
import { revealShift } from './revealShift.ts';

const frame = { left: 0, top: 0, right: 100, bottom: 50 };

it('moves nothing where the box is in the frame', () => expect(revealShift({ left: 10, top: 10, right: 30, bottom: 20 }, frame)).toEqual({ x: 0, y: 0 }));

it('moves by as little as it takes, to either side', () => {
  expect(revealShift({ left: 90, top: -5, right: 120, bottom: 20 }, frame)).toEqual({ x: -20, y: 5 });
  expect(revealShift({ left: -30, top: 40, right: 0, bottom: 60 }, frame)).toEqual({ x: 30, y: -10 });
});

it('has no answer for what is larger than the frame', () => expect(revealShift({ left: 0, top: 0, right: 101, bottom: 20 }, frame)).toBeUndefined());
