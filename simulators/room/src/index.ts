/** Somebody in a room, as a device. */
export { type RoomCommand, roomCommands } from "./commands.js";
export { RoomDevice, type RoomDeviceOptions } from "./room-device.js";
