import { DelegateBackoff, handleWhen, retry, type IRetryBackoffContext, type RetryPolicy } from 'cockatiel';
import { AppError } from '../../../kit/errors.ts';

const usualFirstRetryMs = 250;
const mostTimesFirst = 32;

/** Five more tries for what is only busy: after a quarter of a second, then ever later, with jitter; or as long as the org asks for in Retry-After. */
export function busyRetries(firstMs = usualFirstRetryMs): RetryPolicy {
  const backoff = new DelegateBackoff<IRetryBackoffContext<unknown>>(({ attempt, result }) => {
    const asked = 'error' in result && result.error instanceof AppError ? result.error.retryAfterMs : undefined;
    const most = firstMs * Math.min(mostTimesFirst, 2 ** Math.max(0, attempt - 1));
    return asked ?? most * (0.5 + Math.random() / 2);
  });
  return retry(handleWhen((error) => error instanceof AppError && error.kind === 'busy'), { maxAttempts: 5, backoff });
}
