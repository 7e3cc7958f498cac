import type { JsonObject, JsonValue } from "@gw-sim/core";
import type { DeviceModel } from "../device-model.js";
import { chatHeard, chatTold } from "./chat.js";
import { cloudTold } from "./cloud.js";
import { lockTold } from "./lock.js";
import { puffTold } from "./puff.js";
import { roomHeard, roomTold } from "./room.js";

/**
 * A device after it has told its state.
 * @param id As `lock:front-door`.
 */
export function deviceTold(
	device: DeviceModel,
	at: number,
	id: string,
	state: JsonObject,
): DeviceModel {
	switch (device.kind) {
		case "lock":
			return lockTold(device, id, state);
		case "cloud":
			return cloudTold(device, state);
		case "puff":
			return puffTold(device, at, state);
		case "chat":
			return chatTold(device, state);
		case "room":
			return roomTold(device, state);
	}
}

/** A device after its gateway has told it something; `line` is the transcript's line for it. */
export function deviceHeard(
	device: DeviceModel,
	line: { readonly seq: number; readonly at: number },
	type: string,
	data: JsonValue,
): DeviceModel {
	switch (device.kind) {
		case "chat":
			return chatHeard(device, line.seq, line.at, type, data);
		case "room":
			return roomHeard(device, line.seq, line.at, type, data);
		default:
			return device;
	}
}
