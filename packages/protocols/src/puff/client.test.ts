import type { Step } from "@gw-sim/core";
import {
	type PuffClientEffect,
	type PuffClientInput,
	type PuffClientRules,
	type PuffClientState,
	type PuffClientTimer,
	puffClientMachine,
	puffClientStart,
	puffCloseCodes,
	type ReceivedMessage,
} from "@gw-sim/protocols/puff";
import { describe, expect, test } from "vitest";

type PuffStep = Step<PuffClientState, PuffClientEffect>;

function run(
	inputs: readonly PuffClientInput[],
	rules: PuffClientRules = {},
	from: PuffClientState = puffClientStart(),
): PuffStep {
	const machine = puffClientMachine(rules);
	return inputs.reduce<PuffStep>(({ state }, input) => machine(state, input), {
		state: from,
		effects: [],
	});
}

const received = (message: ReceivedMessage): PuffClientInput => ({ type: "received", message });
const hello = received({ type: "hello", sessionId: "s1", heartbeatIntervalMs: 25_000 });
const joined = (groupId = "ab12cd"): PuffClientInput =>
	received({
		type: "JOINED_GROUP",
		groupId,
		name: "Tuesday",
		visibility: "private",
		state: "chilling",
		members: [],
		ready: [],
	});
const created = received({ type: "GROUP_CREATE", groupId: "ab12cd", name: "Tuesday" });
const joinError = (code = "INVALID_GROUP_ID"): PuffClientInput =>
	received({ type: "GROUP_JOIN_ERROR", code });
const update = received({ type: "GROUP_UPDATE", groupId: "ab12cd", state: "awaiting" });
const deleted = received({ type: "GROUP_DELETE", groupId: "ab12cd" });
const closed = (code: number): PuffClientInput => ({ type: "closed", code });
const timer = (name: PuffClientTimer): PuffClientInput => ({ type: "timer", timer: name });
const join = (id: number, groupId = "ab12cd"): PuffClientInput => ({ type: "join", id, groupId });
const create = (id: number, name: string | null = null): PuffClientInput => ({
	type: "create",
	id,
	name,
});
const device = (changes: {
	readonly state?: number;
	readonly battery?: number;
}): PuffClientInput => ({
	type: "device",
	changes,
});

const connect: PuffClientInput = { type: "connect" };
const disconnect: PuffClientInput = { type: "disconnect" };
const opened: PuffClientInput = { type: "opened" };
const tooBig: PuffClientInput = { type: "too-big" };
const leave: PuffClientInput = { type: "leave" };
const inquire: PuffClientInput = { type: "inquire" };
const edit: PuffClientInput = { type: "edit", changes: { name: "Friday" } };
const user: PuffClientInput = { type: "user", changes: { name: "Ada" } };
const toGreeting = [connect, opened];
const toLive = [...toGreeting, hello];
const toGroup = [...toLive, join(1), joined()];
/** Lost, and greeted again. */
const again = [closed(1006), timer("retry"), opened, hello];

const states = {
	offline: run([]).state,
	connecting: run([connect]).state,
	greeting: run(toGreeting).state,
	live: run(toLive).state,
	backoff: run([connect, closed(1006)]).state,
	stopped: run([connect, closed(1006)], { maxRetries: 0 }).state,
} as const;
type StateName = keyof typeof states;

const inputs = {
	connect,
	disconnect,
	opened,
	closed: closed(1006),
	"too-big": tooBig,
	hello,
	joined: joined(),
	update,
	join: join(1),
	create: create(1),
	leave,
	device: device({ state: 5 }),
	user,
	edit,
	inquire,
	retry: timer("retry"),
	"hello timer": timer("hello"),
	heartbeat: timer("heartbeat"),
	rejoin: timer("rejoin"),
	"request:1": timer("request:1"),
} as const satisfies Record<string, PuffClientInput>;
type InputName = keyof typeof inputs;

const of = <T extends PuffClientEffect["type"]>(
	{ effects }: PuffStep,
	type: T,
): Extract<PuffClientEffect, { type: T }>[] =>
	effects.filter(
		(effect): effect is Extract<PuffClientEffect, { type: T }> => effect.type === type,
	);
