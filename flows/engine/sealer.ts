/** Encrypts what a run keeps of people's data (before-images, rejected rows, samples). Each side throws when it cannot. */
export interface Sealer {
  seal(bytes: Uint8Array): Uint8Array;
  open(bytes: Uint8Array): Uint8Array;
  /** Its key ends with the process that made it: what is needed to resume is kept in the open beside, without people's data. */
  readonly isTemporary?: boolean;
}

/** A sealer, or a sentence that says why there is none. Asked for once there is something to keep: a run that keeps nothing needs no key. */
export type OpenSealer = () => Promise<{ readonly sealer: Sealer } | { readonly sealer?: undefined; readonly reason: string }>;
