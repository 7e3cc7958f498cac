import type { Step } from "@gw-sim/core";
import {
	type LockClientEffect,
	type LockClientInput,
	type LockClientRules,
	type LockClientState,
	lockClientMachine,
	lockCloseCodes,
	newLockState,
	type Payload,
	type Ref,
	type ServerMessage,
} from "@gw-sim/protocols/lock";
import { describe, expect, test } from "vitest";

const serial = "lock-8650";
const topic = `lock:${serial}`;
const lockState = newLockState(serial, "0b7f4d0e-9f6a-4a5c-8f43-6a1f4d0c2b11");

function run(
	inputs: readonly LockClientInput[],
	rules: Partial<LockClientRules> = {},
	from: LockClientState = { name: "offline" },
): Step<LockClientState, LockClientEffect> {
	const machine = lockClientMachine({ serial, ...rules });
	return inputs.reduce<Step<LockClientState, LockClientEffect>>(
		({ state }, input) => machine(state, input),
		{ state: from, effects: [] },
	);
}

const reply = (ref: Ref, status: string, response: Payload, joinRef: Ref = ref): LockClientInput =>
	received({ kind: "reply", joinRef, ref, topic, status, response });
const received = (message: ServerMessage): LockClientInput => ({ type: "received", message });
const ends = (event: "phx_error" | "phx_close", joinRef: Ref): LockClientInput =>
	received({ kind: "push", joinRef, ref: joinRef, topic, event, payload: {} });
const closed = (code: number): LockClientInput => ({ type: "closed", code });
const timer = (name: "retry" | "join" | "heartbeat" | "heartbeat-reply"): LockClientInput => ({
	type: "timer",
	timer: name,
});
const request = (id: number): LockClientInput => ({
	type: "request",
	id,
	event: "reset",
	payload: {},
});
const beat = (ref: Ref): LockClientInput =>
	received({ kind: "reply", joinRef: null, ref, topic: "phoenix", status: "ok", response: {} });
const connect: LockClientInput = { type: "connect" };
const disconnect: LockClientInput = { type: "disconnect" };
const opened: LockClientInput = { type: "opened" };
const joined = reply("1", "ok", { ...lockState });
const refused = reply("1", "error", { reason: "unauthorized" });

const toJoining = [connect, opened];
const toOnline = [...toJoining, joined];

const states = {
	offline: run([]).state,
	connecting: run([connect]).state,
	joining: run(toJoining).state,
	online: run(toOnline).state,
	"backoff with its socket": run([...toJoining, refused]).state,
	"backoff without a socket": run([...toJoining, closed(1006)]).state,
	"gave-up": run([connect, closed(1006)], { maxRetries: 0 }).state,
} as const;
type StateName = keyof typeof states;

const inputs = {
	connect,
	disconnect,
	opened,
	closed: closed(1006),
	joined,
	refused,
	phx_error: ends("phx_error", "1"),
	"stale phx_close": ends("phx_close", "0"),
	request: request(1),
	retry: timer("retry"),
	join: timer("join"),
	heartbeat: timer("heartbeat"),
	"heartbeat-reply": timer("heartbeat-reply"),
} as const;
type InputName = keyof typeof inputs;

describe("state by state", () => {
	/** Where an input leads; the others leave the state as it is. */
	const moves: Readonly<Record<StateName, Partial<Record<InputName, string>>>> = {
		offline: { connect: "connecting" },
		connecting: { disconnect: "offline", opened: "joining", closed: "backoff" },
		joining: {
			disconnect: "offline",
			closed: "backoff",
			joined: "online",
			refused: "backoff",
			phx_error: "backoff",
			join: "backoff",
			"heartbeat-reply": "backoff",
		},
		online: {
			disconnect: "offline",
			closed: "backoff",
			phx_error: "backoff",
			"heartbeat-reply": "backoff",
		},
		"backoff with its socket": { disconnect: "offline", retry: "joining" },
		"backoff without a socket": { disconnect: "offline", retry: "connecting" },
		"gave-up": { connect: "connecting" },
	};
	const cases = (Object.keys(states) as StateName[]).flatMap((state) =>
		(Object.keys(inputs) as InputName[]).map(
			(input) => [state, input, moves[state][input] ?? states[state].name] as const,
		),
	);

	test.each(cases)("%s, then %s, is %s", (state, input, next) => {
		expect(run([inputs[input]], {}, states[state]).state.name).toBe(next);
	});

	test("an input that means nothing leaves the very same state and does nothing", () => {
		for (const input of [connect, opened, joined, timer("retry"), timer("join")])
			expect(run([input], {}, states.online)).toEqual({ state: states.online, effects: [] });
		expect(run([disconnect], {}, states["gave-up"]).state).toBe(states["gave-up"]);
		expect(run([disconnect], {}, states.offline).state).toBe(states.offline);
	});
});

