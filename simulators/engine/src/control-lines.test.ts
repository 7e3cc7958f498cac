import { type Fault, FaultLine, VirtualClock } from "@gw-sim/transport";
import fc from "fast-check";
import { expect, test } from "vitest";
import { ControlLines, maxCommandLength } from "./control-lines.js";
import { Lamp, type LampCommand } from "./testing/lamp.js";

interface Bench {
	readonly clock: VirtualClock;
	readonly lamp: Lamp;
	readonly control: ControlLines<LampCommand, never>;
	readonly link: FaultLine;
	readonly lines: string[];
	readonly events: () => unknown[];
}

function setUp(verbose = false): Bench {
	const clock = new VirtualClock();
	const lamp = new Lamp(clock);
	const link = new FaultLine({ clock, seed: 1 });
	const lines: string[] = [];
	const control = new ControlLines({
		device: lamp,
		link,
		write: (line) => lines.push(line),
		usage: () => ({ rss: 1024, cpuMs: 7 }),
		verbose,
	});
	return { clock, lamp, control, link, lines, events: () => lines.map((line) => JSON.parse(line)) };
}

test("state prints the state every time, on the device's clock", async () => {
	const { clock, control, events } = setUp();
	await clock.advance(1234.9);
	control.push('{"cmd":"state"}\n{"cmd":"state"}\n');
	const state = { event: "state", device: "lamp:x", at: 1234, state: { level: 0 } };
	expect(events()).toEqual([state, state]);
});

test("a change prints one state event, no change none", () => {
	const { control, events } = setUp();
	for (const level of [1, 1, 2, 2, 1]) control.push(`{"cmd":"shine","level":${level}}\n`);
	expect(events()).toMatchObject([1, 2, 1].map((level) => ({ state: { level } })));
});

test("usage prints what the process uses", () => {
	const { control, lines } = setUp();
	control.push('{"cmd":"usage"}\n');
	expect(lines).toEqual(['{"event":"usage","rss":1024,"cpuMs":7}']);
});

test("stop ends the device with exit code 0", async () => {
	const { lamp, control } = setUp();
	control.push('{"cmd":"stop"}\n');
	expect(await lamp.done).toEqual({ exitCode: 0 });
});

test("faults are put on the link, told, and taken off again", () => {
	const { control, link, events } = setUp();
	const faults: readonly Fault[] = [
		{ type: "latency", ms: 200, jitterMs: 50 },
		{ type: "drop", rate: 0.1, direction: "in" },
		{ type: "duplicate", rate: 0.1 },
		{ type: "reorder", rate: 0.1, holdMs: 30 },
		{ type: "corrupt", rate: 0.01, direction: "out" },
		{ type: "half-open", afterMs: 1000 },
		{ type: "cut" },
	];
	control.push(`${JSON.stringify({ cmd: "fault", faults })}\n`);
	expect(link.faults).toEqual(faults);
	control.push('{"cmd":"fault","faults":[]}\n');
	expect(link.faults).toEqual([]);
	expect(events()).toEqual([
		{ event: "faults", faults },
		{ event: "faults", faults: [] },
	]);
});

test("a device whose link takes no faults says so", () => {
	const lines: string[] = [];
	const control = new ControlLines({
		device: new Lamp(new VirtualClock()),
		write: (line) => lines.push(line),
		usage: () => ({ rss: 1, cpuMs: 1 }),
	});
	control.push('{"cmd":"fault","faults":[]}\n');
	expect(lines.map((line) => JSON.parse(line))).toEqual([
		{ event: "error", message: "fault: this device's link takes no faults", code: "bad-command" },
	]);
});

test("commands for the link reach the device, in their order", () => {
	const { lamp, control } = setUp();
	control.push('{"cmd":"disconnect"}\n{"cmd":"connect"}\n{"cmd":"drop"}');
	expect(lamp.ran).toEqual(["disconnect", "connect"]);
	control.end();
	expect(lamp.ran).toEqual(["disconnect", "connect", "drop"]);
});

