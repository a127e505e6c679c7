import { Button, CopyButton } from '@mantine/core';
import { words } from '../words/words.ts';
import styles from './NewConnection.module.css';
import type { ShownSignIn } from './useBrowserSignIn.ts';

/** While the person is in the browser. Where the host could not open it, the address is theirs to open. */
export function SignInWaiting({ url, isOpened, onCancel }: ShownSignIn & { readonly onCancel: () => void }) {
  return (
    <div className={styles['waiting']} role="status">
      <p>{isOpened ? words.connections.opened : words.connections.toOpen}</p>
      <code className={styles['address']} data-testid="sign-in-address">
        {url}
      </code>
      <div className={styles['buttons']}>
        {isOpened ? null : (
          <Button component="a" href={url} target="_blank" rel="noreferrer">
            {words.connections.openAddress}
          </Button>
        )}
        <CopyButton value={url}>
          {({ copied, copy }) => (
            <Button variant="default" onClick={copy}>
              {copied ? words.connections.copied : words.connections.copyAddress}
            </Button>
          )}
        </CopyButton>
        <Button variant="default" onClick={onCancel}>
          {words.cancel}
        </Button>
      </div>
    </div>
  );
}
