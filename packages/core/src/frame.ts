/** One WebSocket message: text as a string, binary as bytes. */
export type Frame = string | Uint8Array;
