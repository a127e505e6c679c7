import { AppError } from '../kit/errors.ts';

/** Encrypts what a run keeps of people's data (before-images, rejected rows, samples). Each side throws when it cannot. */
export interface Sealer {
  seal(bytes: Uint8Array): Uint8Array;
  open(bytes: Uint8Array): Uint8Array;
  /** Its key ends with the process that made it: what is needed to resume is kept in the open beside, without people's data. */
  readonly isTemporary?: boolean;
}

/** A sealer, or a sentence that says why there is none. Asked for once there is something to keep: a run that keeps nothing needs no key. */
export type OpenSealer = () => Promise<{ readonly sealer: Sealer } | { readonly sealer?: undefined; readonly reason: string }>;

/** What opens rejected rows, which are kept in no other way. Throws kind `service`, code `vaultUnavailable`, with the reason why there is nothing that does. */
export function openingSealer(opened: Awaited<ReturnType<OpenSealer>> | undefined): Sealer {
  if (opened?.sealer) return opened.sealer;
  throw new AppError('service', 'vaultUnavailable', { message: `Rejected rows are kept sealed, and there is no key to open them. ${opened?.reason ?? ''}`.trim() });
}
