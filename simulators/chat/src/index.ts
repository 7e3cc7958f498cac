/** Somebody in a chat, person or bot, as a device. */
export { ChatDevice, type ChatDeviceOptions } from "./chat-device.js";
export { type ChatCommand, chatCommands } from "./commands.js";
