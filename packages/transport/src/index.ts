/** Sockets and what they need: clocks, chance, the machine runner, and faults that follow a seed. */
export type {
	Corrupt,
	Cut,
	Direction,
	Drop,
	Duplicate,
	Fault,
	HalfOpen,
	Latency,
	Reorder,
	TapeEntry,
} from "./faults/fault.js";
export { FaultLine, type FaultLineOptions } from "./faults/fault-line.js";
export { memoryDial, memoryPair } from "./memory-pair.js";
export { Runner, type RunnerOptions } from "./runner.js";
export type {
	CloseInfo,
	ConnectFailure,
	Dial,
	DialRequest,
	SharedFrame,
	Socket,
	SocketListener,
} from "./socket.js";
export { systemClock } from "./system-clock.js";
export { systemRandom } from "./system-random.js";
export { VirtualClock } from "./virtual-clock.js";
export { type WebSocketConstructor, type WebSocketLike, whatwgDial } from "./whatwg.js";
