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

/** `2026-11-22T17:05:00Z` → `Nov 22, 5:05 PM`, in the time zone of the window. */
export function formatTime(iso: string): string {
  return times.format(new Date(iso));
}

const times = new Intl.DateTimeFormat('en-US', { month: 'short', day: 'numeric', hour: 'numeric', minute: '2-digit' });

/** `1 row`, `2,000 rows`. */
export const plural = (count: number, one: string, many: string): string => `${formatCount(count)} ${count === 1 ? one : many}`;
