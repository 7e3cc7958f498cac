import type { Step } from "@gw-sim/core";
import {
	type Profile,
	type ProfileRequest,
	parseSubscription,
	type RoomsClientEffect,
	type RoomsClientInput,
	type RoomsClientRules,
	type RoomsClientState,
	type RoomsClientTimer,
	roomsClientMachine,
	roomsClientStart,
	roomsCloseCodes,
	type ServerMessage,
	wrongKeyError,
	wrongTimestampError,
} from "@gw-sim/protocols/rooms";
import { describe, expect, test } from "vitest";

type RoomsStep = Step<RoomsClientState, RoomsClientEffect>;

function run(
	inputs: readonly RoomsClientInput[],
	rules: RoomsClientRules = {},
	from: RoomsClientState = roomsClientStart(),
): RoomsStep {
	const machine = roomsClientMachine(rules);
	return inputs.reduce<RoomsStep>(({ state }, input) => machine(state, input), {
		state: from,
		effects: [],
	});
}

const profileOf = (id: string, role: Profile["role"] = "user"): Profile => ({
	suffix: 1,
	properties: {},
	id,
	connectionDetails: {},
	role,
});
const received = (message: ServerMessage | null): RoomsClientInput => ({
	type: "received",
	message,
});
const profile = (id = "s1", role?: Profile["role"]): RoomsClientInput =>
	received({ type: "profile", profile: profileOf(id, role) });
const error = (text: string): RoomsClientInput => received({ type: "error", text });
const closed = (code: number): RoomsClientInput => ({ type: "closed", code });
const timer = (name: RoomsClientTimer): RoomsClientInput => ({ type: "timer", timer: name });
const ask = (id: number, request: ProfileRequest = { kind: "profile" }): RoomsClientInput => ({
	type: "request",
	id,
	request,
});
const login: ProfileRequest = { kind: "login", properties: { name: "Ada" } };
const authenticate: ProfileRequest = { kind: "authenticate", ts: 1, key: "k" };
const subscription = (type: "subscribe" | "unsubscribe", text: string): RoomsClientInput => {
	const parsed = parseSubscription(text);
	if (parsed === null) throw new Error(`no event in ${text}`);
	return { type, subscription: parsed };
};

const connect: RoomsClientInput = { type: "connect" };
const disconnect: RoomsClientInput = { type: "disconnect" };
const opened: RoomsClientInput = { type: "opened" };
const config = received({ type: "config", value: "" });
const toJoining = [connect, opened];
const toOnline = [...toJoining, config, profile()];
const again = [closed(1006), timer("retry"), opened, config];

const states = {
	offline: run([]).state,
	connecting: run([connect]).state,
	joining: run(toJoining).state,
	online: run(toOnline).state,
	backoff: run([connect, closed(1006)]).state,
	"gave-up": run([connect, closed(1006)], { maxRetries: 0 }).state,
} as const;
type StateName = keyof typeof states;

const inputs = {
	connect,
	disconnect,
	opened,
	closed: closed(1006),
	config,
	profile: profile(),
	nonsense: received(null),
	subscribe: subscription("subscribe", "chat"),
	send: { type: "send", message: { type: "wave" } },
	request: ask(1),
	retry: timer("retry"),
	join: timer("join"),
	ping: timer("ping"),
	silence: timer("silence"),
	"request:1": timer("request:1"),
} as const satisfies Record<string, RoomsClientInput>;
type InputName = keyof typeof inputs;

const of = <T extends RoomsClientEffect["type"]>(
	{ effects }: RoomsStep,
	type: T,
): Extract<RoomsClientEffect, { type: T }>[] =>
	effects.filter(
		(effect): effect is Extract<RoomsClientEffect, { type: T }> => effect.type === type,
	);
const sent = (step: RoomsStep): unknown[] => of(step, "send").map(({ message }) => message);

describe("state by state", () => {
	/** Where an input leads; the others leave the name of the state as it is. */
	const moves: Readonly<Record<StateName, Partial<Record<InputName, string>>>> = {
		offline: { connect: "connecting" },
		connecting: { disconnect: "offline", opened: "joining", closed: "backoff" },
		joining: {
			disconnect: "offline",
			closed: "backoff",
			profile: "online",
			join: "backoff",
			silence: "backoff",
		},
		online: { disconnect: "offline", closed: "backoff", silence: "backoff" },
		backoff: { disconnect: "offline", retry: "connecting" },
		"gave-up": { connect: "connecting" },
	};
	const cases = (Object.keys(states) as StateName[]).flatMap((state) =>
		(Object.keys(inputs) as InputName[]).map(
			(input) => [state, input, moves[state][input] ?? state] as const,
		),
	);

	test.each(cases)("%s, then %s, is %s", (state, input, next) => {
		expect(run([inputs[input]], {}, states[state]).state.name).toBe(next);
	});

	test("an input that means nothing leaves the very same state and does nothing", () => {
		for (const input of [connect, opened, timer("retry"), timer("join"), timer("request:9")])
			expect(run([input], {}, states.online)).toEqual({ state: states.online, effects: [] });
		for (const state of [states.offline, states["gave-up"]])
			for (const input of [disconnect, closed(1000), profile(), timer("ping"), timer("silence")])
				expect(run([input], {}, state).state).toBe(state);
	});
});

