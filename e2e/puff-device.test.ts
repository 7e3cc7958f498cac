import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { gwSim, type Process } from "./support/process.js";
import { type Served, serve } from "./support/serve.js";
import { tempFolder } from "./support/temp-folder.js";

function endpoint({ listening }: Served): string {
	return (listening.endpoints as { puff: string }).puff;
}

/** A puff that is driven by lines. */
function puff(...args: readonly string[]): Process {
	return gwSim(["puff", "--json", ...args]);
}

/** The group that a puff is in, once it is. */
async function groupOf(device: Process, from = 0): Promise<string> {
	return device.line((line) => {
		const event = JSON.parse(line) as { event: string; state?: { link: string; group: string } };
		return event.state?.link === "online" ? event.state.group : undefined;
	}, from);
}

/** Values of one key of a puff's states, each time that it changed. */
function course({ lines }: Process, key: string): unknown[] {
	const values = lines
		.map((line) => (JSON.parse(line) as { state?: object }).state)
		.flatMap((state) => (state === undefined ? [] : [Reflect.get(state, key)]));
	return values.filter((value, i) => i === 0 || value !== values[i - 1]);
}

const cycle = ["preheat", "active", "fade", "idle"];

test("two puffs go through a whole session by themselves, one over zlib", async () => {
	const server = await serve();
	const url = endpoint(server);
	const common = ["--url", url, "--auto", "--speed", "20"];
	const host = puff(...common, "--create", "Tuesday", "--name", "Ada", "--seed", "1");
	const group = await groupOf(host);
	expect(group).toMatch(/^[0-9a-z]{6}$/);
	const guest = puff(...common, "--group", group, "--name", "Bob", "--compression", "zlib");
	const devices = [host, guest];
	for (const device of devices) {
		await device.state({ groupState: "awaiting", group });
		await device.state({ groupState: "seshing", heat: "preheat", target: 254 });
	}
	await host.event({ event: "message", type: "GROUP_USER_JOIN", data: { name: "Bob" } });
	await host.event({ event: "message", type: "GROUP_HEAT_INQUIRY" });
	await guest.event({
		event: "message",
		type: "GROUP_START_HEATING",
		data: { excluded: false, watcher: false, away: false },
	});
	await guest.event({
		event: "message",
		type: "GROUP_USER_DEVICE_UPDATE",
		data: { group_id: group, device_state: { state: 7, activeColor: { r: 0, g: 0, b: 255 } } },
	});
	for (const device of devices) {
		await device.state({ heat: "fade" });
		const from = device.lines.findIndex((line) => line.includes('"fade"'));
		await device.state({ groupState: "chilling", heat: "idle" }, from);
		const heats = course(device, "heat");
		expect(heats).toContain("select");
		expect(heats.slice(heats.indexOf("preheat"), heats.indexOf("fade") + 2)).toEqual(cycle);
		expect(course(device, "groupState").slice(1, 5)).toEqual([
			"chilling",
			"awaiting",
			"seshing",
			"chilling",
		]);
		expect(Math.max(...course(device, "temperature").map(Number))).toBeLessThanOrEqual(255);
	}
	const { data } = (await (await fetch(`${server.url}/v1/groups/${group}`)).json()) as {
		data: unknown;
	};
	expect(data).toMatchObject({ name: "Tuesday", member_count: 2, visibility: "private" });
	for (const device of devices) {
		device.send({ cmd: "stop" });
		expect(await device.exit()).toEqual({ code: 0, signal: null });
		expect(device.stderr).toBe("");
	}
}, 40_000);

test("kill -9 of a server that keeps its groups: they come back under their names", async () => {
	const data = join(await tempFolder(), "state");
	const first = await serve(["--data", data]);
	const common = ["--url", endpoint(first), "--speed", "20"];
	const host = puff(...common, "--create", "Tuesday", "--name", "Ada");
	const group = await groupOf(host);
	const guest = puff(...common, "--group", group, "--name", "Bob");
	await guest.state({ link: "online", heat: "idle" });
	await first.process.kill("SIGKILL");
	await Promise.all([host.state({ link: "backoff" }), guest.state({ link: "backoff" })]);
	const from = { host: host.lines.length, guest: guest.lines.length };
	await serve(["--data", data], first.port);
	await host.state({ link: "online", group }, from.host);
	await guest.state({ link: "online", group }, from.guest);
	const watcher = puff("--url", endpoint(first), "--group", group, "--verbose");
	const joined = await watcher.line((line) => (line.includes("JOINED_GROUP") ? line : undefined));
	for (const text of ["Tuesday", "Ada", "Bob", '\\"state\\":5']) expect(joined).toContain(text);
}, 40_000);

test("kill -9 of a server that forgets: the group is gone, which is one error, and tried again", async () => {
	const first = await serve();
	const device = puff("--url", endpoint(first), "--verbose");
	const group = await groupOf(device);
	await first.process.kill("SIGKILL");
	await device.state({ link: "backoff", group: null });
	await serve([], first.port);
	const { message } = await device.event({ event: "error", code: "rejoin-failed" });
	expect(message).toContain(group);
	const from = device.lines.length;
	await device.event(
		{ event: "frame", dir: "out", data: `{"op":1,"d":{"group_id":"${group}"}}` },
		from,
	);
	expect(device.lines.filter((line) => line.includes('"rejoin-failed"'))).toHaveLength(1);
	device.send({ cmd: "join", group: "zzzzzz" });
	await device.event({ event: "error", code: "refused" }, from);
	device.send({ cmd: "stop" });
	expect((await device.exit()).code).toBe(0);
}, 40_000);

