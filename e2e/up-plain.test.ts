import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { bin, gwSim, Process } from "./support/process.js";
import { serve } from "./support/serve.js";
import { tempFolder } from "./support/temp-folder.js";

async function sceneFile(text: string): Promise<string> {
	const file = join(await tempFolder(), "s.yaml");
	await writeFile(file, text);
	return file;
}

/** How a command ended, and what it wrote. */
async function ended(up: Process): Promise<{ code: number | null; stderr: string }> {
	const { code } = await up.exit();
	return { code, stderr: up.stderr.trimEnd() };
}

const online = { event: "state", state: { link: "online" } };

test("without a scene a lock, a lamp and two puffs of one group come on line", async () => {
	const up = gwSim(["up", "--json"]);
	expect(await up.event({ event: "listening" })).toMatchObject({ name: "server" });
	for (const name of ["lock-1", "cloud-1"]) await up.event({ name, ...online });
	const first = await up.event({ name: "puff-1", ...online });
	const second = await up.event({ name: "puff-2", ...online });
	const { group } = first.state as { group: string };
	expect(second).toMatchObject({ device: "puff:puff-2", state: { group } });
	up.child.kill("SIGTERM");
	expect(await ended(up)).toEqual({ code: 0, stderr: "" });
});

test("lines for people begin with a name, and are not coloured in a pipe", async () => {
	const up = gwSim(["up", "--plain", "--until", "lock-1 online", "--timeout", "30s"]);
	expect(await ended(up)).toEqual({ code: 0, stderr: "" });
	expect(up.lines).toContainEqual(expect.stringMatching(/^server {2}\| listens on http:\/\/127/));
	expect(up.lines).toContainEqual(expect.stringMatching(/^lock-1 {2}\| link {5}online/));
	for (const line of up.lines) expect(line).toMatch(/^[a-z0-9-]+ +\| \P{Cc}+$/u);
});

test("a condition on a key, and several at once", async () => {
	const file = await sceneFile(`
devices:
  - { name: door, kind: lock, options: { serial: front-door } }
  - { name: lamp, kind: cloud, after: [door] }`);
	const up = gwSim([
		"up",
		file,
		"--json",
		"--until",
		"door bolt=locked",
		"--until",
		"lamp link=online",
	]);
	expect(await ended(up)).toEqual({ code: 0, stderr: "" });
	expect(await up.event({ name: "door", ...online })).toMatchObject({ device: "lock:front-door" });
});

