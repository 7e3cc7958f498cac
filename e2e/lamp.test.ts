import { once } from "node:events";
import { chmod, readFile, writeFile } from "node:fs/promises";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { WebSocketServer } from "ws";
import { gwSim, type Process } from "./support/process.js";
import { type Served, serve } from "./support/serve.js";
import { tempFolder } from "./support/temp-folder.js";

const pink = { mode: "color", color: [255, 162, 174], pulse: 3 };
const storm = { mode: "weather", weather: 6, intensity: 4.5 };

function cloudUrl({ url }: Served): string {
	return `${url.replace("http:", "ws:")}/cloud`;
}

/** A file that only its owner can read. */
async function secretFile(secret: string): Promise<string> {
	const file = join(await tempFolder(), "secret");
	await writeFile(file, `${secret}\n`);
	await chmod(file, 0o600);
	return file;
}

async function stopped(lamp: Process): Promise<void> {
	lamp.send({ cmd: "stop" });
	expect(await lamp.exit()).toEqual({ code: 0, signal: null });
}

test("a lamp shows what the control API sets, LED by LED", async () => {
	const server = await serve();
	const lamp = gwSim(["cloud", "--json", "--leds", "5", "--url", cloudUrl(server)]);
	const online = await lamp.state({ link: "online", mode: "off" });
	expect(online).toMatchObject({
		device: "cloud",
		at: expect.any(Number),
		state: { frames: expect.any(Number), ignored: 0 },
	});
	expect(await server.call("PUT", "/cloud", pink)).toEqual({ status: 200, body: pink });
	await lamp.state(pink);
	await server.call("PUT", "/cloud", { ...pink, pulse: 0 });
	await lamp.state({ pulse: 0 });
	lamp.send({ cmd: "pixels" });
	expect(await lamp.event({ event: "pixels" })).toEqual({
		event: "pixels",
		at: expect.any(Number),
		leds: 5,
		hex: "ffa2ae".repeat(5),
	});
	await server.call("PUT", "/cloud", storm);
	await lamp.state({ link: "online", ...storm });
	await server.call("PUT", "/cloud", { mode: "off" });
	const from = lamp.lines.length;
	lamp.send({ cmd: "state" });
	await lamp.state({ mode: "off" }, from);
	await stopped(lamp);
	expect(lamp.stderr).toBe("");
});

test("without --url it starts its own server, says so first, and ends with it", async () => {
	const lamp = gwSim(["cloud", "--json", "--name", "hall", "--seed", "7"]);
	const { url } = JSON.parse(await lamp.line((line) => line)) as { url: string };
	expect(await lamp.state({ link: "online" })).toMatchObject({ device: "cloud:hall" });
	const response = await fetch(`${url}/api/v0/cloud`, {
		method: "PUT",
		headers: { "content-type": "application/json", connection: "close" },
		body: JSON.stringify(storm),
	});
	expect(await response.json()).toEqual(storm);
	await lamp.state(storm);
	lamp.child.kill("SIGINT");
	expect(await lamp.exit()).toEqual({ code: 0, signal: null });
	await expect(fetch(`${url}/healthz`)).rejects.toThrow();
});

test.each(["SIGTERM", "SIGINT"] as const)("%s ends it with 0", async (signal) => {
	const server = await serve();
	const lamp = gwSim(["cloud", "--json", "--url", cloudUrl(server)]);
	await lamp.state({ link: "online" });
	lamp.child.kill(signal);
	expect(await lamp.exit()).toEqual({ code: 0, signal: null });
	expect(JSON.parse(lamp.lines.at(-1) ?? "")).toMatchObject({ state: { link: "offline" } });
});

test("it stops when whoever drives it is gone", async () => {
	const lamp = gwSim(["cloud", "--json"]);
	await lamp.state({ link: "online" });
	lamp.child.stdin?.end();
	expect(await lamp.exit()).toEqual({ code: 0, signal: null });
});

test("kill -9 of the server: the light stays, and the lamp comes back to what is shown then", async () => {
	const data = join(await tempFolder(), "state");
	const first = await serve(["--data", data]);
	const lamp = gwSim(["cloud", "--json", "--url", cloudUrl(first)]);
	const dark = gwSim(["cloud", "--json", "--when-offline", "off", "--url", cloudUrl(first)]);
	for (const one of [lamp, dark]) await one.state({ link: "online" });
	await first.call("PUT", "/cloud", storm);
	for (const one of [lamp, dark]) await one.state(storm);
	await first.process.kill("SIGKILL");
	await lamp.state({ link: "backoff", ...storm });
	await dark.state({ link: "backoff", mode: "off" });
	const from = [lamp.lines.length, dark.lines.length] as const;
	const second = await serve(["--data", data], first.port);
	await lamp.state({ link: "online", ...storm }, from[0]);
	await dark.state({ link: "online", ...storm }, from[1]);
	await second.call("PUT", "/cloud", pink);
	for (const one of [lamp, dark]) await one.state(pink);
}, 30_000);

