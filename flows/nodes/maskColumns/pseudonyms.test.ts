import { describe, expect, it } from 'vitest';
import { pseudonyms } from './pseudonyms.ts';

const fake = pseudonyms(Buffer.alloc(32, 1));

describe('pseudonyms', () => {
  it('are the same for the same value and key, whatever its capitals and spaces, and others under another key', () => {
    expect(fake('fullName', ' ada  LOVELACE', 'text', null)).toBe(fake('fullName', 'Ada Lovelace', 'text', null));
    expect(pseudonyms(Buffer.alloc(32, 1))('code', 'A-1', 'text', null)).toBe(fake('code', 'A-1', 'text', null));
    expect(pseudonyms(Buffer.alloc(32, 2))('email', 'a@b.de', 'text', null)).not.toBe(fake('email', 'a@b.de', 'text', null));
  });

  it('of one person fit each other, whatever the values are', () => {
    const first = fake('firstName', 'Ada', 'text', 'a@b.de') as string;
    expect(fake('firstName', 'A.', 'text', 'a@b.de')).toBe(first);
    expect(fake('fullName', 'Ada Lovelace', 'text', 'a@b.de')).toMatch(new RegExp(`^${first} `));
    expect(fake('email', 'a@b.de', 'text', 'a@b.de')).toMatch(new RegExp(`^${first.toLowerCase()}\\.`));
    const moved = (day: number): number => (fake('shiftDate', day, 'date', 'a@b.de') as number) - day;
    expect(moved(1000)).toBe(moved(20_000));
  });

  it('keep the form of codes and phone numbers, and the decimals of amounts', () => {
    expect(fake('code', 'AB-12/cd 3', 'text', null)).toMatch(/^[A-Z]{2}-\d\d\/[a-z]{2} \d$/);
    expect(fake('phone', '+49 (30) 901820', 'text', null)).toMatch(/^\+49 \(3\d\) \d{6}$/);
    expect(String(fake('vary', 100.25, 'number', null))).toMatch(/^\d+(\.\d{1,2})?$/);
    const varied = fake('vary', 1000, 'number', null) as number;
    expect([varied >= 800, varied <= 1200, Number.isInteger(varied)]).toEqual([true, true, true]);
  });

  it('give different people different e-mail addresses', () => {
    const all = new Set(Array.from({ length: 50_000 }, (_, index) => fake('email', `p${index}@b.de`, 'text', null)));
    expect(all.size).toBe(50_000);
  });
});
