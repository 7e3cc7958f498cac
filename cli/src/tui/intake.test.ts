import { expect, test } from "vitest";
import type { DeviceKind, SceneDeviceEvent } from "../up/orchestra.js";
import type { Happening } from "./happening.js";
import { Intake } from "./intake.js";

function setUp(kind: DeviceKind) {
	const flushed: number[] = [];
	const intake = new Intake({
		kindOf: (name) => (name === "it" ? kind : null),
		now: () => 42,
		full: (happenings) => flushed.push(happenings.length),
	});
	const take = (event: SceneDeviceEvent, name = "it"): readonly Happening[] => {
		intake.take({ type: "event", name, event });
		return intake.release();
	};
	return { intake, take, flushed };
}

function frame(dir: "in" | "out", data: string): SceneDeviceEvent {
	return { event: "frame", dir, at: 0, data };
}

test.each([
	["lock", "out", '["1","1","lock:a","phx_join",{}]', "lock:a phx_join"],
	[
		"lock",
		"out",
		'{"topic":"lock:a","event":"phx_join","payload":{},"ref":"1"}',
		"lock:a phx_join",
	],
	["cloud", "in", "[cc:1:5:7]", "rain 7"],
	["puff", "out", '{"op":7}', "leave"],
	["chat", "out", '{"o":1,"p":null}', null],
	["room", "out", '{"type":"ping"}', "ping"],
] as const)("a frame of a %s going %s is described: %s", (kind, dir, data, text) => {
	const [happening] = setUp(kind).take(frame(dir, data));
	expect(happening).toMatchObject({ type: "frame", at: 42, name: "it", dir, raw: data });
	if (text !== null && happening?.type === "frame") expect(happening.text).toBe(text);
});

test("a frame that nobody understands is shown as it is, without what would speak to the terminal", () => {
	const [happening] = setUp("lock").take(frame("in", "\u001b[2Jnonsense"));
	expect(happening).toMatchObject({ isForeign: true, text: "\\u001b[2Jnonsense" });
});

test("bytes are told by their number, and kept in base64", () => {
	const event: SceneDeviceEvent = { event: "frame", dir: "in", at: 0, binary: "AAEC" };
	expect(setUp("chat").take(event)).toMatchObject([
		{ isForeign: true, isBinary: true, raw: "AAEC", text: "<3 bytes>" },
	]);
});

test("the secret of a lamp is not kept", () => {
	const [happening] = setUp("cloud").take(frame("out", "cloud-my-butt"));
	expect(happening).toMatchObject({ text: "secret", raw: "***" });
});

test("a long frame is cut", () => {
	const [happening] = setUp("room").take(frame("in", "x".repeat(1_000_000)));
	if (happening?.type !== "frame") throw new Error("no frame");
	expect(happening.raw.length).toBeLessThan(2100);
	expect(happening.text.length).toBeLessThan(500);
});

test("frames of who is not in the scene are none", () => {
	expect(setUp("lock").take(frame("in", "x"), "who")).toEqual([]);
});

test("a puff's group is followed by what its gateway tells", () => {
	const { take } = setUp("puff");
	const receive = (text: string): readonly Happening[] =>
		take(frame("in", text)).filter(({ type }) => type === "group");
	expect(receive('{"op":0,"d":{"session_id":"me","heartbeat_interval":25000}}')).toEqual([]);
	const members = [
		{ session_id: "me", name: "Ann" },
		{ session_id: "b", name: "Bo\u001b", device_state: { state: 7 } },
	];
	const joined = { group_id: "ab12cd", name: "Tuesday", state: "chilling", members };
	const bo = { sessionId: "b", name: "Bo\\u001b", isReady: false, heat: "preheat" };
	expect(receive(JSON.stringify({ op: 3, t: "JOINED_GROUP", d: joined }))).toEqual([
		{ type: "group", at: 42, name: "it", groupName: "Tuesday", members: [bo] },
	]);
	const ready = { op: 3, t: "GROUP_USER_READY", d: { session_id: "b" } };
	expect(receive(JSON.stringify(ready))).toMatchObject([{ members: [{ ...bo, isReady: true }] }]);
	const left = { op: 3, t: "GROUP_USER_LEFT", d: { group_id: "ab12cd", session_id: "b" } };
	expect(receive(JSON.stringify(left))).toMatchObject([{ members: [] }]);
	expect(receive("nonsense")).toEqual([]);
});

test("what is too much to hold is given on at once", () => {
	const { intake, flushed } = setUp("room");
	for (let i = 0; i < 12_000; i++)
		intake.take({ type: "event", name: "it", event: frame("in", '{"type":"ping"}') });
	expect(flushed).toEqual([5000, 5000]);
	expect(intake.release()).toHaveLength(2000);
	expect(intake.release()).toEqual([]);
});
