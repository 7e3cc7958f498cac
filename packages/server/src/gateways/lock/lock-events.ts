import type { JsonObject, JsonValue } from "@gw-sim/core";
import type { Payload } from "@gw-sim/protocols/lock";
import type { Channel } from "./channel.js";
import type { LockHub } from "./hub.js";

export interface LockEventAnswer {
	readonly status: "ok" | "error";
	readonly response: JsonObject;
}

const done: LockEventAnswer = { status: "ok", response: {} };

/** The hub's answer to an event on a joined lock channel; null where it knows no such event. */
export async function handleLockEvent(
	hub: LockHub,
	channel: Channel,
	event: JsonValue,
	payload: Payload,
): Promise<LockEventAnswer | null> {
	const { serial } = channel;
	switch (event) {
		case "reset": {
			const state = await hub.registry.find(serial);
			return state === null ? null : { status: "ok", response: { ...state } };
		}
		case "pair:complete": {
			const reason = await hub.completePair(serial, payload);
			return reason === null ? done : { status: "error", response: { reason } };
		}
		case "access:request": {
			const { user, access } = await hub.judgeAccess(serial, payload);
			return { status: "ok", response: { user: user === null ? null : { ...user }, access } };
		}
		case "event":
			if (!(payload instanceof Uint8Array))
				await hub.lockEvent(serial, channel.socketName, payload);
			return done;
		default:
			return null;
	}
}
