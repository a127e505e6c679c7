const numbers = new Intl.NumberFormat('en-US');

/** `1234567` → `1,234,567`. */
export function formatCount(count: number): string {
  return numbers.format(count);
}

/** `850` → `0.9 s`; `75000` → `1 min 15 s`. */
export function formatElapsed(ms: number): string {
  if (ms < 60_000) return `${(ms / 1000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1000);
  return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}

/** A guess, no finer than it is: `7400` → `8 s`; `23000` → `25 s`; `170000` → `3 min`. */
export function formatAbout(ms: number): string {
  const seconds = Math.ceil(ms / 1000);
  if (seconds <= 10) return `${seconds} s`;
  return seconds <= 55 ? `${Math.ceil(seconds / 5) * 5} s` : `${Math.ceil(seconds / 60)} min`;
}

/** `2026-11-22T17:05:00Z` → `Nov 22, 5:05 PM`, in the time zone of the window. */
export function formatTime(iso: string): string {
  return times.format(new Date(iso));
}

const times = new Intl.DateTimeFormat('en-US', { month: 'short', day: 'numeric', hour: 'numeric', minute: '2-digit' });

/** To the second, where runs are told apart: `2026-11-22T17:05:14Z` → `Nov 22, 5:05:14 PM`. */
export function formatMoment(iso: string): string {
  return moments.format(new Date(iso));
}

const moments = new Intl.DateTimeFormat('en-US', { month: 'short', day: 'numeric', hour: 'numeric', minute: '2-digit', second: '2-digit' });

/** `1 row`, `2,000 rows`. */
export const plural = (count: number, one: string, many: string): string => `${formatCount(count)} ${count === 1 ? one : many}`;
