/** What an Apex REST handler is asked. */
export interface ApexRequest {
  readonly method: string;
  /** Below `/services/apexrest`. */
  readonly path: string;
  /** The parts of the path that the handler's pattern names. */
  readonly params: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  /** The body read as JSON; undefined where there is none. */
  readonly body: unknown;
}

/** What a handler may do with the org, as the user who asks. A refused write throws. */
export interface ApexOrg {
  query(soql: string): readonly Readonly<Record<string, unknown>>[];
  insert(object: string, record: Readonly<Record<string, unknown>>): string;
  update(id: string, record: Readonly<Record<string, unknown>>): void;
  delete(id: string): void;
}

/** Answers with the value it gives, as JSON; may set another status than 200. */
export type ApexHandler = (request: ApexRequest, org: ApexOrg, response: { status: number }) => unknown;

/** By method and path: `"GET /ships/{id}"`. */
export type ApexHandlers = Readonly<Record<string, ApexHandler>>;
