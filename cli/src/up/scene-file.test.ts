import { readdir } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { messageOf, UsageError } from "@gw-sim/core";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseScene, readScene } from "./scene-file.js";
import { sceneTemplate } from "./scene-template.js";

const parse = (text: string) => parseScene(text, "s.yaml", "/scenes");
const withLock = (text: string) => `${text}\ndevices: [{ name: a, kind: lock }]`;
const device = (text: string) => parse(`devices: [${text}]`).devices[0];

test("the default scene is a server, a lock, a lamp and two puffs in one group", async () => {
	const { title, server, url, devices, backoff } = await readScene(undefined);
	expect(title).toBe("default scene");
	expect(server).toEqual({
		config: null,
		args: [],
		folder: null,
		restart: "on-failure",
		retries: 5,
	});
	expect(url).toBeNull();
	expect(backoff).toEqual([1000, 2000, 5000, 10_000, 15_000]);
	expect(devices.map(({ name, kind, groupFrom }) => [name, kind, groupFrom])).toEqual([
		["lock-1", "lock", null],
		["cloud-1", "cloud", null],
		["puff-1", "puff", null],
		["puff-2", "puff", "puff-1"],
	]);
	expect(devices[3]?.args).toContain("--auto");
});

test("every example is a scene", async () => {
	const folder = fileURLToPath(new URL("../../../examples/scenes/", import.meta.url));
	const names = (await readdir(folder)).filter((name) => name.endsWith(".yaml"));
	expect(names).toHaveLength(3);
	const scenes = await Promise.all(names.map((name) => readScene(folder + name)));
	expect(scenes.filter(({ url }) => url !== null)).toHaveLength(1);
	for (const { devices } of scenes) expect(devices.length).toBeGreaterThan(1);
});

test("a device with everything", () => {
	const text = `
server:
  config: { admin: { token: t }, cloud: { secret: s } }
  options: { port: 4000, data: ./state, dedicate: [cloud=6661, chat=7000] }
  restart: always
  retries: 2
backoff: [200ms, 1, 1m]
devices:
  - { name: first, kind: lock }
  - name: second
    kind: room
    options: { room: lobby, subscribe: [chat, "counter:n"], property: [name=Ann], maxRetries: 3 }
    env: { A: x, B: 1, C: true, D: "" }
    after: [first, first]
    restart: never
    retries: 0
`;
	const { server, backoff, devices } = parse(text);
	expect(server).toMatchObject({
		config: { admin: { token: "t" }, cloud: { secret: "s" } },
		args: ["--port=4000", "--data=./state", "--dedicate=cloud=6661", "--dedicate=chat=7000"],
		folder: "./state",
		restart: "always",
		retries: 2,
	});
	expect(backoff).toEqual([200, 1000, 60_000]);
	expect(devices[1]).toEqual({
		name: "second",
		kind: "room",
		args: [
			"--name=second",
			"--room=lobby",
			"--subscribe=chat",
			"--subscribe=counter:n",
			"--property=name=Ann",
			"--max-retries=3",
		],
		hasOwnUrl: false,
		env: new Map([
			["A", "x"],
			["B", "1"],
			["C", "true"],
			["D", ""],
		]),
		after: ["first"],
		groupFrom: null,
		user: null,
		restart: "never",
		retries: 0,
	});
});

test("JSON is read too", () => {
	const text = '{"url":"ws://h:1","devices":[{"name":"a","kind":"cloud","options":{"leds":5}}]}';
	expect(parse(text)).toMatchObject({ url: "ws://h:1", server: null, devices: [{ name: "a" }] });
});

test.each([
	["{ name: a, kind: lock }", ["--serial=a"]],
	["{ name: a, kind: lock, options: { serial: x } }", ["--serial=x"]],
	["{ name: a, kind: lock, options: { name: x } }", ["--serial=a", "--name=x"]],
	["{ name: a, kind: puff, options: { name: x } }", ["--name=x"]],
	["{ name: a, kind: puff, options: { auto: true } }", ["--name=a", "--auto"]],
	["{ name: a, kind: puff, options: { auto: false } }", ["--name=a"]],
	["{ name: a, kind: puff, options: { group: -x } }", ["--name=a", "--group=-x"]],
	[
		"{ name: a, kind: chat, options: { room: 6982582592583503353 } }",
		["--name=a", "--room=6982582592583503353"],
	],
])("%s has the arguments %j", (text, args) => {
	expect(device(text)?.args).toEqual(args);
});

test("aliases stand for what they name", () => {
	const text =
		"devices: [{ name: a, kind: cloud, env: &e { X: 1 } }, { name: b, kind: lock, env: *e }]";
	expect(parse(text).devices.map(({ env }) => env.get("X"))).toEqual(["1", "1"]);
});