test("a wrong secret is told once, is tried again, and is nowhere to be read", async () => {
	const config = join(await tempFolder(), "config.yaml");
	await writeFile(config, "cloud: { secret: right-4711 }\n");
	await chmod(config, 0o600);
	const server = await serve(["--config", config]);
	const env = { GW_SIM_SECRET: "wrong-4711" };
	const url = cloudUrl(server);
	const recording = join(await tempFolder(), "recording");
	const wrong = gwSim(
		["cloud", "--json", "--verbose", "--record", recording, "--url", url, "--max-retries", "2"],
		env,
	);
	expect((await wrong.exit()).code).toBe(1);
	const errors = wrong.lines
		.map((line) => JSON.parse(line) as Record<string, unknown>)
		.filter(({ event }) => event === "error");
	expect(errors.map(({ code }) => code)).toEqual(["refused", "gave-up"]);
	expect(errors[0]?.message).toContain("check the secret");
	const all = [...wrong.lines, wrong.stderr, server.process.stderr, await readFile(recording)];
	expect(all.join("\n")).not.toContain("4711");

	const byFile = gwSim(
		["cloud", "--json", "--secret-file", await secretFile("right-4711"), "--url", url],
		env,
	);
	await byFile.state({ link: "online" });
	const byOption = gwSim(["cloud", "--json", "--secret", "right-4711", "--url", url], env);
	await byOption.state({ link: "online" });
	for (const lamp of [byFile, byOption]) await stopped(lamp);
}, 30_000);

test("a secret of its own works on a server of its own", async () => {
	const lamp = gwSim(["cloud", "--json", "--secret", "canary-4711"]);
	await lamp.state({ link: "online" });
	await stopped(lamp);
	expect(`${lamp.lines.join("\n")}${lamp.stderr}`).not.toContain("canary");
});

test("it does what a server asks of it, and counts what means nothing", async () => {
	const server = new WebSocketServer({ port: 0, host: "127.0.0.1" });
	onTestFinished(() => {
		for (const client of server.clients) client.terminate();
		server.close();
	});
	const said: string[] = [];
	server.on("connection", (socket) => {
		socket.on("message", (data) => {
			const text = String(data);
			said.push(text);
			if (text === "ping") socket.send("pong");
			if (text !== "cloud-my-butt") return;
			for (const frame of ["ok", "[cc:1:7:2]", "rubbish", "[cc:9:9:9]", "[cc:d:1:?]"])
				socket.send(frame);
			socket.send(Buffer.from([1, 2, 3]));
			if (said.filter((one) => one === text).length === 1) socket.send("[cc:u:?:?][cc:r:?:?]");
		});
	});
	if (server.address() === null) await once(server, "listening");
	const url = `ws://127.0.0.1:${(server.address() as AddressInfo).port}/anything`;
	const lamp = gwSim(["cloud", "--json", "--leds", "9", "--url", url]);
	await lamp.event({ event: "message", type: "debug-on", data: null });
	await lamp.event({ event: "message", type: "update" });
	await lamp.event({ event: "error", code: "unsupported" });
	const reset = lamp.lines.length;
	await lamp.event({ event: "message", type: "reset" });
	await lamp.state({ link: "backoff", mode: "off" });
	await lamp.state({ link: "online", mode: "weather", weather: 7, intensity: 2 }, reset);
	await lamp.line((line) => (line.match(/debug-on/) ? line : undefined), reset);
	lamp.send({ cmd: "state" });
	await lamp.state({ ignored: 6 });
	expect(said.filter((text) => text.startsWith("d:"))).toEqual(
		new Array(2).fill("d:9 LEDs, shows snow 2"),
	);
	await stopped(lamp);
});

test.each([
	[["--leds", "0"], /whole number from 1/],
	[["--leds", "10001"], /leds must be a whole number from 1 to 10000/],
	[["--secret", ""], /--secret must not be empty/],
	[["--secret-file", "/no/such"], /--secret-file: cannot read/],
	[["--name", ""], /name must be 1 to 250 characters/],
	[["--when-offline", "blink"], /keep, off, dim/],
	[["--url", "http://127.0.0.1:1/"], /ws:/],
])("gw-sim cloud %j: one line, exit code 2", async (args, line) => {
	const lamp = gwSim(["cloud", ...args]);
	expect((await lamp.exit()).code).toBe(2);
	expect(lamp.stderr).toMatch(line);
	expect(lamp.stderr.trimEnd().split("\n")).toHaveLength(1);
	expect(lamp.lines).toEqual([]);
});
