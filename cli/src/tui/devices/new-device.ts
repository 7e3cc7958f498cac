import type { DeviceKind } from "../../up/orchestra.js";
import type { DeviceModel } from "../device-model.js";
import { newChat } from "./chat.js";
import { newCloud } from "./cloud.js";
import { newLock } from "./lock.js";
import { newPuff } from "./puff.js";
import { newRoom } from "./room.js";

/** A device that has told nothing yet. */
export function newDevice(name: string, kind: DeviceKind): DeviceModel {
	switch (kind) {
		case "lock":
			return newLock(name);
		case "cloud":
			return newCloud(name);
		case "puff":
			return newPuff(name);
		case "chat":
			return newChat(name);
		case "room":
			return newRoom(name);
	}
}
