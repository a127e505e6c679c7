export interface LoggedRequest {
  readonly at: Date;
  readonly method: string;
  /** Without the query: it may be long, and hold a token. */
  readonly path: string;
  /** 0 where the connection was cut. */
  readonly status: number;
  readonly ms: number;
}

/** The last requests, the newest first; the org's own pages are left out. */
export interface RequestLog {
  add(request: LoggedRequest): void;
  list(): readonly LoggedRequest[];
}

const kept = 50;

export function openRequestLog(): RequestLog {
  const requests: LoggedRequest[] = [];
  return {
    add(request) {
      requests.unshift(request);
      if (requests.length > kept) requests.pop();
    },
    list: () => requests,
  };
}
