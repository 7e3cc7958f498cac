/** Shared state of the gateways: the Store port, and the store that keeps it in memory. */
export { addDecimals } from "./decimal.js";
export type { LocalStoreOptions } from "./local-store.js";
export { MemoryStore } from "./memory-store.js";
export type {
	Applied,
	Command,
	Health,
	Listener,
	Position,
	RoomEvent,
	Sessions,
	Snapshot,
	Store,
	Unsubscribe,
} from "./store.js";
export { emptyTally, parseTally } from "./tally.js";
