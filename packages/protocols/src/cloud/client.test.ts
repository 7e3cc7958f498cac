import type { Step } from "@gw-sim/core";
import {
	type CloudClientEffect,
	type CloudClientInput,
	type CloudClientRules,
	type CloudClientState,
	type CloudClientTimer,
	cloudClientMachine,
	cloudClientStart,
	cloudCloseCodes,
	decodeServerMessage,
	type WhenOffline,
} from "@gw-sim/protocols/cloud";
import { describe, expect, test } from "vitest";

type CloudStep = Step<CloudClientState, CloudClientEffect>;

function run(
	inputs: readonly CloudClientInput[],
	rules: CloudClientRules = {},
	from: CloudClientState = cloudClientStart,
): CloudStep {
	const machine = cloudClientMachine(rules);
	return inputs.reduce<CloudStep>(({ state }, input) => machine(state, input), {
		state: from,
		effects: [],
	});
}

const received = (frame: string | Uint8Array): CloudClientInput => ({
	type: "received",
	message: decodeServerMessage(frame),
});
const closed = (code: number): CloudClientInput => ({ type: "closed", code });
const timer = (name: CloudClientTimer): CloudClientInput => ({ type: "timer", timer: name });
const connect: CloudClientInput = { type: "connect" };
const disconnect: CloudClientInput = { type: "disconnect" };
const opened: CloudClientInput = { type: "opened" };
const secret: CloudClientInput = { type: "secret", secret: "s3cret" };
const log: CloudClientInput = { type: "log", line: "hello" };

const toJoining = [connect, opened, secret];
const toOnline = [...toJoining, received("ok")];

const states = {
	offline: run([]).state,
	connecting: run([connect]).state,
	authorising: run([connect, opened]).state,
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
	secret,
	"no-secret": { type: "no-secret", reason: "none" },
	ok: received("ok"),
	pong: received("pong"),
	packet: received("[cc:1:5:7]"),
	reset: received("[cc:r:?:?]"),
	text: received("hello"),
	empty: received(""),
	binary: received(new Uint8Array(3)),
	closed: closed(1006),
	log,
	retry: timer("retry"),
	"join timer": timer("join"),
	ping: { type: "ping" },
	"ping timer": timer("ping"),
	"pong timer": timer("pong"),
} as const satisfies Record<string, CloudClientInput>;
type InputName = keyof typeof inputs;

const of = <T extends CloudClientEffect["type"]>(
	{ effects }: CloudStep,
	type: T,
): Extract<CloudClientEffect, { type: T }>[] =>
	effects.filter(
		(effect): effect is Extract<CloudClientEffect, { type: T }> => effect.type === type,
	);

describe("state by state", () => {
	/** Where an input leads; the others leave the name of the state as it is. */
	const moves: Readonly<Record<StateName, Partial<Record<InputName, string>>>> = {
		offline: { connect: "connecting" },
		connecting: { disconnect: "offline", opened: "authorising", closed: "backoff" },
		authorising: {
			disconnect: "offline",
			secret: "joining",
			"no-secret": "backoff",
			closed: "backoff",
			"join timer": "backoff",
		},
		joining: {
			disconnect: "offline",
			ok: "online",
			closed: "backoff",
			"join timer": "backoff",
		},
		online: { disconnect: "offline", reset: "backoff", closed: "backoff" },
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
		const idle = [connect, opened, secret, log, timer("retry"), timer("join")];
		for (const input of [...idle, received("ok"), received("pong"), received("")])
			expect(run([input], {}, states.online)).toEqual({ state: states.online, effects: [] });
		for (const state of [states.offline, states["gave-up"], states.backoff])
			for (const name of [
				"opened",
				"secret",
				"ok",
				"packet",
				"closed",
				"log",
				"ping",
				"ping timer",
			] as const)
				expect(run([inputs[name]], {}, state)).toEqual({ state, effects: [] });
	});
});

