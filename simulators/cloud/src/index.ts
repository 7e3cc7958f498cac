/** A cloud-shaped LED lamp as a device on its server. */
export { CloudDevice, type CloudDeviceOptions, type PixelsEvent } from "./cloud-device.js";
export { type CloudCommand, cloudCommands } from "./commands.js";
export type { FrameSink } from "./frame-sink.js";
