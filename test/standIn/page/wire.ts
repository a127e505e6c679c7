/** What the isolated world of a page says to the stand-in's main process. `args` and `data` are packed by the codec. */
export type FromPage =
  | { readonly type: 'send'; readonly channel: string; readonly args: unknown }
  | { readonly type: 'open'; readonly url: string }
  | { readonly type: 'portMessage'; readonly port: string; readonly data: unknown }
  | { readonly type: 'portClosed'; readonly port: string };

/** What main says to it. `ports` are the ids of ports that come with the message. */
export type ToPage =
  | { readonly type: 'message'; readonly channel: string; readonly args: unknown; readonly ports: readonly string[] }
  | { readonly type: 'portMessage'; readonly port: string; readonly data: unknown }
  | { readonly type: 'portClosed'; readonly port: string };

/** Names that both worlds of one page know and the page's own scripts do not. */
export interface WorldNames {
  /** DOM event that brings what the preload exposes to the main world. */
  readonly expose: string;
  /** DOM event that brings an address to open to the isolated world. */
  readonly open: string;
}
