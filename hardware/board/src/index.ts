/** An emulated Arduino with a strip of LEDs, behind a serial port of the operating system. */
export {
	Board,
	type BoardCounters,
	type BoardOptions,
	maxBoardLeds,
	type StripTimings,
} from "./board.js";
export { BoardPort, type BoardPortOptions } from "./board-port.js";
export { firmwareHex } from "./firmware-image.js";
export { flashBytes, parseIntelHex } from "./intel-hex.js";
export { clockHz } from "./mcu.js";
export { Pty, type PtyOptions } from "./pty.js";
export { type PtyHelper, ptyHelpers } from "./pty-helpers.js";
export { RealTime, type RealTimeOptions, type RealTimeReport } from "./real-time.js";
export {
	type SeenRange,
	type StripFrame,
	type StripWindows,
	type Window,
	type WireOrder,
	ws2812,
} from "./strip-decoder.js";
export type { UartCounters } from "./uart.js";