const sent = (step: PuffStep): unknown[] => of(step, "send").map(({ message }) => message);
const outcomes = (step: PuffStep): unknown[] =>
	of(step, "settle").map(({ id, outcome }) => [id, outcome.ok ? outcome.groupId : outcome.why]);

describe("state by state", () => {
	/** Where an input leads; the others leave the name of the state as it is. */
	const moves: Readonly<Record<StateName, Partial<Record<InputName, string>>>> = {
		offline: { connect: "connecting" },
		connecting: { disconnect: "offline", opened: "greeting", closed: "backoff" },
		greeting: {
			disconnect: "offline",
			closed: "backoff",
			"too-big": "backoff",
			hello: "live",
			"hello timer": "backoff",
		},
		live: { disconnect: "offline", closed: "backoff", "too-big": "backoff" },
		backoff: { disconnect: "offline", retry: "connecting" },
		stopped: { connect: "connecting" },
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
		const { state } = run(toGroup);
		for (const input of [connect, opened, hello, timer("retry"), timer("hello"), timer("rejoin")])
			expect(run([input], {}, state)).toEqual({ state, effects: [] });
		for (const off of [states.offline, states.stopped, states.backoff])
			for (const input of [closed(1000), joined(), timer("heartbeat"), inquire, edit])
				expect(run([input], {}, off).state).toBe(off);
	});
});

