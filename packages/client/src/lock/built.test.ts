import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterEach, expect, test } from "vitest";
import { WebSocketServer } from "ws";
import { hubState } from "../testing/raw-hub.js";

const root = fileURLToPath(new URL("../..", import.meta.url));

const servers: WebSocketServer[] = [];
afterEach(() => {
	for (const server of servers.splice(0)) server.close();
});

async function tinyHub(): Promise<string> {
	const server = new WebSocketServer({ port: 0, host: "127.0.0.1" });
	servers.push(server);
	server.on("connection", (ws) => {
		ws.on("message", (data) => {
			const [joinRef, ref, topic] = JSON.parse(String(data));
			const payload = { status: "ok", response: hubState };
			ws.send(JSON.stringify([joinRef, ref, topic, "phx_reply", payload]));
		});
	});
	await new Promise((resolve) => server.once("listening", resolve));
	const address = server.address();
	if (address === null || typeof address === "string") throw new Error("no port");
	return `ws://127.0.0.1:${address.port}/socket/websocket`;
}

/** Runs the built client in a Node of its own, without the source condition. */
async function runBuilt(options: string): Promise<unknown> {
	if (!existsSync(`${root}/dist/lock/index.js`))
		throw new Error("packages/client/dist is missing: run `pnpm build` first");
	const script = `
		import { LockClient } from "@gw-sim/client/lock";
		const client = new LockClient({ url: ${JSON.stringify(await tinyHub())}, serial: "lock-1", ${options} });
		const links = [];
		client.on("link", (link) => links.push(link));
		const { uuid } = await client.connect();
		const { name } = await client.reset();
		await client[Symbol.asyncDispose]();
		console.log(JSON.stringify({ uuid, name, links }));`;
	const { stdout } = await promisify(execFile)(
		process.execPath,
		["--experimental-websocket", "--input-type=module", "--eval", script],
		{ cwd: root, timeout: 15_000 },
	);
	return JSON.parse(stdout);
}

const expected = {
	uuid: hubState.uuid,
	name: "Front door",
	links: ["connecting", "joining", "online", "offline"],
};

test("the built client speaks through the platform's WebSocket, and its process ends", async () => {
	expect(await runBuilt("WebSocket: globalThis.WebSocket")).toEqual(expected);
});

test("the built client speaks through ws by default, and its process ends", async () => {
	expect(await runBuilt("")).toEqual(expected);
});
