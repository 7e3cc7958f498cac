import { type JsonObject, safe } from "@gw-sim/core";
import type { TagEvent } from "@gw-sim/simulator-lock";
import type { LockModel } from "../device-model.js";
import { oneOf, word } from "../readers.js";
import { baseOf, newBase } from "./device-base.js";

const modes: readonly LockModel["mode"][] = ["unconfigured", "internal", "external", "pairing"];
const bolts: readonly LockModel["bolt"][] = [
	"locked",
	"unlocking",
	"unlocked",
	"locking",
	"jammed",
];

export function newLock(name: string): LockModel {
	return {
		...newBase(name),
		kind: "lock",
		serial: null,
		mode: "unconfigured",
		bolt: "locked",
		uuid: null,
		label: null,
		tag: null,
		isTagPresent: false,
	};
}

/** @param id As `lock:front-door`. */
export function lockTold(lock: LockModel, id: string, state: JsonObject): LockModel {
	return {
		...lock,
		...baseOf(state, lock),
		serial: id.startsWith("lock:") ? safe(id.slice("lock:".length)) : lock.serial,
		mode: oneOf(modes, state.mode, lock.mode),
		bolt: oneOf(bolts, state.bolt, lock.bolt),
		uuid: word(state.uuid),
		label: word(state.name),
	};
}

/** What became of a tag at the reader. */
export function tagTold(lock: LockModel, at: number, { uid, result, reason }: TagEvent): LockModel {
	const why = reason === undefined ? null : safe(reason, 80);
	return { ...lock, tag: { at, uid: safe(uid, 40), result: safe(result, 40), reason: why } };
}
