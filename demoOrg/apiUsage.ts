const dayMs = 24 * 60 * 60 * 1_000;

/** Counts API calls over the last 24 hours, hour by hour. */
export interface ApiUsage {
  readonly max: number;
  count(): void;
  used(): number;
}

export function apiUsage(max: number, now: () => Date): ApiUsage {
  const hours = new Map<number, number>();
  const hourOf = (ms: number): number => Math.floor(ms / 3_600_000);
  return {
    max,
    count() {
      const hour = hourOf(now().getTime());
      hours.set(hour, (hours.get(hour) ?? 0) + 1);
    },
    used() {
      const oldest = hourOf(now().getTime() - dayMs);
      for (const hour of hours.keys()) if (hour <= oldest) hours.delete(hour);
      return [...hours.values()].reduce((sum, count) => sum + count, 0);
    },
  };
}