const sent = ({ effects }: Step<LockClientState, LockClientEffect>): unknown[] =>
	effects.flatMap((effect) => (effect.type === "send" ? [effect.message] : []));
const of = <T extends LockClientEffect["type"]>(
	{ effects }: Step<LockClientState, LockClientEffect>,
	type: T,
): Extract<LockClientEffect, { type: T }>[] =>
	effects.filter(
		(effect): effect is Extract<LockClientEffect, { type: T }> => effect.type === type,
	);

describe("joining", () => {
	test("an open socket starts the heartbeats, joins with a ref of its own, and waits 10 s", () => {
		expect(run(toJoining).effects).toEqual([
			{ type: "arm", timer: "heartbeat", ms: 30_000 },
			{
				type: "send",
				message: { joinRef: "1", ref: "1", topic, event: "phx_join", payload: {} },
			},
			{ type: "arm", timer: "join", ms: 10_000 },
		]);
	});

	test("the reply tells the lock's state", () => {
		expect(run(toOnline).effects).toEqual([
			{ type: "disarm", timer: "join" },
			{ type: "joined", state: lockState },
		]);
	});

	test("a reply without join_ref, as in version 1, is matched by its ref", () => {
		const v1 = reply("1", "ok", { ...lockState }, null);
		expect(run([...toJoining, v1]).state.name).toBe("online");
	});

	test("a refusal tells its reason, keeps socket and heartbeats, and comes back after a step", () => {
		expect(run([...toJoining, refused]).effects).toEqual([
			{ type: "disarm", timer: "join" },
			{ type: "lost", loss: { cause: "join-refused", reason: "unauthorized" }, gaveUp: false },
			{ type: "arm", timer: "retry", ms: 1000, spread: 0.5 },
		]);
	});

	test.each<Payload>([null, {}, { reason: 5 }, new Uint8Array(2), "no"])(
		"a refusal with the response %j has no reason",
		(response) => {
			expect(of(run([...toJoining, reply("1", "error", response)]), "lost")[0]?.loss).toEqual({
				cause: "join-refused",
				reason: "no reason given",
			});
		},
	);

	test("a reply that is no state counts as a failed join", () => {
		const step = run([...toJoining, reply("1", "ok", {})]);
		expect(of(step, "lost")[0]?.loss).toEqual({ cause: "bad-state" });
	});

	test("a join that takes too long is left, and joined anew with a fresh ref", () => {
		const late = run([...toJoining, timer("join")]);
		expect(sent(late)).toEqual([
			{ joinRef: "1", ref: "2", topic, event: "phx_leave", payload: {} },
		]);
		expect(of(late, "lost")[0]?.loss).toEqual({ cause: "join-timeout" });
		const again = run([timer("retry")], {}, late.state);
		expect(sent(again)).toEqual([
			{ joinRef: "3", ref: "3", topic, event: "phx_join", payload: {} },
		]);
	});

	test("the late reply to an earlier join is none to this one", () => {
		const rejoining = run([...toJoining, timer("join"), timer("retry")]).state;
		for (const late of [joined, reply("1", "ok", { ...lockState }, null)])
			expect(run([late], {}, rejoining).state).toBe(rejoining);
	});

	test("messages to other topics are ignored", () => {
		const other = { kind: "reply", joinRef: "1", ref: "1", topic: "lock:other" } as const;
		const input = received({ ...other, status: "ok", response: { ...lockState } });
		expect(run([input], {}, states.joining).state).toBe(states.joining);
	});
});

