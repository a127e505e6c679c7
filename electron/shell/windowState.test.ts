import { describe, expect, test } from 'vitest';
import { placeWindow, type Area } from './windowState.ts';

const main: Area = { x: 0, y: 25, width: 1920, height: 1055 };
const left: Area = { x: -1280, y: 0, width: 1280, height: 1024 };
const kept = { x: 100, y: 80, width: 1200, height: 800, isMaximized: false };

describe('placeWindow', () => {
  test('the kept place is used where it fits', () => {
    expect(placeWindow(kept, [main])).toEqual(kept);
  });

  test('a window on the second screen stays there', () => {
    const onLeft = { ...kept, x: -1200 };
    expect(placeWindow(onLeft, [main, left])).toEqual(onLeft);
  });

  test('with the second screen gone the window comes to the middle of the first', () => {
    expect(placeWindow({ ...kept, x: -1200 }, [main])).toEqual({ x: 240, y: 103, width: 1440, height: 900, isMaximized: false });
  });

  test('a window that shows only a strip comes back', () => {
    expect(placeWindow({ ...kept, x: 1900 }, [main]).x).toBe(240);
  });

  test('a title bar above the screen comes back', () => {
    expect(placeWindow({ ...kept, y: -300 }, [main]).y).toBe(103);
  });

  test('a window larger than the screen shrinks to it, a tiny one grows to the smallest', () => {
    expect(placeWindow({ ...kept, width: 5000, height: 4000 }, [main])).toMatchObject({ width: 1920, height: 1055 });
    expect(placeWindow({ ...kept, width: 200, height: 100 }, [main])).toMatchObject({ width: 800, height: 560 });
  });

  test('a maximised window keeps that, also when its place is lost', () => {
    expect(placeWindow({ ...kept, isMaximized: true }, [main]).isMaximized).toBe(true);
    expect(placeWindow({ ...kept, x: 9000, isMaximized: true }, [main])).toMatchObject({ x: 240, isMaximized: true });
  });

  test.each([
    ['nothing', undefined],
    ['text', 'maximised'],
    ['a part missing', { x: 1, y: 1, width: 900 }],
    ['a width of zero', { ...kept, width: 0 }],
    ['a number that is none', { ...kept, x: Number.NaN }],
    ['a broken pixel', { ...kept, x: 0.5 }],
  ])('%s counts as no kept place', (_what, state) => {
    expect(placeWindow(state, [main])).toEqual({ x: 240, y: 103, width: 1440, height: 900, isMaximized: false });
  });

  test('a small screen gets a window of its own size', () => {
    expect(placeWindow(undefined, [{ x: 0, y: 0, width: 1024, height: 700 }])).toEqual({ x: 0, y: 0, width: 1024, height: 700, isMaximized: false });
  });
});
