/** LED strips on serial ports: what is spoken on the wire, and a driver that keeps up with it. */
export { type ColorOptions, type ColorOrder, colorOrders, colorStage } from "./color-stage.js";
export { LedDriver, type LedDriverOptions } from "./driver/led-driver.js";
export type { LedCounts, LedEvent, LedLink, LedStats } from "./driver/state.js";
export { type ListedPort, listPorts } from "./ports/list-ports.js";
export type { SystemRoots } from "./ports/sysfs.js";
export {
	type LedChoice,
	type LedPreset,
	type LedPresetName,
	type LedSettings,
	ledPresets,
	ledSettings,
} from "./presets.js";
export { loadSerialPort, openSerialLine } from "./serial/open-serial-line.js";
export { findPort, type PortFile } from "./serial/port-path.js";
export type { LineRequest, OpenLine, SerialLine } from "./serial/serial-line.js";
export type { AwaOptions, WhiteCalibration } from "./wire/awa.js";
export { encodeFrame, frameLength, type LedProtocol, ledProtocols } from "./wire/protocols.js";
export { maxFps, paceMs, type WireLoad, wireMs } from "./wire/timing.js";
