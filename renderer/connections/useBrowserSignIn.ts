import { useEffect, useRef, useState } from 'react';
import { AppError } from '../../flows/kit/errors.ts';
import type { HostClient } from '../../host/contract/contract.ts';
import { useWorkbench } from '../app/workbench.ts';
import { words } from '../words/words.ts';

type SignIn = HostClient['connections']['signIn'];

/** What the host says while the person is in the browser. */
export interface ShownSignIn {
  readonly url: string;
  /** The host has opened it; otherwise it is the person's to open. */
  readonly isOpened: boolean;
}

interface BrowserSignIn {
  readonly shown: ShownSignIn | undefined;
  /** Resolves when the person is back. */
  readonly signIn: (input: Parameters<SignIn>[0]) => Promise<void>;
  readonly cancel: () => void;
}

/** Signing in with the browser. A component that goes away cancels it. */
export function useBrowserSignIn(): BrowserSignIn {
  const { link } = useWorkbench();
  const [shown, setShown] = useState<ShownSignIn>();
  const running = useRef<ReturnType<SignIn>>(undefined);
  const cancel = (): void => running.current?.close();
  useEffect(() => () => running.current?.close(), []);

  const signIn = async (input: Parameters<SignIn>[0]): Promise<void> => {
    running.current = link.client().connections.signIn(input);
    let isSignedIn = false;
    try {
      for await (const event of running.current) {
        if (event.type === 'open') setShown(event);
        isSignedIn = event.type === 'signedIn';
      }
    } finally {
      setShown(undefined);
    }
    if (!isSignedIn) throw new AppError('cancelled', 'cancelled', { message: words.connections.cancelled });
  };
  return { shown, signIn, cancel };
}
