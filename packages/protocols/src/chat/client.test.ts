import type { Step } from "@gw-sim/core";
import {
	type ChatClientEffect,
	type ChatClientInput,
	type ChatClientRules,
	type ChatClientState,
	chatClientMachine,
	type ReceivedMessage,
	type ServerEvent,
} from "@gw-sim/protocols/chat";
import { describe, expect, test } from "vitest";

function run(
	inputs: readonly ChatClientInput[],
	rules: ChatClientRules = {},
	from: ChatClientState = { name: "offline" },
): Step<ChatClientState, ChatClientEffect> {
	const machine = chatClientMachine(rules);
	return inputs.reduce<Step<ChatClientState, ChatClientEffect>>(
		({ state }, input) => machine(state, input),
		{ state: from, effects: [] },
	);
}

const received = (message: ReceivedMessage): ChatClientInput => ({ type: "received", message });
const closed = (code: number): ChatClientInput => ({ type: "closed", code });
const timer = (name: "retry" | "introduce" | "ready" | "heartbeat"): ChatClientInput => ({
	type: "timer",
	timer: name,
});
const ready = (sessionId: string, resumed = false): ChatClientInput =>
	received({ kind: "ready", v: 6, sessionId, encKey: "", resumed });
const said: ServerEvent = { type: "SERVER_MESSAGE", content: "hi" };
const dispatch = (s: number | null, event = said): ChatClientInput =>
	received({ kind: "dispatch", event, s });
const error = (code: number, fatal: boolean): ChatClientInput =>
	received({ kind: "error", code, fatal });

const connect: ChatClientInput = { type: "connect" };
const disconnect: ChatClientInput = { type: "disconnect" };
const opened: ChatClientInput = { type: "opened" };
const introduced = received({ kind: "introduce", heartbeatIntervalMs: 20_000 });
const beat = received({ kind: "heartbeat" });
const token: ChatClientInput = { type: "token", token: "t" };
const noToken: ChatClientInput = { type: "no-token", reason: "no" };
const typing: ChatClientInput = { type: "execute", event: { type: "START_TYPING" } };
const foreign = received({ kind: "foreign", name: "TEA", cnf: "null", s: 1 });

const toIntroducing = [connect, opened];
const toAuthorising = [...toIntroducing, introduced];
const toJoining = [...toAuthorising, token];
const toOnline = [...toJoining, ready("968")];
const rejoin = [timer("retry"), opened, introduced, token];

const states = {
	offline: run([]).state,
	connecting: run([connect]).state,
	introducing: run(toIntroducing).state,
	authorising: run(toAuthorising).state,
	joining: run(toJoining).state,
	online: run(toOnline).state,
	backoff: run([...toOnline, closed(1006)]).state,
	stopped: run([...toJoining, closed(1008)]).state,
} as const;
type StateName = keyof typeof states;

const inputs = {
	connect,
	disconnect,
	opened,
	token,
	"no-token": noToken,
	introduced,
	ready: ready("969"),
	beat,
	refused: error(4004, false),
	"fatal error": error(4001, true),
	dispatch: dispatch(1),
	foreign,
	cut: closed(1006),
	"closed for good": closed(1008),
	execute: typing,
	retry: timer("retry"),
	introduce: timer("introduce"),
	"ready timeout": timer("ready"),
	heartbeat: timer("heartbeat"),
} as const;
type InputName = keyof typeof inputs;

describe("state by state", () => {
	const losses = { cut: "backoff", "closed for good": "stopped", disconnect: "offline" } as const;
	/** Where an input leads; the others leave the state as it is. */
	const moves: Readonly<Record<StateName, Partial<Record<InputName, string>>>> = {
		offline: { connect: "connecting" },
		connecting: { ...losses, opened: "introducing" },
		introducing: { ...losses, introduced: "authorising", introduce: "backoff" },
		authorising: {
			...losses,
			token: "joining",
			"no-token": "backoff",
			"ready timeout": "backoff",
		},
		joining: { ...losses, ready: "online", "ready timeout": "backoff" },
		online: losses,
		backoff: { disconnect: "offline", retry: "connecting" },
		stopped: { connect: "connecting" },
	};
	const cases = (Object.keys(states) as StateName[]).flatMap((state) =>
		(Object.keys(inputs) as InputName[]).map(
			(input) => [state, input, moves[state][input] ?? states[state].name] as const,
		),
	);

	test.each(cases)("%s, then %s, is %s", (state, input, next) => {
		expect(run([inputs[input]], {}, states[state]).state.name).toBe(next);
	});

	/** The inputs that make a state send something. */
	const senders: Partial<Record<StateName, readonly InputName[]>> = {
		authorising: ["token", "heartbeat"],
		joining: ["heartbeat"],
		online: ["execute", "heartbeat"],
	};
	test.each(cases)("%s, then %s, sends no more than it may", (state, input) => {
		const { effects } = run([inputs[input]], {}, states[state]);
		const sends = effects.filter(({ type }) => type === "send").length;
		expect(sends).toBe(senders[state]?.includes(input) ? 1 : 0);
	});
});