describe("logging in", () => {
	test("asks for the secret, sends it first, and waits 8 s for ok", () => {
		const arm = { type: "arm", timer: "join", ms: 8000 };
		expect(run([connect]).effects).toEqual([{ type: "open" }]);
		expect(run([connect, opened]).effects).toEqual([arm, { type: "secret" }]);
		expect(run(toJoining).effects).toEqual([
			{ type: "send", message: { type: "secret", secret: "s3cret" } },
			arm,
		]);
		expect(run(toOnline).effects).toEqual([
			{ type: "disarm", timer: "join" },
			{ type: "arm", timer: "ping", ms: 4000 },
			{ type: "joined" },
		]);
	});

	test("leaves nothing of the secret in any state", () => {
		expect(JSON.stringify(Object.values(states))).not.toContain("s3cret");
	});

	test("takes no ok for an answer before the secret was sent", () => {
		const step = run([connect, opened, received("ok")]);
		expect(step).toEqual({ state: states.authorising, effects: [] });
	});

	test("shows nothing of what comes before ok, and counts it", () => {
		const early = ["[cc:1:5:7][cc:2:1,2,3:0]", "[cc:r:?:?]", "hello", "", "pong"].map(received);
		const binary = received(new Uint8Array(1));
		const step = run([...toJoining, ...early, binary, received("ok")]);
		expect(of(step, "show")).toEqual([]);
		expect(step.state.memory).toEqual({
			...states.joining.memory,
			counters: { violations: 4, rejected: 0, unknown: 0, binary: 1 },
		});
	});

	test.each([
		["join-timeout", timer("join"), { cause: "join-timeout" }],
		["no secret", inputs["no-secret"], { cause: "secret", reason: "none" }],
	])("ends with an empty close frame after %s", (_, input, loss) => {
		const from = input.type === "no-secret" ? states.authorising : states.joining;
		const step = run([input], {}, from);
		expect(of(step, "close")).toEqual([{ type: "close" }]);
		expect(of(step, "lost")).toEqual([{ type: "lost", loss, gaveUp: false }]);
	});

	test.each([
		["connecting", "connecting"],
		["authorising", "joining"],
		["joining", "joining"],
		["online", "online"],
	] as const)("a connection that ends while %s is lost while %s", (state, during) => {
		const failure = { kind: "other", message: "invalid status code 1015" };
		const step = run([{ type: "closed", code: 1006, failure }], {}, states[state]);
		expect(of(step, "lost")[0]?.loss).toEqual({ cause: "closed", during, code: 1006, failure });
	});
});

describe("pings", () => {
	const ping = timer("ping");
	const miss = timer("pong");
	const pong = received("pong");
	const arms = (...steps: readonly CloudClientInput[]): unknown[] =>
		of(run(steps, {}, states.online), "arm").map(({ timer: name, ms }) => [name, ms]);

	test("go out every 4 s, and are answered within 5 s", () => {
		expect(run([ping], {}, states.online).effects).toEqual([
			{ type: "send", message: { type: "ping" } },
			{ type: "arm", timer: "ping", ms: 4000 },
			{ type: "arm", timer: "pong", ms: 5000 },
		]);
		expect(run([inputs.ping], {}, states.online)).toEqual(run([ping], {}, states.online));
		expect(run([ping, pong], {}, states.online)).toEqual({
			state: states.online,
			effects: [{ type: "disarm", timer: "pong" }],
		});
	});

	test("that overlap have each their own 5 s", () => {
		expect(arms(ping, ping)).toEqual([["ping", 4000]]);
		expect(arms(ping, ping, miss)).toEqual([["pong", 4000]]);
		expect(arms(ping, miss)).toEqual([]);
		expect(arms(ping, miss, ping)).toEqual([
			["ping", 4000],
			["pong", 5000],
		]);
	});

	test("two of which in a row are missed end the connection, by cutting it", () => {
		const step = run([ping, ping, miss, miss], {}, states.online);
		expect(step.state.name).toBe("backoff");
		expect(of(step, "terminate")).toHaveLength(1);
		expect(of(step, "lost")[0]?.loss).toEqual({ cause: "pong-timeout" });
	});

	test("of which one is missed now and then do not", () => {
		const round = [ping, ping, miss, pong];
		const step = run([...round, ...round, ...round], {}, states.online);
		expect(step.state).toEqual(states.online);
	});
});

describe("what is shown", () => {
	const rain = { mode: "weather", weather: 5, intensity: 7 };

	test("is told where it changes, in the order of the packets", () => {
		const step = run([received("[cc:1:5:7][cc:1:5:7.0][cc:0:?:?][cc:1:5:?]")], {}, states.online);
		expect(of(step, "show").map(({ show }) => show)).toEqual([rain, { mode: "off" }, rain]);
	});

	test("is not changed by what is malformed or unknown", () => {
		const step = run(["[cc:1:99:1][cc:3:1:1][cc:1]", "hi"].map(received), {}, states.online);
		expect(step.state.memory).toEqual({
			...states.online.memory,
			counters: { violations: 0, rejected: 2, unknown: 2, binary: 0 },
		});
		expect(of(run([received("[cc:1:99:1][cc:1]")], {}, states.online), "rejected")).toEqual([
			{ type: "rejected", text: "[cc:1:99:1]", reason: expect.stringContaining("1 to 9") },
		]);
	});

	test("may be a colour with the mode of weather, of which is told once", () => {
		const first = run([received("[cc:1:1,2,3:4]")], {}, states.online);
		expect(first.effects).toEqual([
			{ type: "miscoded" },
			{ type: "show", show: { mode: "color", color: [1, 2, 3], pulse: 4 } },
		]);
		const later = run([received("[cc:1:4,5,6:0]")], {}, first.state);
		expect(later.effects.map(({ type }) => type)).toEqual(["show"]);
	});

	const shown = received("[cc:1:5:7]");
	test.each<[WhenOffline, CloudClientEffect[]]>([
		["keep", []],
		["off", [{ type: "show", show: { mode: "off" } }]],
		["dim", [{ type: "dimmed", dimmed: true }]],
	])("without a connection is told to %s", (whenOffline, effects) => {
		for (const end of [closed(1006), disconnect]) {
			const step = run([...toOnline, shown, end], { whenOffline });
			expect(step.effects.filter(({ type }) => type === "show" || type === "dimmed")).toEqual(
				effects,
			);
		}
	});

	test("is bright again after ok", () => {
		const rules = { whenOffline: "dim" } as const;
		const back = [closed(1006), timer("retry"), opened, secret, received("ok")];
		expect(of(run([...toOnline, shown, ...back], rules), "dimmed")).toEqual([
			{ type: "dimmed", dimmed: false },
		]);
	});
});

