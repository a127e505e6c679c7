import { describe, expect, it } from 'vitest';
import { AppError, asAppError, closest, errorData, errorFromData } from './errors.ts';

const missing = new AppError('settings', 'columnUnknown', {
  message: 'There is no column "Citty".',
  hint: 'Did you mean City?',
  where: { path: ['condition'] },
  data: { name: 'Citty' },
});

describe('an error', () => {
  it('gets the rest of its place on its way up and keeps what it knows', () => {
    const placed = missing.at({ node: 'filter', path: ['other'] });
    expect(placed.where).toEqual({ node: 'filter', path: ['condition'] });
    expect(placed).toMatchObject({ kind: 'settings', code: 'columnUnknown', message: missing.message, hint: missing.hint, data: missing.data });
    expect(new AppError('busy', 'locked', { message: 'x', retryAfterMs: 5 }).at({}).retryAfterMs).toBe(5);
  });

  it('crosses a process as plain data', () => {
    const data = errorData(missing);
    expect(JSON.parse(JSON.stringify(data))).toEqual(data);
    expect(errorFromData(data)).toMatchObject({
      kind: 'settings',
      code: 'columnUnknown',
      message: missing.message,
      hint: missing.hint,
      where: missing.where,
      data: missing.data,
    });
    expect(errorFromData(errorData(new AppError('row', 'x', { message: 'm' }))).hint).toBeUndefined();
  });

  it('is made of anything that was thrown: an abort was asked for, the rest is a fault of ours', () => {
    expect(asAppError(missing)).toBe(missing);
    const abort = new Error('stopped');
    abort.name = 'AbortError';
    expect(asAppError(abort).kind).toBe('cancelled');
    const fault = asAppError(new TypeError('x is undefined'));
    expect(fault).toMatchObject({ kind: 'bug', message: 'A fault in Sluice: x is undefined' });
    expect(fault.data['stack']).toContain('TypeError');
    expect(asAppError('text').message).toBe('A fault in Sluice: text');
  });
});

describe('did you mean', () => {
  const names = ['City', 'Country', 'Postal Code'];
  it.each([
    ['Citty', 'City'],
    ['CITY', 'City'],
    ['county', 'Country'],
    ['PostalCode', 'Postal Code'],
    ['Ctiy', 'City'],
    ['Street', undefined],
  ])('%s → %s', (wanted, found) => expect(closest(wanted, names)).toBe(found));
  it('has nothing to say when there is nothing', () => expect(closest('x', [])).toBeUndefined());
});