describe("coming on line", () => {
	test("nothing is sent before 100, then the token is asked for and presented", () => {
		expect(run([connect]).effects).toEqual([{ type: "open" }]);
		expect(run(toIntroducing).effects).toEqual([{ type: "arm", timer: "introduce", ms: 10_000 }]);
		expect(run(toAuthorising).effects).toEqual([
			{ type: "disarm", timer: "introduce" },
			{ type: "arm", timer: "heartbeat", ms: 1, spread: 19_999 },
			{ type: "arm", timer: "ready", ms: 10_000 },
			{ type: "token" },
		]);
		expect(run(toJoining).effects).toEqual([
			{ type: "send", message: { kind: "present", token: "t", resume: null } },
		]);
		expect(run(toOnline).effects).toEqual([
			{ type: "disarm", timer: "ready" },
			{
				type: "ready",
				ready: { kind: "ready", v: 6, sessionId: "968", encKey: "", resumed: false },
			},
		]);
	});

	test.each([
		["introduce-timeout", [...toIntroducing, timer("introduce")]],
		["ready-timeout", [...toAuthorising, timer("ready")]],
		["ready-timeout", [...toJoining, timer("ready")]],
	])("%s closes in a way that leaves the session", (cause, happenings) => {
		expect(run(happenings).effects).toEqual(
			expect.arrayContaining([
				{ type: "close", code: 4001 },
				{ type: "lost", loss: { cause }, end: null },
			]),
		);
	});

	test("a token that cannot be had is a loss with its reason", () => {
		expect(run([...toAuthorising, noToken]).effects).toContainEqual({
			type: "lost",
			loss: { cause: "token", reason: "no" },
			end: null,
		});
	});
});

describe("heartbeats", () => {
	test("an answered beat is followed by the next one interval later", () => {
		const answered = [...toOnline, timer("heartbeat"), beat, timer("heartbeat")];
		expect(run(answered).effects).toEqual([
			{ type: "send", message: { kind: "heartbeat" } },
			{ type: "arm", timer: "heartbeat", ms: 20_000 },
		]);
	});

	test.each([
		["authorising", toAuthorising],
		["joining", toJoining],
		["online", toOnline],
	])(
		"a beat that is due while the last is unanswered ends a connection that is %s",
		(_, before) => {
			const { state, effects } = run([...before, timer("heartbeat"), timer("heartbeat")]);
			expect(state.name).toBe("backoff");
			expect(effects).toContainEqual({ type: "close", code: 4001 });
			expect(effects).toContainEqual({
				type: "lost",
				loss: { cause: "heartbeat-timeout" },
				end: null,
			});
		},
	);

	test("only a 120 answers a beat", () => {
		const other = [...toOnline, timer("heartbeat"), dispatch(1), introduced, error(3, false)];
		expect(run([...other, timer("heartbeat")]).state.name).toBe("backoff");
	});
});

describe("sessions", () => {
	const presented = (happenings: readonly ChatClientInput[]): unknown =>
		run(happenings).effects.find(({ type }) => type === "send");
	const present = (resume: unknown): unknown => ({
		type: "send",
		message: { kind: "present", token: "t", resume },
	});
	const heard = [...toOnline, dispatch(1), dispatch(2)];

	test.each([1001, 1006, 1011, 1012, 4000, 4001, 4002, 4003])(
		"after a close with %i the session is asked for again",
		(code) => {
			expect(presented([...heard, closed(code), ...rejoin])).toEqual(
				present({ sessionId: "968", s: 2 }),
			);
		},
	);

	test.each([1000, 1009, 4004, 4999])("after a close with %i a new one is", (code) => {
		expect(presented([...heard, closed(code), ...rejoin])).toEqual(present(null));
	});

	test("a session waits through attempts that fail", () => {
		const failed = [...heard, closed(1006), timer("retry"), closed(1006), timer("retry"), opened];
		expect(presented([...failed, timer("introduce"), ...rejoin])).toEqual(
			present({ sessionId: "968", s: 2 }),
		);
	});

	test("a resumed session counts on, and what it repeats is not told twice", () => {
		const resumed = [...heard, closed(1006), ...rejoin, ready("968", true)];
		expect(run(resumed).effects).toContainEqual(
			expect.objectContaining({ ready: expect.objectContaining({ resumed: true }) }),
		);
		expect(run([...resumed, dispatch(1)]).effects).toEqual([]);
		expect(run([...resumed, dispatch(2)]).effects).toEqual([]);
		expect(run([...resumed, dispatch(3)]).effects).toEqual([{ type: "event", event: said }]);
		expect(run([...resumed, dispatch(3), dispatch(3)]).effects).toEqual([]);
	});

	test.each([
		["another session", ready("969")],
		["the same id without the word resumed", ready("968")],
		["the word resumed with another id", ready("969", true)],
	])("%s starts to count again", (_, answer) => {
		const fresh = [...heard, closed(1006), ...rejoin, answer];
		expect(run(fresh).effects).toContainEqual(
			expect.objectContaining({ ready: expect.objectContaining({ resumed: false }) }),
		);
		expect(run([...fresh, dispatch(1)]).effects).toEqual([{ type: "event", event: said }]);
	});

	test("disconnect ends the session by 1000, and the next connection asks for none", () => {
		expect(run([...heard, disconnect]).effects).toContainEqual({ type: "close", code: 1000 });
		expect(presented([...heard, disconnect, ...toJoining])).toEqual(present(null));
	});

	test("what is sent tells the last number that was handled", () => {
		const sent = (happenings: readonly ChatClientInput[]): unknown =>
			run([...happenings, typing]).effects;
		const execute = (ack: number | null): unknown => [
			{ type: "send", message: { kind: "execute", event: { type: "START_TYPING" }, ack } },
		];
		expect(sent(toOnline)).toEqual(execute(null));
		expect(sent(heard)).toEqual(execute(2));
		expect(sent([...heard, foreign])).toEqual(execute(2));
		expect(sent([...toOnline, foreign])).toEqual(execute(1));
	});

	test("a gateway without numbers is listened to all the same", () => {
		const twice = [...toOnline, dispatch(null), dispatch(null)];
		expect(run(twice).effects).toEqual([{ type: "event", event: said }]);
	});
});

