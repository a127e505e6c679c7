/** The answer for one record of a collections call. Source: REST API, "SObject Collections". */
export interface RecordResult {
  readonly id?: string | null;
  readonly success: boolean;
  readonly created?: boolean;
  readonly errors: readonly { readonly statusCode: string; readonly message: string; readonly fields?: readonly string[] }[];
}