test("a condition that is not met in time: exit code 1", async () => {
	const file = await sceneFile("url: ws://127.0.0.1:1\ndevices: [{ name: a, kind: cloud }]");
	const up = gwSim(["up", file, "--until", "a online", "--timeout", "1500ms"]);
	const { code, stderr } = await ended(up);
	expect(code).toBe(1);
	expect(stderr).toMatch(/^gw-sim: --until a online is not met: its state is \{"link":"backoff",/);
});

test("a device that gives up has failed for good: exit code 1", async () => {
	const file = await sceneFile(
		"url: ws://127.0.0.1:1\ndevices: [{ name: a, kind: lock, retries: 0, options: { maxRetries: 0 } }]",
	);
	const { code, stderr } = await ended(gwSim(["up", file, "--until", "a online"]));
	expect(code).toBe(1);
	expect(stderr).toMatch(/^gw-sim: a has failed for good: it ended with code 1, saying: /);
});

test("a server that cannot listen has failed for good, and so has the scene", async () => {
	const { port } = await serve();
	const file = await sceneFile(
		`server: { options: { port: ${port} } }\ndevices: [{ name: a, kind: lock }]`,
	);
	for (const args of [[], ["--until", "a online"]]) {
		const { code, stderr } = await ended(gwSim(["up", file, "--plain", ...args]));
		expect(stderr).toMatch(
			/^gw-sim: server has failed for good: .* port \d+ on 127.0.0.1 is in use/,
		);
		expect(code).toBe(1);
	}
});

test("what a device's own command refuses is told with its words", async () => {
	const file = await sceneFile(
		"devices: [{ name: a, kind: lock, options: { tokenFile: /no/such/file } }]",
	);
	const { code, stderr } = await ended(gwSim(["up", file, "--until", "a online"]));
	expect(code).toBe(1);
	expect(stderr).toMatch(
		/a has failed for good: it ended with code 2, saying: .*--token-file: cannot/,
	);
});

test.each([
	[
		"devices: [{ name: a, kind: lock, options: { holdMs: x } }]",
		/s\.yaml:1:\d+: devices\[0\]\.options\.holdMs: /,
	],
	[
		"server: { config: { cloud: { secrett: x } } }\ndevices: [{ name: a, kind: lock }]",
		/s\.yaml:1:30: server\.config\.cloud\.secrett: unknown key/,
	],
	["devices: [", /s\.yaml:1:11: not YAML/],
])("%j: one line, exit code 2", async (text, line) => {
	const { code, stderr } = await ended(gwSim(["up", await sceneFile(text), "--plain"]));
	expect(stderr).toMatch(line);
	expect(stderr.split("\n")).toHaveLength(1);
	expect(code).toBe(2);
});

test.each([
	[["--until", "nobody online"], /there is no device nobody: the scene has lock-1, cloud-1/],
	[["--until", "lock-1"], /needs NAME WORD or NAME KEY=VALUE/],
	[["--timeout", "5s"], /--timeout is for --until/],
	[["--until", "lock-1 online", "--timeout", "soon"], /needs a time/],
	[["/no/such.yaml"], /cannot read the scene \/no\/such\.yaml: there is no such file; gw-sim init/],
])("up %j: one line, exit code 2", async (args, line) => {
	const { code, stderr } = await ended(gwSim(["up", ...args]));
	expect(stderr).toMatch(line);
	expect([stderr.split("\n").length, code]).toEqual([1, 2]);
});

test("devices of a scene are on a gateway that runs elsewhere", async () => {
	const server = await serve();
	const file = await sceneFile(`
url: ${server.url.replace("http:", "ws:")}
devices:
  - { name: a, kind: lock }
  - { name: b, kind: room, options: { room: lobby } }`);
	const up = gwSim(["up", file, "--json", "--stop-on-eof"]);
	for (const name of ["a", "b"]) await up.event({ name, ...online });
	const { body } = await server.call("GET", "/connections");
	const { data } = body as { data: { protocol: string }[] };
	expect(data.map(({ protocol }) => protocol).sort()).toEqual(["lock", "rooms"]);
	up.child.stdin?.end();
	expect(await ended(up)).toEqual({ code: 0, stderr: "" });
});

test("people of a scene get their tokens from it", async () => {
	const file = await sceneFile(`
server: { config: { chat: { users: [{ id: 7, name: ann }, { id: 8, name: bot, type: bot }] } } }
devices:
  - { name: ann, kind: chat, user: 7 }
  - { name: bot, kind: chat, user: 8, after: [ann] }`);
	const up = gwSim(["up", file, "--json", "--until", "bot online", "--timeout", "30s"]);
	expect(await ended(up)).toEqual({ code: 0, stderr: "" });
	expect(await up.event({ name: "ann", ...online })).toMatchObject({ state: { user: "7" } });
});

test("init writes the default scene, and never over another file unless told to", async () => {
	const folder = await tempFolder();
	const init = (...args: string[]) =>
		ended(new Process(process.execPath, [bin, "init", ...args], {}, folder));
	expect(await init()).toEqual({ code: 0, stderr: "" });
	const { code, stderr } = await init("scene.yaml");
	expect([code, stderr]).toEqual([
		2,
		"gw-sim: scene.yaml is there already: choose another name, or --force to write over it",
	]);
	expect((await init("scene.yaml", "--force")).code).toBe(0);
	expect((await init("no/such/folder.yaml")).code).toBe(2);
	const args = ["up", "scene.yaml", "--until", "puff-2 online"];
	const up = new Process(process.execPath, [bin, ...args], {}, folder);
	expect(await ended(up)).toEqual({ code: 0, stderr: "" });
});