describe("losses", () => {
	const lossOf = (happenings: readonly ChatClientInput[], rules: ChatClientRules = {}): unknown =>
		run(happenings, rules).effects.find(({ type }) => type === "lost");
	const waitOf = (happenings: readonly ChatClientInput[]): unknown => {
		const arm = run(happenings).effects.find(
			(effect) => effect.type === "arm" && effect.timer === "retry",
		);
		if (arm?.type !== "arm") return null;
		return [arm.ms, arm.ms * (1 + (arm.spread ?? 0))];
	};
	const failing = (times: number): readonly ChatClientInput[] => [
		connect,
		closed(1006),
		...Array.from({ length: times - 1 }, () => [timer("retry"), closed(1006)]).flat(),
	];

	test("the waits are random parts of 1 s doubling to 30 s", () => {
		const waits = [1, 2, 3, 4, 5, 6, 7].map((times) => waitOf(failing(times)));
		expect(waits).toEqual([1000, 2000, 4000, 8000, 16_000, 30_000, 30_000].map((ms) => [1, ms]));
	});

	test("a 140 starts the waits over, an opened connection does not", () => {
		expect(waitOf([...toOnline, closed(1006)])).toEqual([1, 1000]);
		const flapping = [...failing(3), ...rejoin];
		expect(waitOf([...flapping, closed(1006)])).toEqual([1, 8000]);
		expect(waitOf([...flapping, ready("968"), closed(1006)])).toEqual([1, 1000]);
	});

	test("a rate-limited client stays away for five seconds at least", () => {
		expect(waitOf([...toOnline, closed(4002)])).toEqual([5000, 5999]);
	});

	test("the error before a close is told as its cause", () => {
		expect(lossOf([...toOnline, error(4003, true), closed(4003)])).toEqual({
			type: "lost",
			loss: { cause: "closed", code: 4003, error: 4003 },
			end: null,
		});
		expect(lossOf([...toJoining, error(0, true), closed(1008)])).toEqual({
			type: "lost",
			loss: { cause: "closed", code: 1008, error: 0 },
			end: "refused",
		});
		const later = [...toOnline, error(4003, true), closed(4003), timer("retry"), closed(1006)];
		expect(lossOf(later)).toMatchObject({ loss: { error: null } });
	});

	test("an error that is not fatal is told, and leaves everything as it is", () => {
		const { state, effects } = run([...toOnline, error(3, false)]);
		expect(effects).toEqual([{ type: "refused", code: 3 }]);
		expect(state).toEqual(states.online);
	});

	test("nothing is asked of a gateway that said why it will close", () => {
		expect(run([...toOnline, error(4003, true), typing]).effects).toEqual([]);
	});

	test("what kept a connection from opening is told", () => {
		const failure = { kind: "unreachable", message: "no" };
		expect(lossOf([connect, { type: "closed", code: 1006, failure }])).toEqual({
			type: "lost",
			loss: { cause: "closed", code: 1006, error: null, failure },
			end: null,
		});
	});

	test("as many failures in a row as there are retries, and one, end it", () => {
		expect(lossOf(failing(2), { maxRetries: 2 })).toMatchObject({ end: null });
		expect(lossOf(failing(3), { maxRetries: 2 })).toMatchObject({ end: "gave-up" });
		expect(run(failing(3), { maxRetries: 2 }).state).toEqual({ name: "stopped" });
		expect(lossOf([...toOnline, closed(1006)], { maxRetries: 0 })).toMatchObject({
			end: "gave-up",
		});
	});
});
