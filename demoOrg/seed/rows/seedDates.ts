const dayMs = 86_400_000;

/** `2026-03-14`, so many days from `now`. */
export function dayFrom(now: Date, days: number): string {
  return new Date(now.getTime() + days * dayMs).toISOString().slice(0, 10);
}

/** `2026-03-14T09:26:53.000+0000`, so many days before `now`, never after it. */
export function momentBefore(now: Date, days: number, minutes: number): string {
  return `${new Date(now.getTime() - days * dayMs - minutes * 60_000).toISOString().slice(0, 19)}.000+0000`;
}