test.each([
	["hello", /not JSON: hello; write one command a line/],
	["null", /an object with "cmd"/],
	["[]", /an object with "cmd"/],
	['{"cmd":5}', /state, stop, usage, fault, connect, disconnect, drop, shine, break/],
	['{"cmd":"fly"}', /no command "fly": use one of .*shine/],
	['{"cmd":"__proto__"}', /no command "__proto__"/],
	['{"cmd":"constructor"}', /no command/],
	['{"cmd":"shine"}', /shine: level/],
	['{"cmd":"shine","level":"5"}', /shine: level: .*number/],
	['{"cmd":"shine","level":10}', /shine: level: .*9/],
	['{"cmd":"\u009b2J\u202e"}', /\\u009b2J\\u202e/],
	['{"cmd":"fault"}', /^fault: faults/],
	['{"cmd":"fault","faults":null}', /^fault: faults: needs a list of faults/],
	['{"cmd":"fault","faults":["cut"]}', /^fault: faults\.0: is an object whose type is/],
	[
		'{"cmd":"fault","faults":[{"type":"gremlin"}]}',
		/faults\.0\.type: is an object whose type is latency/,
	],
	['{"cmd":"fault","faults":[{"type":"drop","rate":1.5}]}', /rate: needs a share from 0 to 1$/],
	['{"cmd":"fault","faults":[{"type":"latency","ms":-1}]}', /ms: needs milliseconds from 0 to/],
	['{"cmd":"fault","faults":[{"type":"latency","ms":1e999}]}', /ms: needs milliseconds/],
	['{"cmd":"fault","faults":[{"type":"latency"}]}', /faults\.0\.ms/],
	['{"cmd":"fault","faults":[{"type":"cut","ms":5}]}', /faults\.0\.ms/],
	[
		'{"cmd":"fault","faults":[{"type":"drop","rate":1,"direction":"up"}]}',
		/direction: is in or out/,
	],
	[
		`{"cmd":"fault","faults":[${Array(17).fill('{"type":"cut"}').join()}]}`,
		/faults: has more than 16 faults$/,
	],
	[`{"cmd":"${"x".repeat(maxCommandLength)}"}`, /longer than 65536/],
])("%.40s is answered by one error that says what is wrong, and changes nothing", (line, words) => {
	const { lamp, control, link, events } = setUp();
	control.push(`${line}\n`);
	expect(events()).toEqual([
		{ event: "error", message: expect.stringMatching(words), code: "bad-command" },
	]);
	expect([lamp.ran, link.faults]).toEqual([[], []]);
	control.push('{"cmd":"shine","level":3}\n');
	expect(lamp.level).toBe(3);
});

test("a command that fails is an error of its own", async () => {
	const { clock, control, lines } = setUp();
	control.push('{"cmd":"break","how":"now"}\n{"cmd":"break","how":"later"}\n');
	await clock.advance(0);
	const line = '{"event":"error","message":"break: broken","code":"command-failed"}';
	expect(lines).toEqual([line, line]);
});

test("frames are printed with verbose alone, bytes as base64", () => {
	for (const verbose of [false, true]) {
		const { lamp, lines } = setUp(verbose);
		lamp.events.frame("in", "text");
		lamp.events.frame("out", new Uint8Array([1, 2, 255]));
		expect(lines).toEqual(
			verbose
				? [
						'{"event":"frame","dir":"in","at":0,"data":"text"}',
						'{"event":"frame","dir":"out","at":0,"binary":"AQL/"}',
					]
				: [],
		);
	}
});

test("what a gateway sends cannot reach the terminal", () => {
	const { lamp, lines } = setUp();
	lamp.events.message("note", { text: "\u009b2J\u202e\u007f" });
	expect(lines).toEqual([
		'{"event":"message","type":"note","data":{"text":"\\u009b2J\\u202e\\u007f"}}',
	]);
});

test("nothing is written once detached", () => {
	const { lamp, control, lines } = setUp();
	control.detach();
	lamp.events.state({ level: 5 });
	expect(lines).toEqual([]);
});

test("whatever comes in, every line that goes out is JSON and harmless on a terminal", () => {
	// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not come out
	const dangerous = /[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\ufeff]/;
	fc.assert(
		fc.property(fc.array(fc.oneof(fc.string({ unit: "binary" }), fc.json())), (inputs) => {
			const { control, lines } = setUp();
			for (const input of inputs) control.push(`${input}\n`);
			for (const line of lines) {
				expect(line).not.toMatch(dangerous);
				expect(JSON.parse(line)).toMatchObject({ event: "error", code: "bad-command" });
			}
		}),
	);
});