test("a name like __proto__ is an ordinary one", () => {
	const { devices } = parse(
		"devices: [{ name: __proto__, kind: lock }, { name: b, kind: lock, after: [__proto__] }]",
	);
	expect(devices.map(({ name, after }) => [name, after])).toEqual([
		["__proto__", []],
		["b", ["__proto__"]],
	]);
});

describe("what is wrong is told with its file, line, column and key", () => {
	test.each([
		["", /^s\.yaml:1:1: needs a mapping/],
		["devices: 5", /^s\.yaml:1:10: devices: needs a list of devices/],
		["devices:", /^s\.yaml:1:9: devices: needs a list of devices/],
		["devices: []", /^s\.yaml:1:1: devices: needs at least one/],
		["server: {}", /^s\.yaml:1:1: devices are missing/],
		["device: []", /^s\.yaml:1:1: device: unknown key: it is one of server, url, backoff, devices/],
		["url: http://x\ndevices: []", /^s\.yaml:1:6: url: needs the URL of a gateway, as ws:/],
		["url: ws://x\nserver: {}\ndevices: []", /^s\.yaml:1:1: url: a scene has a server .* or a url/],
		["server: { port: 1 }\ndevices: []", /^s\.yaml:1:11: server\.port: unknown key/],
		[
			withLock("server:\n  options: { port: x }"),
			/^s\.yaml:2:20: server\.options\.port: It needs a number/,
		],
		[
			withLock("server: { options: { json: true } }"),
			/server\.options\.json: a server has no such option/,
		],
		[
			withLock("server: { options: { dedicate: [fridge=1] } }"),
			/^s\.yaml:1:32: server\.options\.dedicate: It needs PROTOCOL=PORT/,
		],
		[
			withLock("server:\n  config:\n    cloud:\n      secrett: x"),
			/^s\.yaml:4:7: server\.config\.cloud\.secrett: unknown key: remove it/,
		],
		[
			withLock("server: { config: { chat: { users: [{ id: 1, name: a }, { id: x, name: b }] } } }"),
			/^s\.yaml:1:59: server\.config\.chat\.users\.1\.id: needs an id/,
		],
		[withLock("server: { config: [] }"), /^s\.yaml:1:11: server\.config: .*mapping/],
		[
			withLock("server: { restart: often }"),
			/^s\.yaml:1:20: server\.restart: needs one of on-failure/,
		],
		[withLock("backoff: [soon]"), /^s\.yaml:1:11: backoff\[0\]: It needs a time/],
		[withLock("backoff: []"), /^s\.yaml:1:10: backoff: needs a list of 1 to 20 times/],
		[withLock(`backoff: [${Array(21).fill("1s")}]`), /backoff: needs a list of 1 to 20 times/],
		["devices: [lock-1]", /^s\.yaml:1:11: devices\[0\]: needs a mapping/],
		["devices: [{ kind: lock }]", /^s\.yaml:1:11: devices\[0\]: name is missing/],
		["devices: [{ name: a }]", /^s\.yaml:1:11: devices\[0\]: kind is missing/],
		[
			"devices: [{ name: a, kind: fridge }]",
			/^s\.yaml:1:28: devices\[0\]\.kind: needs one of lock/,
		],
		["devices: [{ name: server, kind: lock }]", /devices\[0\]\.name: server is the name/],
		["devices: [{ name: a b, kind: lock }]", /devices\[0\]\.name: needs 1 to 32 characters/],
		['devices: [{ name: "a\\u202e", kind: lock }]', /devices\[0\]\.name: needs 1 to 32/],
		['devices: [{ name: "-a", kind: lock }]', /devices\[0\]\.name: needs 1 to 32/],
		[`devices: [{ name: ${"x".repeat(33)}, kind: lock }]`, /devices\[0\]\.name: needs 1 to 32/],
		["devices: [{ name: a, kind: lock, options: 5 }]", /\.options: needs a mapping/],
		[
			"devices: [{ name: a, kind: lock, options: { leds: 5 } }]",
			/\.options\.leds: a lock has no such/,
		],
		["devices: [{ name: a, kind: lock, options: { json: true } }]", /\.json: a lock has no such/],
		[
			"devices: [{ name: a, kind: lock, options: { holdMs: 0 } }]",
			/:53: .*holdMs: It needs a whole/,
		],
		["devices: [{ name: a, kind: lock, options: { vsn: 3 } }]", /vsn: Allowed choices are 2\.0\.0/],
		["devices: [{ name: a, kind: lock, options: { serial: } }]", /serial: needs a text/],
		["devices: [{ name: a, kind: lock, options: { serial: [x] } }]", /serial: needs a text/],
		["devices: [{ name: a, kind: puff, options: { auto: yes } }]", /auto: needs true or false/],
		[
			"devices: [{ name: a, kind: puff, options: { group: x, create: y } }]",
			/options: option '--group <id>' cannot be used with option '--create/,
		],
		["devices: [{ name: a, kind: lock, env: { A-B: x } }]", /env\.A-B: needs the name of an env/],
		["devices: [{ name: a, kind: lock, env: { A: [x] } }]", /env\.A: needs a text/],
		["devices: [{ name: a, kind: lock, retries: -1 }]", /retries: needs a whole number/],
		["devices: [{ name: a, kind: lock, retries: 1.5 }]", /retries: needs a whole number/],
		["devices: [{ name: a, kind: lock, after: b }]", /after: needs a list of names/],
		[
			"devices: [{ name: a, kind: lock, after: [b] }]",
			/:34: devices\[0\]\.after: there is no device b/,
		],
		["devices: [{ name: a, kind: lock, after: [a] }]", /after: a would wait for ever/],
		["devices: [{ name: a, kind: lock, group: { from: b } }]", /group: a lock has no group/],
		["devices: [{ name: a, kind: puff, group: b }]", /group: needs a mapping/],
		["devices: [{ name: a, kind: puff, group: {} }]", /group: needs a puff, as in/],
		["devices: [{ name: a, kind: puff, group: { from: a } }]", /group: a would wait for ever/],
		[
			"devices: [{ name: a, kind: puff, options: { create: x }, group: { from: b } }]",
			/group: its options name a group already/,
		],
		[
			"devices: [{ name: a, kind: lock }, { name: b, kind: puff, group: { from: a } }]",
			/devices\[1\]\.group: there is no puff a/,
		],
		[
			"devices: [{ name: a, kind: lock, after: [b] }, { name: b, kind: lock, after: [a] }]",
			/devices\[0\]\.after: a would wait for ever/,
		],
		[
			"devices: [{ name: a, kind: lock }, { name: a, kind: lock }]",
			/^s\.yaml:1:36: devices\[1\]: there are two devices called a/,
		],
		["devices: [{ name: a, kind: lock, user: 1 }]", /user: a lock has no user/],
		["devices: [{ name: a, kind: chat, user: 1 }]", /user: needs the id of one of server\.config/],
		["url: ws://x\ndevices: [{ name: a, kind: chat, user: 1 }]", /user: a foreign gateway's users/],
		["a: 1\na: 2", /^s\.yaml:2:1: not YAML: Map keys must be unique/],
		["devices: [", /^s\.yaml:1:11: not YAML: /],
		["devices: !secret x", /^s\.yaml:1:10: not YAML: Unresolved tag/],
		["a: &x [*x]\ndevices: []", /too large or too deep here/],
		["[".repeat(50) + "]".repeat(50), /too large or too deep here/],
	])("%j", (text, message) => {
		expect(() => parse(text)).toThrow(message);
	});

	test("a value that may be a secret is not told", () => {
		const text = 'devices: [{ name: a, kind: lock, options: { "token:hunter2": } }]';
		expect(() => parse(text)).toThrow(/options\.token: a lock has no such option/);
		expect(() => parse(text)).not.toThrow(/hunter2/);
	});

	test("aliases of aliases do not grow without end", () => {
		const rows = Array.from(
			{ length: 10 },
			(_, i) => `a${i + 1}: &a${i + 1} [${Array(9).fill(`*a${i}`)}]`,
		);
		expect(() => parse(`a0: &a0 [x]\n${rows.join("\n")}\ndevices: []`)).toThrow(/too large/);
	});
});

test("whatever a file holds, it is a scene or wrong in one line that names it", () => {
	const damage = fc
		.tuple(
			fc.nat(sceneTemplate.length),
			fc.nat(40),
			fc.oneof(
				fc.string({ maxLength: 8 }),
				fc.constantFrom("\n", "  ", "- ", "{", "}", "[", "*a", "&a ", "!x ", "? ", "|\n", "<<: "),
			),
		)
		.map(
			([at, length, text]) => sceneTemplate.slice(0, at) + text + sceneTemplate.slice(at + length),
		);
	fc.assert(
		fc.property(fc.oneof(damage, fc.string(), fc.json()), (text) => {
			try {
				expect(parse(text).devices.length).toBeGreaterThan(0);
			} catch (error) {
				expect(error).toBeInstanceOf(UsageError);
				expect(messageOf(error)).toMatch(/^s\.yaml:\d+:\d+: [^\n]+$/s);
			}
		}),
		{ numRuns: 300 },
	);
});
