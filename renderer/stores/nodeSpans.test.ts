import { expect, it } from 'vitest';
import { ratePerSecond, withEvent } from './nodeSpans.ts';

it('a span begins with the first word of work and ends with the end of it, once', () => {
  const begun = withEvent({}, { a: { state: 'running' }, b: { state: 'waiting' } }, 100);
  expect(begun).toEqual({ a: { from: 100 } });
  expect(withEvent(begun, { a: { state: 'running' } }, 200)).toBe(begun);
  const ended = withEvent(begun, { a: { state: 'done' }, b: { state: 'failed' } }, 600);
  expect(ended).toEqual({ a: { from: 100, to: 600 }, b: { from: 600, to: 600 } });
  expect(withEvent(ended, { a: { state: 'done' } }, 900)).toBe(ended);
});

it('a rate is said where there is time enough to say one', () => {
  expect(ratePerSecond(1000, { from: 100, to: 600 }, 900)).toBe(2000);
  expect(ratePerSecond(1000, { from: 100 }, 300)).toBe(5000);
  expect(ratePerSecond(1000, { from: 100, to: 110 }, 900)).toBeUndefined();
  expect(ratePerSecond(0, { from: 100 }, 900)).toBeUndefined();
});
