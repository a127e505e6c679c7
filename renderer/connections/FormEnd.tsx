import { Button } from '@mantine/core';
import { words } from '../words/words.ts';
import styles from './NewConnection.module.css';

interface FormEndProps {
  readonly action: string;
  readonly isBusy: boolean;
  readonly error: string | undefined;
  readonly onCancel: () => void;
}

/** How every form of a new connection ends: what went wrong, the action, the way out. */
export function FormEnd({ action, isBusy, error, onCancel }: FormEndProps) {
  return (
    <>
      {error === undefined ? null : (
        <p className={styles['error']} role="alert">
          {error}
        </p>
      )}
      <div className={styles['buttons']}>
        <Button type="submit" loading={isBusy}>
          {action}
        </Button>
        <Button variant="default" onClick={onCancel}>
          {words.cancel}
        </Button>
      </div>
    </>
  );
}