describe("joining", () => {
	test("waits for the profile, which the server sends by itself", () => {
		expect(run(toJoining).effects).toEqual([
			{ type: "arm", timer: "join", ms: 10_000 },
			{ type: "arm", timer: "ping", ms: 25_000 },
		]);
		expect(run(toOnline).effects).toEqual([
			{ type: "disarm", timer: "join" },
			{ type: "joined", profile: profileOf("s1") },
		]);
	});

	test("tells what comes before it", () => {
		expect(run([...toJoining, config]).effects).toEqual([
			{ type: "message", message: { type: "config", value: "" } },
		]);
	});

	test("without a profile ends the connection", () => {
		const { effects } = run([...toJoining, config, timer("join")]);
		expect(effects).toContainEqual({ type: "close", code: 1000 });
		expect(effects).toContainEqual({
			type: "lost",
			loss: { cause: "join-timeout" },
			gaveUp: false,
		});
	});
});

describe("coming back", () => {
	test("waits 1, 2, 5, 10, then 15 s, each up to half as long again", () => {
		const delays = [0, 1, 2, 3, 4, 5].map((failures) => {
			const fails = Array.from({ length: failures }, () => [closed(1006), timer("retry")]).flat();
			return of(run([connect, ...fails, closed(1006)]), "arm")[0];
		});
		expect(delays.map((effect) => effect?.ms)).toEqual([1000, 2000, 5000, 10_000, 15_000, 15_000]);
		expect(delays.map((effect) => effect?.spread)).toEqual(Array(6).fill(0.5));
	});

	test("starts over after a profile", () => {
		const step = run([...toOnline, closed(1006), timer("retry"), opened, profile(), closed(1006)]);
		expect(of(step, "arm")[0]?.ms).toBe(1000);
	});

	test("ends after maxRetries", () => {
		const step = run([connect, closed(1006), timer("retry"), closed(1006)], { maxRetries: 1 });
		expect(step.state.name).toBe("gave-up");
		expect(of(step, "lost")[0]?.gaveUp).toBe(true);
		expect(of(step, "arm")).toEqual([]);
	});

	test("dials with the session of the last profile, or with that of an earlier life", () => {
		expect(run([connect]).effects).toEqual([{ type: "open", session: null }]);
		expect(run([connect], {}, roomsClientStart("old")).effects).toEqual([
			{ type: "open", session: "old" },
		]);
		expect(of(run([...toOnline, closed(1006), timer("retry")]), "open")[0]?.session).toBe("s1");
		expect(of(run([...toOnline, disconnect, connect]), "open")[0]?.session).toBe("s1");
	});

	test("listens again to what it listened to, in that order, and to nothing else", () => {
		const wishes = [
			subscription("subscribe", "chat"),
			subscription("subscribe", "poll:a"),
			subscription("subscribe", "poll:b"),
			subscription("subscribe", "counter:a:b"),
			subscription("subscribe", "chat"),
			subscription("unsubscribe", "counter:x"),
			subscription("unsubscribe", "poll"),
		];
		const expected = [
			{ type: "subscribe", data: "counter:a:b" },
			{ type: "subscribe", data: "chat" },
		];
		expect(sent(run([...toOnline, ...wishes, ...again, profile()]))).toEqual(expected);
		expect(sent(run([...wishes, ...toOnline]))).toEqual(expected);
		expect(sent(run([...toOnline, ...wishes, disconnect, ...toOnline]))).toEqual(expected);
	});

	test("holds the whole event where one id of it is dropped", () => {
		const wishes = [subscription("subscribe", "poll"), subscription("unsubscribe", "poll:a")];
		expect(sent(run([...wishes, ...toOnline]))).toEqual([{ type: "subscribe", data: "poll" }]);
	});

	test("logs in again only where the session is another", () => {
		const loggedIn = [...toOnline, ask(1, login), profile("s1"), ...again];
		expect(sent(run([...loggedIn, profile("s1")]))).toEqual([]);
		expect(sent(run([...loggedIn, profile("s2")]))).toEqual([
			{ type: "login", data: { name: "Ada" } },
		]);
	});

	test("takes the answer to its own login before those of others", () => {
		const other = [...toOnline, ask(1, login), profile("s1"), ...again, profile("s2"), ask(2)];
		expect(of(run([...other, profile("s2")]), "settle")).toEqual([]);
		expect(of(run([...other, profile("s2"), profile("s2")]), "settle")).toHaveLength(1);
	});

	test("forgets a login that was not answered", () => {
		expect(sent(run([...toOnline, ask(1, login), ...again, profile("s2")]))).toEqual([]);
	});
});