describe("commands", () => {
	test("reset forgets everything but the counters, and dials again after 1 s sharp", () => {
		const before = ["[cc:d:1:?]", "[cc:1:5:7]", "[cc:9:?:?]"].map(received);
		const step = run([...toOnline, ...before, received("[cc:r:?:?][cc:1:1:1]")]);
		expect(step.effects.filter(({ type }) => type !== "disarm")).toEqual([
			{ type: "command", command: "reset" },
			{ type: "show", show: { mode: "off" } },
			{ type: "close" },
			{ type: "arm", timer: "retry", ms: 1000 },
		]);
		expect(step.state).toEqual({
			name: "backoff",
			failures: 0,
			memory: {
				...cloudClientStart.memory,
				counters: { violations: 0, rejected: 0, unknown: 1, binary: 0 },
			},
		});
	});

	test("update is told, and nothing else", () => {
		expect(run([received("[cc:u:?:?]")], {}, states.online)).toEqual({
			state: states.online,
			effects: [{ type: "command", command: "update" }],
		});
	});

	test("debug decides whether log lines go out", () => {
		const send = { type: "send", message: log };
		const on = received("[cc:d:1:?]");
		const disable = received("[cc:d:0:?]");
		expect(run([log], {}, states.online).effects).toEqual([]);
		expect(run([on, log], {}, states.online).effects).toEqual([send]);
		expect(run([on, on, log], {}, states.online).effects).toEqual([send]);
		expect(run([on, disable, log], {}, states.online).effects).toEqual([]);
		expect(run([on, closed(1006), log], {}, states.online).effects).toEqual([]);
	});
});

describe("coming back", () => {
	test("waits 1, 2, 4, 8, 16, then 30 s, each up to half as long again", () => {
		const delays = [0, 1, 2, 3, 4, 5, 6].map((failures) => {
			const fails = Array.from({ length: failures }, () => [closed(1006), timer("retry")]).flat();
			return of(run([connect, ...fails, closed(1006)]), "arm")[0];
		});
		expect(delays.map((effect) => effect?.ms)).toEqual([
			1000, 2000, 4000, 8000, 16_000, 30_000, 30_000,
		]);
		expect(delays.map((effect) => effect?.spread)).toEqual(Array(7).fill(0.5));
	});

	test("starts over after ok, and not before", () => {
		const failed = [closed(1006), timer("retry"), opened, secret];
		expect(of(run([...toOnline, ...failed, closed(1008)]), "arm")[0]?.ms).toBe(2000);
		expect(of(run([...toOnline, ...failed, received("ok"), closed(1008)]), "arm")[0]?.ms).toBe(
			1000,
		);
	});

	test("ends after maxRetries, and begins again when told to", () => {
		const step = run([connect, closed(1006), timer("retry"), closed(1006)], { maxRetries: 1 });
		expect(step.state.name).toBe("gave-up");
		expect(of(step, "lost")[0]?.gaveUp).toBe(true);
		expect(of(step, "arm")).toEqual([]);
		expect(run([connect], {}, step.state).state.name).toBe("connecting");
	});

	test("follows every close code", () => {
		expect(
			Object.values(cloudCloseCodes).filter(({ recovery }) => recovery !== "reconnect"),
		).toEqual([]);
	});
});

test("leaving closes with an empty frame, or cuts a connection that is not open yet", () => {
	expect(of(run([disconnect], {}, states.connecting), "terminate")).toHaveLength(1);
	for (const name of ["authorising", "joining", "online"] as const)
		expect(of(run([disconnect], {}, states[name]), "close")).toEqual([{ type: "close" }]);
});
