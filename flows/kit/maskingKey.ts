/**
 * The name under which a node asks for the key of pseudonyms, as for a connection: its secret `key` is 32 bytes in base64. No connection
 * of a person can have it, since their names have no spaces.
 */
export const maskingKeyName = 'masking key';