test("a group that is not there ends it with 1, and says why", async () => {
	const device = puff("--group", "zzzzzz");
	const { message } = await device.event({ event: "error", code: "refused" });
	expect(message).toMatch(/zzzzzz: INVALID_GROUP_ID; check the id/);
	expect(await device.exit()).toEqual({ code: 1, signal: null });
	expect(device.stderr).toBe("");
});

test("without --url it starts its own server, says so first, and ends with it", async () => {
	const device = puff("--seed", "7");
	const listening = JSON.parse(await device.line((line) => line)) as Record<string, unknown>;
	expect(listening).toMatchObject({
		event: "listening",
		endpoints: { puff: expect.stringMatching(/socket$/) },
	});
	await groupOf(device);
	device.child.kill("SIGINT");
	expect(await device.exit()).toEqual({ code: 0, signal: null });
	await expect(fetch(`${String(listening.url)}/healthz`)).rejects.toThrow();
});

test.each(["SIGTERM", "SIGHUP"] as const)("%s ends it with 0", async (signal) => {
	const device = puff();
	await groupOf(device);
	device.child.kill(signal);
	expect(await device.exit()).toEqual({ code: 0, signal: null });
});

test("it stops when whoever drives it is gone", async () => {
	const device = puff();
	await groupOf(device);
	device.child.stdin?.end();
	expect(await device.exit()).toEqual({ code: 0, signal: null });
});

test("a gateway that is not there is told once, retried, and --max-retries ends it with 1", async () => {
	const device = puff("--max-retries", "1", "--url", "ws://127.0.0.1:9/socket");
	const { message } = await device.event({ event: "error" });
	expect(message).toMatch(/cannot reach/);
	expect((await device.exit()).code).toBe(1);
	expect(device.lines.filter((line) => line.includes("cannot reach"))).toHaveLength(1);
	expect(device.stderr).toBe("");
});

test("a seed decides the name, the battery and every line of a recording", async () => {
	const folder = await tempFolder();
	const recordings: string[] = [];
	for (const name of ["a", "b"]) {
		const file = join(folder, name);
		const device = puff("--seed", "42", "--speed", "0.01", "--record", file);
		await groupOf(device);
		device.send({ cmd: "stop" });
		expect((await device.exit()).code).toBe(0);
		recordings.push(await readFile(file, "utf8"));
	}
	const [a = [], b = []] = recordings.map((text) =>
		text
			.trimEnd()
			.split("\n")
			.map((line) => {
				const { at: _at, url: _url, ...rest } = JSON.parse(line) as Record<string, unknown>;
				return JSON.stringify(rest).replaceAll(/\\"stateTime\\":[\d.]+/g, "");
			}),
	);
	expect(a).toEqual(b);
	expect(a[0]).toMatch(/"protocol":"puff","device":"puff:puff-\d{4}","seed":"42"/);
	expect(a.some((line) => line.includes("deviceModel"))).toBe(true);
});

test("it answers every command, and a bad line with one error that changes nothing", async () => {
	const device = puff("--name", "Ada", "--speed", "20");
	await device.state({ link: "online", heat: "idle" });
	for (const line of [
		"nope",
		'{"cmd":"fly"}',
		'{"cmd":"set-profile","profile":"__proto__"}',
		'{"cmd":"charge","on":"yes"}',
		'{"cmd":"join","group":""}',
		'{"cmd":"join"}',
	]) {
		const from = device.lines.length;
		device.child.stdin?.write(`${line}\n`);
		await device.event({ event: "error", code: "bad-command" }, from);
	}
	const from = device.lines.length;
	device.send({ cmd: "state" });
	await device.event({ event: "state", device: "puff:Ada", state: { heat: "idle" } }, from);
	device.send({ cmd: "set-profile", profile: "peak" });
	await device.state({ profile: "peak", target: 285 }, from);
	device.send({ cmd: "charge", on: true });
	device.send({ cmd: "inquire" });
	await device.state({ groupState: "awaiting" }, from);
	device.send({ cmd: "press-button" });
	await device.state({ heat: "preheat", groupState: "seshing" }, from);
	device.send({ cmd: "abort" });
	await device.state({ heat: "idle", groupState: "seshing" }, from);
	device.send({ cmd: "leave" });
	await device.state({ link: "joining", group: null, groupState: null }, from);
	const away = device.lines.length;
	device.send({ cmd: "inquire" });
	await device.event({ event: "error", code: "not-in-group" }, away);
	device.send({ cmd: "usage" });
	await device.event({ event: "usage" }, away);
});

test.each([
	[["--group", "a", "--create", "b"], /--create/],
	[["--speed", "fast"], /0.01 to 1000/],
	[["--speed", "1001"], /0.01 to 1000/],
	[["--profile", "hot"], /low, medium, high, peak/],
	[["--compression", "gzip"], /none, zlib/],
	[["--name", "x".repeat(33)], /up to 32/],
	[["--create", "x".repeat(33)], /up to 32/],
	[["--url", "http://127.0.0.1"], /ws:/],
])("%j is bad usage: one line, exit 2", async (args, message) => {
	const device = puff(...args);
	expect((await device.exit()).code).toBe(2);
	expect(device.stderr).toMatch(message);
	expect(device.stderr.trim().split("\n")).toHaveLength(1);
});
