/** A smart lock with a tag reader, as firmware model and as a device on the hub. */
export type { BoltPosition, BoltRules } from "./bolt.js";
export { type LockCommand, lockCommands } from "./commands.js";
export { lockFirmware } from "./firmware.js";
export {
	type Feedback,
	type Indicator,
	indicatorOf,
	type LockFirmwareEffect,
	type LockFirmwareInput,
	type LockFirmwareState,
	type LockFirmwareTimer,
	poweredUp,
	snapshotOf,
	type TagOutcome,
} from "./firmware-state.js";
export { LockDevice, type LockDeviceOptions, type TagEvent } from "./lock-device.js";
export { lockSerial } from "./serial.js";