describe("losing the channel", () => {
	test.each([
		["phx_error", "channel-error"],
		["phx_close", "channel-closed"],
	] as const)("%s of this join loses the channel and keeps the socket", (event, cause) => {
		const step = run([ends(event, "1")], {}, states.online);
		expect(of(step, "lost")).toEqual([{ type: "lost", loss: { cause }, gaveUp: false }]);
		expect([...of(step, "close"), ...of(step, "terminate")]).toEqual([]);
		expect(run([timer("retry")], {}, step.state).state.name).toBe("joining");
	});

	test.each(["phx_error", "phx_close"] as const)("%s of an earlier join is ignored", (event) => {
		expect(run([ends(event, "0")], {}, states.online)).toEqual({
			state: states.online,
			effects: [],
		});
	});

	test("an end without join_ref is taken for one of this join", () => {
		const input = received({ kind: "broadcast", topic, event: "phx_close", payload: {} });
		expect(run([input], {}, states.online).state.name).toBe("backoff");
	});

	test("a socket that closes meanwhile is opened again when the time has come", () => {
		const dry = run([closed(1012)], {}, states["backoff with its socket"]);
		expect(dry.effects).toEqual([
			{ type: "disarm", timer: "heartbeat" },
			{ type: "disarm", timer: "heartbeat-reply" },
		]);
		expect(run([timer("retry")], {}, dry.state).effects).toEqual([{ type: "open" }]);
	});
});

describe("heartbeats", () => {
	test("one is sent without join_ref and has 10 s to be answered", () => {
		expect(run([timer("heartbeat")], {}, states.online).effects).toEqual([
			{
				type: "send",
				message: { joinRef: null, ref: "2", topic: "phoenix", event: "heartbeat", payload: {} },
			},
			{ type: "arm", timer: "heartbeat-reply", ms: 10_000 },
		]);
	});

	test("the next comes 30 s after the answer", () => {
		expect(run([timer("heartbeat"), beat("2")], {}, states.online).effects).toEqual([
			{ type: "disarm", timer: "heartbeat-reply" },
			{ type: "arm", timer: "heartbeat", ms: 30_000 },
		]);
	});

	test("an answer to another one counts for nothing", () => {
		for (const input of [beat("1"), beat(2), beat(null)])
			expect(run([timer("heartbeat"), input], {}, states.online).effects).toEqual([]);
		expect(run([beat(null)], {}, states.online).effects).toEqual([]);
	});

	test("without an answer the connection is cut, since a closing handshake would hang as well", () => {
		const step = run([timer("heartbeat"), timer("heartbeat-reply")], {}, states.online);
		expect(of(step, "terminate")).toHaveLength(1);
		expect(of(step, "lost")[0]?.loss).toEqual({ cause: "heartbeat-timeout" });
		expect(step.state).toMatchObject({ name: "backoff", wire: null });
	});

	test("they go on while only the channel is lost", () => {
		const waiting = states["backoff with its socket"];
		expect(sent(run([timer("heartbeat")], {}, waiting))).toHaveLength(1);
		const zombie = run([timer("heartbeat"), timer("heartbeat-reply")], {}, waiting);
		expect(zombie.effects).toEqual([{ type: "disarm", timer: "heartbeat" }, { type: "terminate" }]);
		expect(zombie.state).toMatchObject({ name: "backoff", wire: null });
	});
});

