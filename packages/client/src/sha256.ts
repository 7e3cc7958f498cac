/**
 * The SHA-256 of a text's UTF-8, in lower-case hexadecimal. At once where the platform can: what
 * depends on it then happens in the same turn, as a virtual clock needs.
 */
export type Sha256 = (text: string) => string | Promise<string>;