describe("online", () => {
	test("subscriptions, messages and pings go out at once", () => {
		expect(sent(run([subscription("subscribe", "poll:")], {}, states.online))).toEqual([
			{ type: "subscribe", data: "poll" },
		]);
		expect(sent(run([inputs.send], {}, states.online))).toEqual([{ type: "wave" }]);
		expect(run([timer("ping")], {}, states.online).effects).toEqual([
			{ type: "ping" },
			{ type: "arm", timer: "ping", ms: 25_000 },
		]);
	});

	test("pings can be turned off", () => {
		expect(of(run(toJoining, { pingMs: 0 }), "arm").map((effect) => effect.timer)).toEqual([
			"join",
		]);
	});

	test("any frame ends the silence, even one that cannot be read", () => {
		const rules = { silenceTimeoutMs: 60_000 };
		const arm = { type: "arm", timer: "silence", ms: 60_000 };
		expect(run(toJoining, rules).effects).toContainEqual(arm);
		expect(run([received(null)], rules, states.online).effects).toEqual([arm]);
		expect(run([received(null)], {}, states.online).effects).toEqual([]);
		expect(run([timer("silence")], rules, states.online).effects).toContainEqual({
			type: "terminate",
		});
	});
});

describe("requests", () => {
	const outcomes = (...steps: RoomsClientInput[]): unknown[] => {
		const machine = roomsClientMachine({ maxRequests: 3 });
		let { state } = run(toOnline);
		return steps.flatMap((input) => {
			const step = machine(state, input);
			state = step.state;
			return of(step, "settle").map(({ id, outcome }) => [
				id,
				outcome.ok ? outcome.profile.id : outcome.why,
			]);
		});
	};

	test("go out with a time limit", () => {
		expect(run([...toOnline, ask(5, authenticate)]).effects).toEqual([
			{ type: "send", message: { type: "authenticate", data: { ts: 1, key: "k" } } },
			{ type: "arm", timer: "request:5", ms: 10_000 },
		]);
		expect(sent(run([...toOnline, ask(1)]))).toEqual([{ type: "profile" }]);
	});

	test("are answered in the order in which they were sent", () => {
		expect(outcomes(ask(1), ask(2, login), profile("a"), profile("b"), profile("c"))).toEqual([
			[1, "a"],
			[2, "b"],
		]);
	});

	test("that nobody answers time out, and leave the answers to those after them", () => {
		expect(outcomes(ask(1), ask(2), timer("request:1"), profile("a"))).toEqual([
			[1, "timeout"],
			[2, "a"],
		]);
	});

	test("end with their connection", () => {
		expect(outcomes(ask(1), ask(2), closed(1006))).toEqual([
			[1, "closed"],
			[2, "closed"],
		]);
		expect(outcomes(ask(1), disconnect)).toEqual([[1, "closed"]]);
	});

	test("are refused off line, and where too many wait", () => {
		expect(outcomes(ask(1), ask(2), ask(3), ask(4))).toEqual([[4, "too-many"]]);
		expect(outcomes(closed(1006), ask(1))).toEqual([[1, "not-online"]]);
	});

	test("to authenticate are answered by an admin's profile", () => {
		expect(outcomes(ask(1, authenticate), profile("a", "admin"))).toEqual([[1, "a"]]);
		expect(outcomes(ask(1, authenticate), profile("a"))).toEqual([]);
	});

	test("to authenticate have failed where a user's profile answers what was asked later", () => {
		expect(outcomes(ask(1, authenticate), ask(2), profile("a"))).toEqual([
			[1, "refused"],
			[2, "a"],
		]);
		expect(outcomes(ask(1), ask(2, authenticate), profile("a"))).toEqual([[1, "a"]]);
	});

	test.each([wrongTimestampError("1", 5), wrongKeyError])("are refused by %s", (text) => {
		expect(outcomes(ask(1), ask(2, authenticate), error(text))).toEqual([[2, "refused"]]);
		expect(outcomes(ask(1), error(text))).toEqual([]);
	});

	test("do not end by an error about something else", () => {
		expect(outcomes(ask(1, authenticate), error("Not JSON."))).toEqual([]);
	});
});

test("no close code keeps a client away", () => {
	expect(Object.values(roomsCloseCodes).filter(({ recovery }) => recovery === "fatal")).toEqual([]);
});
