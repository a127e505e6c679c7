import { useEffect, useState } from 'react';

const askMs = 2000;

/** Whether the host that serves this address answers and no longer admits the window: it was started again. Never so in the desktop shell. */
export function useIsRefused(isUp: boolean): boolean {
  const [isRefused, setRefused] = useState(false);
  useEffect(() => {
    if (isUp || window.sluiceHost) return;
    const ask = (): void => {
      // A host that is not there at all is no refusal: it may come back.
      fetch('/', { method: 'HEAD', cache: 'no-store' }).then(
        ({ status }) => setRefused(status === 401 || status === 403),
        () => setRefused(false),
      );
    };
    ask();
    const timer = setInterval(ask, askMs);
    return () => clearInterval(timer);
  }, [isUp]);
  return isRefused && !isUp;
}
