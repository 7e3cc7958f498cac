import type { LockState } from "@gw-sim/client/lock";
import { expect, test } from "vitest";
import { lockFirmware } from "./firmware.js";
import {
	indicatorOf,
	type LockFirmwareEffect,
	type LockFirmwareInput,
	type LockFirmwareState,
	poweredUp,
	snapshotOf,
} from "./firmware-state.js";

const machine = lockFirmware({ holdMs: 10_000, travelMs: 0 });

function hub(mode: number | null): LockState {
	return { uuid: "u", serial: "s", name: "n", mode, feature_flags: [], config: null };
}

function after(...inputs: readonly LockFirmwareInput[]): {
	state: LockFirmwareState;
	effects: readonly LockFirmwareEffect[];
} {
	let state = poweredUp;
	let effects: readonly LockFirmwareEffect[] = [];
	for (const input of inputs) ({ state, effects } = machine(state, input));
	return { state, effects };
}

/** The effects of the last input but for the light's timer. */
function effectsAfter(...inputs: readonly LockFirmwareInput[]): readonly LockFirmwareEffect[] {
	return after(...inputs).effects.filter((e) => !(e.type === "arm" && e.timer === "feedback"));
}

function modeAfter(...inputs: readonly LockFirmwareInput[]): unknown {
	return snapshotOf(after(...inputs).state).mode;
}

const internal: LockFirmwareInput = { type: "joined", hub: hub(1) };
const lost: LockFirmwareInput = { type: "link", link: "backoff" };
const pair: LockFirmwareInput = { type: "pair", params: { user: { id: 1 } } };
const present: LockFirmwareInput = { type: "present-tag", uid: "AA" };
const removed: LockFirmwareInput = { type: "remove-tag" };
const read: LockFirmwareInput = { type: "timer", timer: "read" };
const held: LockFirmwareInput = { type: "timer", timer: "hold" };
const granted: LockFirmwareInput = {
	type: "access-answered",
	uid: "AA",
	verdict: { granted: true, user: { id: 1, email: "a@b" } },
};

function paired(pairing: number, refusal: string | null = null): LockFirmwareInput {
	return { type: "pair-answered", pairing, uid: "AA", refusal };
}

function reset(pairing: number, mode: number | null | "failed"): LockFirmwareInput {
	return { type: "reset-answered", pairing, hub: mode === "failed" ? null : hub(mode) };
}

test("a lock powers up locked, unconfigured and off line", () => {
	expect(snapshotOf(poweredUp)).toEqual({
		link: "offline",
		mode: "unconfigured",
		bolt: "locked",
		uuid: null,
		name: null,
	});
});

test.each([
	[null, "unconfigured"],
	[1, "internal"],
	[2, "external"],
	[3, "unconfigured"],
])("stored mode %s is %s", (mode, name) => {
	expect(modeAfter({ type: "joined", hub: hub(mode) })).toBe(name);
});

test("mode, uuid and name stay when the link is lost", () => {
	expect(snapshotOf(after(internal, lost).state)).toEqual({
		link: "backoff",
		mode: "internal",
		bolt: "locked",
		uuid: "u",
		name: "n",
	});
});

test("a tag is read 50 to 550 ms after it was presented", () => {
	expect(effectsAfter(internal, present)).toEqual([
		{ type: "arm", timer: "read", ms: 50, spread: 10 },
	]);
});

test.each([
	["the same tag again", [internal, present, read, present], []],
	["the same tag again before it was read", [internal, present, present], []],
	["a tag that is gone before it was read", [internal, present, removed, read], []],
	["a read timer that comes twice", [internal, present, read, read], []],
	["a tag in internal mode", [internal, present, read], ["request-access"]],
	[
		"it again after it was away",
		[internal, present, read, removed, present, read],
		["request-access"],
	],
	[
		"another tag",
		[internal, { type: "present-tag", uid: "BB" }, read, present, read],
		["request-access"],
	],
	["a tag off line", [internal, lost, present, read], ["tag denied offline"]],
	[
		"a tag of a new lock",
		[{ type: "joined", hub: hub(null) }, present, read],
		["tag denied unconfigured"],
	],
	[
		"a tag in external mode",
		[{ type: "joined", hub: hub(2) }, present, read],
		["tag denied external"],
	],
	["a tag in pairing", [internal, pair, present, read], ["complete-pair"]],
	[
		"a second tag while the first is submitted",
		[internal, pair, present, read, { type: "present-tag", uid: "BB" }, read],
		["tag denied busy"],
	],
] satisfies [string, LockFirmwareInput[], string[]][])("%s", (_, inputs, expected) => {
	const told = effectsAfter(...inputs).filter((effect) => effect.type !== "disarm");
	expect(
		told.map((effect) =>
			effect.type === "tag" ? `tag ${effect.outcome.result} ${effect.outcome.reason}` : effect.type,
		),
	).toEqual(expected);
});

