import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { gwSim } from "./support/process.js";
import { serve } from "./support/serve.js";
import { tempFolder } from "./support/temp-folder.js";

const user = { id: 1, email: "owner@gw-sim.local" };
const uuidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

test("a lock is paired over the control API by a tag, and all of it survives a restart", async () => {
	const data = join(await tempFolder(), "state");
	const first = await serve(["--data", data]);
	const lock = gwSim(["lock", "--serial", "X", "--json", "--seed", "1", "--url", first.lock]);
	const online = await lock.state({ link: "online", mode: "unconfigured", bolt: "locked" });
	const { uuid } = online.state as { uuid: string };
	expect(uuid).toMatch(uuidPattern);
	expect(online).toMatchObject({ device: "lock:X", at: expect.any(Number) });

	const request = { lock: "X", name: "Key ring", type: "tag" };
	expect(await first.call("POST", "/devices/pair", request)).toEqual({
		status: 200,
		body: { lock: "X", user, status: "pairing", delivered: 1 },
	});
	await lock.event({ event: "message", type: "mode:pair", data: { user, ...request } });
	await lock.state({ mode: "pairing" });
	const before = lock.lines.length;
	lock.send({ cmd: "present-tag", uid: "04:a1:b2:c3" });
	await lock.event({ event: "tag", uid: "04A1B2C3", result: "paired" }, before);
	await lock.state({ mode: "unconfigured" }, before);
	const listed = { data: [{ serial: "04A1B2C3", name: "Key ring", type: "tag", user, lock: "X" }] };
	expect((await first.call("GET", "/devices")).body).toEqual(listed);
	await first.call("PUT", `/locks/${uuid}`, { mode: 1, name: "Front door" });

	await first.process.kill("SIGTERM");
	expect(await first.process.exit()).toEqual({ code: 0, signal: null });
	await lock.state({ link: "backoff", bolt: "locked" });

	const second = await serve(["--data", data], first.port);
	await lock.state({ link: "online", mode: "internal", uuid, name: "Front door" });
	expect((await second.call("GET", "/devices")).body).toEqual(listed);
	lock.send({ cmd: "remove-tag" });
	lock.send({ cmd: "present-tag", uid: "04A1B2C3" });
	await lock.event({ event: "tag", uid: "04A1B2C3", result: "granted" });
	await lock.state({ bolt: "unlocked" });

	lock.send({ cmd: "stop" });
	expect(await lock.exit()).toEqual({ code: 0, signal: null });
	expect(lock.stderr).toBe("");
}, 30_000);

test("without --url it starts its own server, says so first, and ends with it", async () => {
	const lock = gwSim(["lock", "--json", "--seed", "7"]);
	const listening = JSON.parse(await lock.line((line) => line)) as Record<string, unknown>;
	expect(listening).toMatchObject({
		event: "listening",
		url: expect.stringMatching(/^http:\/\/127/),
	});
	await lock.state({ link: "online" });
	lock.child.kill("SIGINT");
	expect(await lock.exit()).toEqual({ code: 0, signal: null });
	await expect(fetch(`${String(listening.url)}/healthz`)).rejects.toThrow();
});

test("a seed decides the serial, and every line of a recording", async () => {
	const folder = await tempFolder();
	const recordings: string[] = [];
	for (const name of ["a", "b"]) {
		const file = join(folder, name);
		const lock = gwSim(["lock", "--json", "--seed", "42", "--record", file]);
		await lock.state({ link: "online" });
		lock.send({ cmd: "stop" });
		expect((await lock.exit()).code).toBe(0);
		recordings.push(await readFile(file, "utf8"));
	}
	const [a = [], b = []] = recordings.map((text) =>
		text
			.trimEnd()
			.split("\n")
			.map((line) => {
				const { at: _at, url: _url, ...rest } = JSON.parse(line) as Record<string, unknown>;
				return rest;
			}),
	);
	expect(a).toEqual(b);
	expect(a[0]).toEqual({
		gwsim: 1,
		protocol: "lock",
		device: expect.stringMatching(/^lock:lock-\d{4}$/),
		seed: "42",
	});
	expect(a[1]).toEqual({ dir: "out", data: expect.stringContaining('"phx_join"') });
});

test("it answers every command, and a bad line with one error that changes nothing", async () => {
	const lock = gwSim(["lock", "--serial", "X", "--json", "--verbose"]);
	await lock.state({ link: "online" });
	await lock.event({ event: "frame", dir: "out" });
	await lock.event({ event: "frame", dir: "in" });
	for (const line of [
		"nope",
		"[]",
		'{"cmd":"fly"}',
		'{"cmd":"present-tag"}',
		`"${"x".repeat(70_000)}"`,
	]) {
		const from = lock.lines.length;
		lock.child.stdin?.write(`${line}\n`);
		expect(await lock.event({ event: "error" }, from)).toEqual({
			event: "error",
			message: expect.any(String),
			code: "bad-command",
		});
	}
	const from = lock.lines.length;
	lock.send({ cmd: "state" });
	await lock.state({ link: "online", mode: "unconfigured", bolt: "locked" }, from);
	lock.send({ cmd: "usage" });
	expect(await lock.event({ event: "usage" }, from)).toEqual({
		event: "usage",
		rss: expect.any(Number),
		cpuMs: expect.any(Number),
	});
	lock.send({ cmd: "disconnect" });
	await lock.state({ link: "offline" }, from);
	const reconnecting = lock.lines.length;
	lock.send({ cmd: "connect" });
	await lock.state({ link: "online" }, reconnecting);
	const dropped = lock.lines.length;
	lock.send({ cmd: "drop" });
	await lock.state({ link: "backoff" }, dropped);
	await lock.state({ link: "online" }, dropped);
});

test("it stops when whoever drives it is gone", async () => {
	const lock = gwSim(["lock", "--serial", "X", "--json"]);
	await lock.state({ link: "online" });
	lock.child.stdin?.end();
	expect(await lock.exit()).toEqual({ code: 0, signal: null });
});

test("a hub that is not there is told once, retried, and --max-retries ends it with 1", async () => {
	const lock = gwSim([
		"lock",
		"--serial",
		"X",
		"--json",
		"--max-retries",
		"1",
		"--url",
		"ws://127.0.0.1:9/socket/websocket",
	]);
	const { message } = await lock.event({ event: "error" });
	expect(message).toMatch(/nothing listens/);
	expect((await lock.exit()).code).toBe(1);
	const troubles = lock.lines.filter((line) => line.includes("nothing listens"));
	expect(troubles).toHaveLength(1);
	expect(lock.stderr).toBe("");
});

test("kill -9 of the server leaves the bolt locked and the lock coming back", async () => {
	const data = join(await tempFolder(), "state");
	const first = await serve(["--data", data]);
	const lock = gwSim(["lock", "--serial", "X", "--json", "--url", first.lock]);
	const { state } = await lock.state({ link: "online" });
	await first.process.kill("SIGKILL");
	await lock.state({ link: "backoff", bolt: "locked" });
	await serve(["--data", data], first.port);
	const from = lock.lines.length;
	await lock.state({ link: "online", uuid: (state as { uuid: string }).uuid }, from);
	expect(lock.lines.some((line) => line.includes('"unlocked"'))).toBe(false);
}, 30_000);
