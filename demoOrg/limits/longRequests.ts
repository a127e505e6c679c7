/** Requests that last longer than a long while; a real org lets only a few of them run at once. */
export interface LongRequests {
  /** A request begins; what it returns ends it. */
  begin(): () => void;
  isFull(): boolean;
}

/** @param longMs 20,000 in a real org. @param most 5 in a Developer Edition, 25 in production. */
export function longRequests(longMs: number, most: number): LongRequests {
  const running = new Set<{ readonly startedAt: number }>();
  return {
    begin() {
      const request = { startedAt: performance.now() };
      running.add(request);
      return () => void running.delete(request);
    },
    isFull() {
      if (running.size <= most) return false;
      const since = performance.now() - longMs;
      let long = 0;
      for (const { startedAt } of running) {
        // The set keeps the order of arrival: after the first young one come only younger ones.
        if (startedAt > since) break;
        long++;
      }
      return long >= most;
    },
  };
}