describe("coming back", () => {
	test("failures in a row wait 1, 2, 5, 10 and then 15 s, each up to half as long again", () => {
		let { state } = run([connect]);
		for (const ms of [1000, 2000, 5000, 10_000, 15_000, 15_000]) {
			const step = run([closed(1006)], {}, state);
			expect(of(step, "arm")).toEqual([{ type: "arm", timer: "retry", ms, spread: 0.5 }]);
			state = run([timer("retry")], {}, step.state).state;
		}
	});

	test("every kind of failure counts", () => {
		const step = run([
			connect,
			closed(1006),
			timer("retry"),
			opened,
			refused,
			timer("retry"),
			timer("join"),
		]);
		expect(of(step, "arm")[0]?.ms).toBe(5000);
	});

	test("being online forgets the failures", () => {
		const step = run([connect, closed(1006), timer("retry"), opened, joined, closed(1006)]);
		expect(of(step, "arm")[0]?.ms).toBe(1000);
	});

	test("steps can be given", () => {
		expect(of(run([connect, closed(1006)], { backoffSteps: [7] }), "arm")[0]?.ms).toBe(7);
	});

	test.each([...Object.keys(lockCloseCodes).map(Number), 4000, 4999])(
		"a close with %i is told and followed by another attempt",
		(code) => {
			for (const state of [states.connecting, states.joining, states.online]) {
				const step = run([closed(code)], {}, state);
				expect(step.state).toMatchObject({ name: "backoff", wire: null });
				expect(of(step, "lost")).toEqual([
					{ type: "lost", loss: { cause: "closed", code }, gaveUp: false },
				]);
			}
		},
	);

	test("what kept a connection from opening is told", () => {
		const failure = { kind: "refused-upgrade", message: "HTTP 403", status: 403 };
		const step = run([connect, { type: "closed", code: 1006, failure }]);
		expect(of(step, "lost")[0]?.loss).toEqual({ cause: "closed", code: 1006, failure });
	});

	test("after maxRetries failed attempts more the client stays away", () => {
		const attempts = [connect, closed(1006), timer("retry"), closed(1006), timer("retry")];
		const rules = { maxRetries: 2 };
		expect(run(attempts, rules).state.name).toBe("connecting");
		const last = run([...attempts, closed(1006)], rules);
		expect(last.state).toEqual({ name: "gave-up" });
		expect(of(last, "lost")[0]?.gaveUp).toBe(true);
		expect(of(last, "arm")).toEqual([]);
	});

	test("giving up on an open socket closes it", () => {
		const step = run([...toJoining, refused], { maxRetries: 0 });
		expect(of(step, "close")).toEqual([{ type: "close", code: 1000 }]);
		expect(of(step, "disarm").map((effect) => effect.timer)).toContain("heartbeat");
	});

	test("who gave up can be asked to connect again, with a clean slate", () => {
		expect(run([connect], {}, states["gave-up"])).toEqual({
			state: { name: "connecting", failures: 0 },
			effects: [{ type: "open" }],
		});
	});
});

describe("disconnecting", () => {
	const goodbye = (step: Step<LockClientState, LockClientEffect>): unknown[] =>
		step.effects.filter(({ type }) => type !== "disarm");
	const leave = {
		type: "send",
		message: { joinRef: "1", ref: "2", topic, event: "phx_leave", payload: {} },
	};

	test.each<[StateName, unknown[]]>([
		["offline", []],
		["connecting", [{ type: "terminate" }]],
		["joining", [leave, { type: "close", code: 1000 }]],
		["online", [leave, { type: "close", code: 1000 }]],
		["backoff with its socket", [{ type: "close", code: 1000 }]],
		["backoff without a socket", []],
		["gave-up", []],
	])("from %s leaves what was joined and closes what was open", (state, effects) => {
		expect(goodbye(run([disconnect], {}, states[state]))).toEqual(effects);
	});

	test("all timers stop", () => {
		for (const state of [states.joining, states.online, states["backoff with its socket"]])
			expect(of(run([disconnect], {}, state), "disarm").map((effect) => effect.timer)).toEqual([
				"retry",
				"join",
				"heartbeat",
				"heartbeat-reply",
			]);
	});
});