test("a grant opens for the hold time, is told and reported with its user", () => {
	const { state } = after(internal, present, read, granted);
	expect(state.bolt.position).toBe("unlocked");
	expect(effectsAfter(internal, present, read, granted)).toEqual([
		{ type: "arm", timer: "hold", ms: 10_000 },
		{ type: "tag", outcome: { uid: "AA", result: "granted" } },
		{ type: "report", payload: { access: true, user: { id: 1, email: "a@b" } } },
	]);
});

test("a refusal is told and reported, and the bolt stays locked", () => {
	const inputs: LockFirmwareInput[] = [
		internal,
		present,
		read,
		{ type: "access-answered", uid: "AA", verdict: { granted: false, reason: "timeout" } },
	];
	expect(after(...inputs).state.bolt.position).toBe("locked");
	expect(effectsAfter(...inputs)).toEqual([
		{ type: "tag", outcome: { uid: "AA", result: "denied", reason: "timeout" } },
		{ type: "report", payload: { access: false } },
	]);
});

test("no message and no loss touches the hold timer of an open lock", () => {
	for (const input of [internal, lost, pair, present, removed, reset(1, 2), paired(1)])
		for (const effect of after(internal, granted, input).effects)
			expect("timer" in effect && effect.timer === "hold").toBe(false);
	expect(after(internal, granted, lost, held).state.bolt.position).toBe("locked");
});

test("pairing keeps every key, the last mode:pair wins, and the answer leads to a reset", () => {
	const second: LockFirmwareInput = { type: "pair", params: { user: { id: 2 }, extra: [1] } };
	expect(modeAfter(internal, pair)).toBe("pairing");
	expect(effectsAfter(internal, pair, second, present, read)).toEqual([
		{ type: "complete-pair", pairing: 2, params: { user: { id: 2 }, extra: [1] }, uid: "AA" },
	]);
	expect(effectsAfter(internal, pair, present, read, paired(1))).toEqual([
		{ type: "tag", outcome: { uid: "AA", result: "paired" } },
		{ type: "reset", pairing: 1 },
	]);
	expect(modeAfter(internal, pair, present, read, paired(1))).toBe("pairing");
	expect(modeAfter(internal, pair, present, read, paired(1), reset(1, 2))).toBe("external");
});

test("a refused pair shows an error and is left by a reset too", () => {
	const inputs = [internal, pair, present, read, paired(1, "unknown pair")];
	expect(effectsAfter(...inputs)).toEqual([
		{ type: "tag", outcome: { uid: "AA", result: "pair-refused", reason: "unknown pair" } },
		{ type: "reset", pairing: 1 },
	]);
	expect(after(...inputs).state.feedback).toBe("error");
});

test("a reset that fails makes the lock join again", () => {
	const inputs = [internal, pair, present, read, paired(1), reset(1, "failed")];
	expect(effectsAfter(...inputs)).toEqual([{ type: "rejoin" }]);
	expect(modeAfter(...inputs)).toBe("pairing");
	expect(modeAfter(...inputs, lost)).toBe("internal");
	expect(modeAfter(...inputs, lost, { type: "joined", hub: hub(2) })).toBe("external");
});

test("a mode:pair during the submission begins anew, whatever the first one's answer", () => {
	const begun = [internal, pair, present, read, pair];
	expect(effectsAfter(...begun, paired(1))).toEqual([
		{ type: "tag", outcome: { uid: "AA", result: "paired" } },
	]);
	expect(modeAfter(...begun, paired(1))).toBe("pairing");
});

test("a mode:pair during the reset survives it", () => {
	const begun = [internal, pair, present, read, paired(1), pair];
	expect(modeAfter(...begun, reset(1, 1))).toBe("pairing");
	expect(effectsAfter(...begun, reset(1, "failed"))).toEqual([]);
});

test("losing the link drops the pairing, and a late answer brings nothing back", () => {
	const dropped = [internal, pair, present, read, lost];
	expect(modeAfter(...dropped)).toBe("internal");
	expect(effectsAfter(...dropped, paired(1, "closed"))).toEqual([
		{ type: "tag", outcome: { uid: "AA", result: "pair-refused", reason: "closed" } },
	]);
	expect(modeAfter(...dropped, paired(1))).toBe("internal");
});

test.each([
	["offline", []],
	["idle", [internal]],
	["pairing", [internal, pair]],
	["busy", [internal, pair, present, read]],
	["ok", [internal, granted]],
	["idle", [internal, granted, { type: "timer", timer: "feedback" }]],
	["denied", [internal, lost, present, read]],
	["error", [internal, pair, present, read, paired(1, "no")]],
	["jammed", [internal, { type: "jam" }, granted]],
] satisfies [string, LockFirmwareInput[]][])("the light shows %s", (shown, inputs) => {
	expect(indicatorOf(after(...inputs).state)).toBe(shown);
});
