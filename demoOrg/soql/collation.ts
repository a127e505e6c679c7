/**
 * Case counts in no alphabet, and text is sorted as people do: ä stands beside a. The columns know this for ASCII (NOCASE); what goes
 * beyond it is turned into a key by a function, which the many values within ASCII are spared.
 */
export const beyondAscii = (sql: string): string => `${sql} GLOB '*[^ -~]*'`;

/** Equal for what is the same but for case. */
export const equalKey = (sql: string): string => keyed('fold', sql);

/** In the order in which people sort. */
export const sortKey = (sql: string): string => keyed('sortKey', sql);

function keyed(work: string, sql: string): string {
  return `(CASE WHEN ${beyondAscii(sql)} THEN ${work}(${sql}) ELSE ${sql} END COLLATE NOCASE)`;
}
