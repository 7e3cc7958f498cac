import { expect, test } from "vitest";
import { jsonLines } from "./json-lines.js";
import { runPlain } from "./plain.js";
import { readableLines } from "./readable-lines.js";
import { parseScene } from "./scene-file.js";
import { type Stage, stage } from "./testing/stage.js";
import { parseCondition } from "./until.js";

const text = "devices: [{ name: a, kind: lock, retries: 0 }, { name: bb, kind: cloud }]";

interface Shown extends Stage {
	readonly printed: string[];
	readonly complaints: string[];
	readonly stop: AbortController;
	readonly code: Promise<number>;
}

function shown(
	until: readonly string[] = [],
	{
		timeoutMs = null,
		json = false,
		whenMet,
	}: { timeoutMs?: number | null; json?: boolean; whenMet?: () => void } = {},
): Shown {
	const on = stage(text);
	const { devices } = parseScene(text, "", "");
	const [printed, complaints, stop] = [[] as string[], [] as string[], new AbortController()];
	const code = runPlain({
		orchestra: on.orchestra,
		clock: on.clock,
		stop: stop.signal,
		lines: json ? jsonLines(false) : readableLines(devices, false),
		print: (line) => printed.push(line),
		complain: (line) => complaints.push(line),
		conditions: until.map((each) => parseCondition(each, ["a", "bb"])),
		timeoutMs,
		...(whenMet === undefined ? {} : { whenMet }),
	});
	on.listen();
	return { ...on, printed, complaints, stop, code };
}

test("a condition that is met ends the scene with 0", async () => {
	const { child, code, statuses, clock } = shown(["a online"], { timeoutMs: 5000 });
	child("a").state({ link: "online" });
	expect(await code).toBe(0);
	expect(statuses()).toEqual(["server stopped", "a stopped", "bb stopped"]);
	expect(clock.pending).toBe(0);
});

test("a condition that is not met in time ends it with 1, and says how things are", async () => {
	const { child, code, clock, complaints } = shown(["a online", "bb link=online"], {
		timeoutMs: 5000,
	});
	child("a").state({ link: "online" });
	await clock.advance(5000);
	expect(await code).toBe(1);
	expect(complaints).toEqual(["--until bb link=online is not met: it does not run"]);
});

test("what devices tell while the scene ends meets no condition any more", async () => {
	let isMet = false;
	const { child, code, clock } = shown(["a offline"], {
		timeoutMs: 5000,
		whenMet: () => {
			isMet = true;
		},
	});
	child("a").isObedient = false;
	child("a").state({ link: "online" });
	await clock.advance(5000);
	child("a").state({ link: "offline" });
	child("a").exit(0);
	expect([await code, isMet]).toEqual([1, false]);
});

test("a scene that is to be kept goes on when its conditions are met", async () => {
	let times = 0;
	const whenMet = () => {
		times++;
	};
	const { child, code, clock, stop, statuses } = shown(["a online"], { timeoutMs: 5000, whenMet });
	child("a").state({ link: "online" });
	child("a").state({ link: "backoff" });
	child("a").state({ link: "online" });
	child("a").exit(2);
	await clock.advance(10_000);
	expect([times, ...statuses()]).toEqual([1, "server running", "a failed", "bb starting"]);
	stop.abort();
	expect(await code).toBe(1);
});

test("a device that has failed for good ends the wait with 1", async () => {
	const { child, code, complaints } = shown(["bb online"]);
	child("a").print("err", "gw-sim: no");
	child("a").exit(1);
	expect(await code).toBe(1);
	expect(complaints).toEqual(["a has failed for good: it ended with code 1, saying: gw-sim: no"]);
});

test("without a condition it goes on with the others, until nothing runs", async () => {
	const { child, code, orchestra, complaints, statuses } = shown();
	child("a").exit(2);
	expect(statuses()).toEqual(["server running", "a failed", "bb starting"]);
	orchestra.stop("bb");
	child("bb").exit(0);
	orchestra.stop("server");
	expect(await code).toBe(1);
	expect(complaints).toEqual(["a has failed for good: it ended with code 2"]);
});

test.each([
	[[], 0],
	[["a online"], 130],
] as const)("told to stop with the conditions %j it ends with %i", async (until, exitCode) => {
	const { stop, code, statuses } = shown(until);
	stop.abort();
	expect(await code).toBe(exitCode);
	expect(statuses()).toEqual(["server stopped", "a stopped", "bb stopped"]);
});

test("lines for people begin with a name", async () => {
	const { child, printed, stop, code } = shown();
	child("a").state({ link: "online" });
	child("a").say({ event: "tag", uid: "04", result: "granted" });
	child("a").say({ event: "faults", faults: [{ type: "latency", ms: 200 }, { type: "cut" }] });
	child("a").say({ event: "faults", faults: [] });
	child("bb").say({
		event: "state",
		device: "cloud",
		at: 0,
		state: { link: "online", mode: "off", frames: 7 },
	});
	child("bb").say({ event: "pixels", at: 0, leds: 1, hex: "ffffff" });
	child("server").print("err", '{"level":"info","event":"opened","time":"t"}');
	child("server").print("err", '{"level":"warn","event":"odd","time":"t","peer":"x"}');
	child("server").print("err", "plain");
	child("a").exit(1);
	stop.abort();
	await code;
	expect(printed).toEqual([
		"server | starts as process 100",
		"a      | waits for server",
		"bb     | waits for server",
		"server | listens on http://127.0.0.1:5000",
		"a      | starts as process 101",
		"bb     | starts as process 102",
		"a      | link     online",
		"a      | tag      04 granted",
		"a      | faults   latency ms=200, cut",
		"a      | faults   none",
		"bb     | link     online  mode off",
		"server | warn     odd peer=x",
		"server | plain",
		"a      | ended with code 1, for good: a is not started again",
		"bb     | stops",
		"bb     | ended with code 0",
		"server | stops",
		"server | ended with code 0",
	]);
});

test("JSON lines are events with a name", async () => {
	const { child, printed, stop, code } = shown([], { json: true });
	child("a").state({ link: "online" });
	child("a").print("err", "hm");
	stop.abort();
	await code;
	const events = printed.map((line) => JSON.parse(line));
	expect(events).toContainEqual({
		name: "a",
		event: "state",
		device: "x",
		at: 0,
		state: { link: "online" },
	});
	expect(events).toContainEqual({ name: "a", event: "line", stream: "err", text: "hm" });
	expect(events).toContainEqual({
		name: "server",
		event: "listening",
		url: "http://127.0.0.1:5000",
		endpoints: expect.objectContaining({ lock: "ws://127.0.0.1:5000/lock" }),
	});
	expect(events[0]).toMatchObject({
		name: "server",
		event: "process",
		status: "starting",
		pid: 100,
	});
	expect(events.at(-1)).toMatchObject({ name: "server", event: "process", status: "stopped" });
});
