import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { bin, Process } from "./support/process.js";
import { serve } from "./support/serve.js";
import { needs } from "./support/terminal.js";

function example(name: string): string {
	return fileURLToPath(new URL(`../examples/${name}`, import.meta.url));
}

/** Runs an example of SDK code against a server. */
async function running(name: string, path: string) {
	const server = await serve();
	const url = server.url.replace("http:", "ws:") + path;
	return { server, process: new Process(process.execPath, [example(name), url]) };
}

function said(process: Process, text: string): Promise<true> {
	return process.line((line) => (line.includes(text) ? true : undefined));
}

test("lock.mjs joins, is paired and ends", async () => {
	const { server, process: lock } = await running("lock.mjs", "/socket/websocket");
	await said(lock, "joined as");
	const request = { lock: "front-door", name: "Key ring", type: "tag" };
	await server.call("POST", "/devices/pair", request);
	await said(lock, "pairing Key ring");
	expect(await lock.exit()).toEqual({ code: 0, signal: null });
	expect(lock.lines).toContain("paired");
	const { body } = await server.call("GET", "/devices");
	expect(body).toMatchObject({ data: [{ serial: "04A1B2C3", lock: "front-door" }] });
	expect(lock.stderr).toBe("");
}, 20_000);

test("lamp.mjs shows what it is told and ends when it is switched off", async () => {
	const { server, process: lamp } = await running("lamp.mjs", "/cloud");
	await said(lamp, "link online");
	await server.call("PUT", "/cloud", { mode: "color", color: [255, 162, 174], pulse: 3 });
	await said(lamp, '"color":[255,162,174]');
	await server.call("PUT", "/cloud", { mode: "off" });
	expect(await lamp.exit()).toEqual({ code: 0, signal: null });
	expect(lamp.stderr).toBe("");
}, 20_000);

test("puff.mjs gets two devices ready, and both are told to heat", async () => {
	const { process: puff } = await running("puff.mjs", "/socket");
	expect(await puff.exit()).toEqual({ code: 0, signal: null });
	expect(puff.lines).toEqual(["asked: is everybody ready?", "heating"]);
	expect(puff.stderr).toBe("");
}, 20_000);

const python = needs("python3");
test.skipIf(python.skip)(
	`drive_lock.py pairs a lock${python.title}`,
	async () => {
		const script = new Process("python3", [example("drive_lock.py"), process.execPath, bin]);
		expect(await script.exit()).toEqual({ code: 0, signal: null });
		expect(script.lines).toEqual(["tag 04A1B2C3 paired"]);
	},
	20_000,
);

test("drive-lock.sh has a tag denied", async () => {
	const script = new Process("sh", [example("drive-lock.sh"), process.execPath, bin]);
	expect(await script.exit()).toEqual({ code: 0, signal: null });
	expect(script.lines).toEqual(['"result":"denied"']);
}, 40_000);