describe("requests", () => {
	const ok = reply("2", "ok", { a: 1 }, "1");

	test("one goes out under this join with a fresh ref and has 10 s", () => {
		expect(run([request(7)], {}, states.online).effects).toEqual([
			{ type: "send", message: { joinRef: "1", ref: "2", topic, event: "reset", payload: {} } },
			{ type: "arm", timer: "request:2", ms: 10_000 },
		]);
	});

	test("its reply settles it, whatever the status", () => {
		const outcome = { ok: true, status: "weird", response: { a: 1 } };
		expect(
			run([request(7), reply("2", "weird", { a: 1 }, "1")], {}, states.online).effects,
		).toEqual([
			{ type: "disarm", timer: "request:2" },
			{ type: "settle", id: 7, outcome },
		]);
	});

	test("replies may come in any order", () => {
		const second = run([request(7), request(8), reply("3", "ok", {}, "1")], {}, states.online);
		expect(of(second, "settle").map(({ id }) => id)).toEqual([8]);
		expect(of(run([ok], {}, second.state), "settle").map(({ id }) => id)).toEqual([7]);
	});

	test("without a reply it times out, and a late one is ignored", () => {
		const late = run([request(7), { type: "timer", timer: "request:2" }], {}, states.online);
		expect(late.effects).toEqual([
			{ type: "settle", id: 7, outcome: { ok: false, why: "timeout" } },
		]);
		expect(run([ok], {}, late.state)).toEqual({ state: late.state, effects: [] });
	});

	test("a reply with a ref that is no text settles nothing", () => {
		for (const ref of [2, null, ["2"], {}])
			expect(run([request(7), reply(ref, "ok", {}, "1")], {}, states.online).effects).toEqual([]);
	});

	test("no more than maxRequests wait at a time", () => {
		const inputs = [request(1), request(2), request(3)];
		const full = run(inputs, { maxRequests: 2 }, states.online);
		expect(full.effects).toEqual([
			{ type: "settle", id: 3, outcome: { ok: false, why: "too-many" } },
		]);
		const room = run([...inputs, ok, request(4)], { maxRequests: 2 }, states.online);
		expect(sent(room)).toHaveLength(1);
	});

	test.each<StateName>([
		"offline",
		"connecting",
		"joining",
		"backoff with its socket",
		"backoff without a socket",
		"gave-up",
	])("one while %s fails at once", (state) => {
		expect(run([request(7)], {}, states[state])).toEqual({
			state: states[state],
			effects: [{ type: "settle", id: 7, outcome: { ok: false, why: "not-online" } }],
		});
	});

	test.each<[string, LockClientInput]>([
		["the socket closes", closed(1006)],
		["the channel crashes", ends("phx_error", "1")],
		["the connection proves dead", timer("heartbeat-reply")],
		["the client disconnects", disconnect],
	])("those that wait fail when %s", (_, input) => {
		const step = run([request(7), request(8), input], {}, states.online);
		expect(of(step, "settle")).toEqual([
			{ type: "settle", id: 7, outcome: { ok: false, why: "closed" } },
			{ type: "settle", id: 8, outcome: { ok: false, why: "closed" } },
		]);
		expect(of(step, "disarm").map((effect) => effect.timer)).toEqual(
			expect.arrayContaining(["request:2", "request:3"]),
		);
	});
});

describe("events", () => {
	const event = { event: "mode:pair", payload: { name: "fob" } };

	test("broadcasts and pushes of this join reach the device", () => {
		for (const message of [
			{ kind: "broadcast", topic, ...event },
			{ kind: "push", joinRef: "1", ref: null, topic, ...event },
		] as const)
			expect(run([received(message)], {}, states.online).effects).toEqual([
				{ type: "event", ...event },
			]);
	});

	test("those of an earlier join, another topic, or before the join is done do not", () => {
		const stale = received({ kind: "push", joinRef: "0", ref: null, topic, ...event });
		const foreign = received({ kind: "broadcast", topic: "lock:other", ...event });
		const early = received({ kind: "broadcast", topic, ...event });
		expect(run([stale], {}, states.online).effects).toEqual([]);
		expect(run([foreign], {}, states.online).effects).toEqual([]);
		expect(run([early], {}, states.joining).effects).toEqual([]);
	});
});