describe("the hello", () => {
	test("starts the heartbeats, the first of them one interval later", () => {
		expect(run(toGreeting).effects).toEqual([{ type: "arm", timer: "hello", ms: 10_000 }]);
		expect(run(toLive).effects).toEqual([
			{ type: "disarm", timer: "hello" },
			{ type: "arm", timer: "heartbeat", ms: 25_000 },
			{ type: "hello", hello: { type: "hello", sessionId: "s1", heartbeatIntervalMs: 25_000 } },
		]);
		expect(run([...toLive, timer("heartbeat")]).effects).toEqual([
			{ type: "send", message: { kind: "heartbeat" } },
			{ type: "arm", timer: "heartbeat", ms: 25_000 },
		]);
	});

	test("is answered by the name, then by the group that is to be gone back to", () => {
		const start = puffClientStart({ name: "Ada", deviceType: "peak" });
		expect(sent(run(toLive, {}, start))).toEqual([
			{ kind: "user", changes: { name: "Ada", deviceType: "peak" } },
		]);
		expect(sent(run([...toGroup, user, ...again]))).toEqual([
			{ kind: "user", changes: { name: "Ada" } },
			{ kind: "join", groupId: "ab12cd" },
		]);
	});

	test("that does not come ends the connection", () => {
		const step = run([...toGreeting, timer("hello")]);
		expect(of(step, "close")).toEqual([{ type: "close", code: 1000 }]);
		expect(of(step, "lost")).toEqual([
			{ type: "lost", loss: { cause: "hello-timeout" }, end: null },
		]);
	});

	test("has to come first", () => {
		expect(run([...toGreeting, joined(), update]).effects).toEqual([]);
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

	test("starts over after a hello, or after the JOINED_GROUP that was waited for", () => {
		const failed = [connect, closed(1006), timer("retry"), opened, hello];
		expect(of(run([...failed, closed(1006)]), "arm")[0]?.ms).toBe(1000);
		const lostAgain = [...toGroup, ...again];
		expect(of(run([...lostAgain, closed(1006)]), "arm")[0]?.ms).toBe(2000);
		expect(of(run([...lostAgain, joined(), closed(1006)]), "arm")[0]?.ms).toBe(1000);
	});

	test("ends after maxRetries", () => {
		const step = run([connect, closed(1006), timer("retry"), closed(1006)], { maxRetries: 1 });
		expect(step.state.name).toBe("stopped");
		expect(of(step, "lost")[0]?.end).toBe("gave-up");
		expect(of(step, "arm")).toEqual([]);
	});

	test.each(Object.keys(puffCloseCodes).map(Number))("after %i", (code) => {
		const step = run([...toLive, closed(code)]);
		expect(step.state.name).toBe(code === 4003 ? "stopped" : "backoff");
		expect(of(step, "lost")[0]?.end).toBe(code === 4003 ? "refused" : null);
	});

	test("after a message that is too big closes with 1009", () => {
		const step = run([...toGroup, tooBig]);
		expect(of(step, "close")).toEqual([{ type: "close", code: 1009 }]);
		expect(step.state.name).toBe("backoff");
	});
});

describe("joining a group", () => {
	test("asks, and is in with the answer", () => {
		expect(run([...toLive, join(1)]).effects).toEqual([
			{ type: "send", message: { kind: "join", groupId: "ab12cd" } },
			{ type: "arm", timer: "request:1", ms: 10_000 },
		]);
		expect(outcomes(run(toGroup))).toEqual([[1, "ab12cd"]]);
		expect(of(run(toGroup), "joined")).toHaveLength(1);
	});

	test("is refused at the first try, and not tried again", () => {
		const step = run([...toLive, join(1, "zzzzzz"), joinError()]);
		expect(outcomes(step)).toEqual([[1, "refused"]]);
		expect(of(step, "arm")).toEqual([]);
		expect(step.state.memory.group).toBeNull();
	});

	test("that is refused leaves the client in the group where it is", () => {
		const step = run([...toGroup, join(2, "zzzzzz"), joinError()]);
		expect(step.state).toMatchObject({ groupId: "ab12cd", memory: { group: "ab12cd" } });
		expect(of(step, "left")).toEqual([]);
	});

	test("is answered in the order of asking, each by its group where it succeeds", () => {
		const asked = [...toLive, join(1, "aaaaaa"), join(2, "bbbbbb"), join(3, "cccccc")];
		expect(outcomes(run([...asked, joinError()]))).toEqual([[1, "refused"]]);
		expect(outcomes(run([...asked, joinError(), joined("bbbbbb")]))).toEqual([[2, "bbbbbb"]]);
		expect(outcomes(run([...asked, joined("bbbbbb")]))).toEqual([[2, "bbbbbb"]]);
	});

	test("that is asked for twice at once goes out once", () => {
		const step = run([...toLive, join(1), join(2)]);
		expect(sent(step)).toEqual([]);
		expect(outcomes(run([joined()], {}, step.state))).toEqual([
			[1, "ab12cd"],
			[2, "ab12cd"],
		]);
		expect(outcomes(run([joinError()], {}, step.state))).toEqual([
			[1, "refused"],
			[2, "refused"],
		]);
	});

	test("takes no longer than its deadline, and may succeed later all the same", () => {
		const late = run([...toLive, join(1), timer("request:1")]);
		expect(outcomes(late)).toEqual([[1, "timeout"]]);
		const next = run([join(2, "bbbbbb"), joinError()], {}, late.state);
		expect(outcomes(next)).toEqual([[2, "refused"]]);
		expect(run([joined()], {}, late.state).state).toMatchObject({ groupId: "ab12cd" });
	});

	test("happens unasked where a gateway lets whoever creates a group in", () => {
		const step = run([...toLive, create(1), created, joined()]);
		expect(step.state).toMatchObject({ groupId: "ab12cd", memory: { group: "ab12cd" } });
	});

	test("needs a connection, and places among those that wait", () => {
		expect(outcomes(run([join(1)]))).toEqual([[1, "not-online"]]);
		expect(outcomes(run([...toGreeting, create(1)]))).toEqual([[1, "not-online"]]);
		const rules = { maxRequests: 2 };
		const full = [...toLive, join(1, "aaaaaa"), create(2)];
		expect(outcomes(run([...full, create(3)], rules))).toEqual([[3, "too-many"]]);
		expect(outcomes(run([...full, join(3, "aaaaaa")], rules))).toEqual([[3, "too-many"]]);
		expect(outcomes(run([...toLive, join(1), join(2), join(3)], rules))).toEqual([[3, "too-many"]]);
	});

	test("ends with the connection", () => {
		expect(outcomes(run([...toLive, join(1), create(2), closed(1006)]))).toEqual([
			[1, "closed"],
			[2, "closed"],
		]);
	});
});

describe("coming back into the group", () => {
	test("tells all of the device, first of all and only once it is in", () => {
		const told = [...toGroup, device({ state: 5 }), device({ battery: 80 })];
		expect(sent(run([...told, ...again]))).toEqual([{ kind: "join", groupId: "ab12cd" }]);
		const back = run([...told, ...again, joined()]);
		expect(sent(back)).toEqual([{ kind: "device", deviceState: '{"state":5,"battery":80}' }]);
		expect(back.effects.findIndex(({ type }) => type === "send")).toBeLessThan(
			back.effects.findIndex(({ type }) => type === "joined"),
		);
	});

	test("that fails is told, and tried again every 5 s", () => {
		const failed = run([...toGroup, ...again, joinError()]);
		expect(failed.effects).toEqual([
			{ type: "rejoin-failed", groupId: "ab12cd", code: "INVALID_GROUP_ID" },
			{ type: "arm", timer: "rejoin", ms: 5000 },
		]);
		const retried = run([timer("rejoin")], {}, failed.state);
		expect(sent(retried)).toEqual([{ kind: "join", groupId: "ab12cd" }]);
		expect(run([joined()], {}, retried.state).state).toMatchObject({ groupId: "ab12cd" });
	});

	test("that is never answered is told, and tried again", () => {
		const back = run([...toGroup, ...again]);
		expect(of(back, "arm")).toContainEqual({ type: "arm", timer: "rejoin", ms: 10_000 });
		const silent = run([timer("rejoin")], {}, back.state);
		expect(silent.effects).toEqual([
			{ type: "rejoin-failed", groupId: "ab12cd", code: null },
			{ type: "arm", timer: "rejoin", ms: 5000 },
		]);
		expect(sent(run([timer("rejoin")], {}, silent.state))).toHaveLength(1);
	});

	test("ends when the client leaves, or goes elsewhere", () => {
		const failed = run([...toGroup, ...again, joinError()]).state;
		const left = run([leave], {}, failed);
		expect(left.effects).toEqual([{ type: "disarm", timer: "rejoin" }]);
		expect(run([timer("rejoin")], {}, left.state).effects).toEqual([]);
		const elsewhere = run([join(7, "bbbbbb"), joined("bbbbbb")], {}, failed);
		expect(elsewhere.effects).toContainEqual({ type: "disarm", timer: "rejoin" });
		expect(elsewhere.state.memory.group).toBe("bbbbbb");
	});

	test("goes on where another group refuses the client meanwhile", () => {
		const step = run([...toGroup, ...again, joinError(), join(7, "bbbbbb"), joinError("X")]);
		expect(outcomes(step)).toEqual([[7, "refused"]]);
		expect(of(step, "rejoin-failed")).toEqual([]);
		expect(sent(run([timer("rejoin")], {}, step.state))).toHaveLength(1);
	});

	test("may be waited for by a call of its own", () => {
		const step = run([...toGroup, ...again, join(7)]);
		expect(sent(step)).toEqual([]);
		expect(outcomes(run([joined()], {}, step.state))).toEqual([[7, "ab12cd"]]);
		const refused = run([joinError()], {}, step.state);
		expect(outcomes(refused)).toEqual([[7, "refused"]]);
		expect(of(refused, "arm")).toEqual([{ type: "arm", timer: "rejoin", ms: 5000 }]);
		const late = run([timer("request:7")], {}, step.state);
		const isBack = { groupId: "ab12cd", joins: [] };
		expect(run([joined()], {}, late.state).state).toMatchObject(isBack);
		expect(of(run([joinError()], {}, late.state), "rejoin-failed")).toHaveLength(1);
	});

	test("is what a client does that was told to disconnect, once it connects again", () => {
		const step = run([...toGroup, disconnect, connect, opened, hello]);
		expect(sent(step)).toEqual([{ kind: "join", groupId: "ab12cd" }]);
	});
});

describe("in a group", () => {
	test("a device's changes go out as they are, and all that was told is kept", () => {
		const step = run([...toGroup, device({ state: 5 }), device({ state: 5 })]);
		expect(sent(step)).toEqual([{ kind: "device", deviceState: '{"state":5}' }]);
		expect(step.state.memory.device).toEqual({ state: 5 });
	});

	test("what only a member may say goes out, and elsewhere nowhere", () => {
		expect(sent(run([...toGroup, inquire]))).toEqual([{ kind: "inquire" }]);
		expect(sent(run([...toGroup, edit]))).toEqual([{ kind: "edit", changes: { name: "Friday" } }]);
		for (const input of [inquire, edit, device({ state: 5 })])
			for (const before of [[], toLive, [...toGroup, leave]])
				expect(run([...before, input]).effects).toEqual([]);
	});

	test("its events are told, those of others and of none are not", () => {
		expect(run([...toGroup, update]).effects).toHaveLength(1);
		const elsewhere = received({ type: "GROUP_UPDATE", groupId: "bbbbbb" });
		const heat = received({
			type: "GROUP_START_HEATING",
			role: { excluded: false, watcher: false, away: false },
		});
		expect(run([...toGroup, elsewhere]).effects).toEqual([]);
		expect(run([...toGroup, heat]).effects).toHaveLength(1);
		expect(run([...toGroup, leave, heat]).effects).toEqual([]);
		expect(run([...toLive, update]).effects).toEqual([]);
	});

	test("the one that leaves forgets it", () => {
		const step = run([...toGroup, leave]);
		expect(step.effects).toEqual([
			{ type: "disarm", timer: "rejoin" },
			{ type: "send", message: { kind: "leave" } },
			{ type: "left" },
		]);
		expect(step.state.memory.group).toBeNull();
		expect(sent(run(again, {}, step.state))).toEqual([]);
	});

	test("off line it is enough to forget it", () => {
		const step = run([...toGroup, closed(1006), leave, timer("retry"), opened, hello]);
		expect(sent(step)).toEqual([]);
	});

	test("who leaves before it is let in is not in by what comes then", () => {
		const left = run([...toLive, join(1), leave]);
		expect(sent(left)).toEqual([{ kind: "leave" }]);
		expect(outcomes(left)).toEqual([[1, "left"]]);
		const late = run([joined()], {}, left.state);
		expect(late.state).toMatchObject({ groupId: null, joins: [], memory: { group: null } });
		expect(late.effects).toEqual([]);
		const anew = run([join(2), joined(), joined()], {}, left.state);
		expect(anew.state).toMatchObject({ groupId: "ab12cd" });
		expect(run([join(2), joinError(), joinError()], {}, left.state).effects).toContainEqual(
			expect.objectContaining({ type: "settle", id: 2 }),
		);
	});

	test("a deletion is told, and the group forgotten", () => {
		const step = run([...toGroup, deleted]);
		expect(step.effects.map(({ type }) => type)).toEqual(["event", "left"]);
		expect(step.state).toMatchObject({ groupId: null, memory: { group: null } });
		expect(run([...toLive, deleted]).effects).toEqual([]);
	});

	test("the end of the connection is the end of being there", () => {
		for (const end of [closed(1006), disconnect, tooBig])
			expect(of(run([...toGroup, end]), "left")).toHaveLength(1);
		expect(of(run([...toLive, closed(1006)]), "left")).toEqual([]);
	});
});

describe("creating a group", () => {
	test("is answered in the order of asking, and told besides", () => {
		const asked = [...toLive, create(1), create(2, "Friday")];
		expect(sent(run(asked))).toEqual([{ kind: "create", name: "Friday" }]);
		const step = run([...asked, created]);
		expect(outcomes(step)).toEqual([[1, "ab12cd"]]);
		expect(of(step, "event")).toHaveLength(1);
		const refused = received({ type: "GROUP_CREATE_ERROR", code: "INVALID_GROUP_NAME" });
		expect(outcomes(run([...asked, created, refused]))).toEqual([[2, "refused"]]);
		expect(of(run([...toLive, refused]), "event")).toHaveLength(1);
	});

	test("takes no longer than its deadline, and goes nowhere by itself", () => {
		const step = run([...toLive, create(1), timer("request:1")]);
		expect(outcomes(step)).toEqual([[1, "timeout"]]);
		expect(run([created], {}, step.state).state).toMatchObject({ groupId: null });
	});
});

test("a refused join that nobody waits for is an event like any other", () => {
	expect(run([...toLive, joinError()]).effects).toEqual([
		{ type: "event", event: { type: "GROUP_JOIN_ERROR", code: "INVALID_GROUP_ID" } },
	]);
});

test("a change of the user goes out at once, and again on every connection", () => {
	expect(sent(run([...toLive, user]))).toEqual([{ kind: "user", changes: { name: "Ada" } }]);
	expect(run([user]).effects).toEqual([]);
	const later: PuffClientInput = { type: "user", changes: { deviceType: null } };
	expect(sent(run([...toLive, user, later, ...again]))).toEqual([
		{ kind: "user", changes: { name: "Ada", deviceType: null } },
	]);
});
