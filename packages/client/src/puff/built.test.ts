import { execFile } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { deflateSync } from "node:zlib";
import { afterEach, expect, test } from "vitest";
import { WebSocketServer } from "ws";

const root = fileURLToPath(new URL("../..", import.meta.url));

const servers: WebSocketServer[] = [];
afterEach(() => {
	for (const server of servers.splice(0)) server.close();
});

/** Packs all that it says. */
async function tinyGateway(): Promise<string> {
	const server = new WebSocketServer({ port: 0, host: "127.0.0.1" });
	servers.push(server);
	server.on("connection", (ws) => {
		const say = (message: object): void => ws.send(deflateSync(JSON.stringify(message)));
		say({ op: 0, d: { session_id: "s1", heartbeat_interval: 25_000 } });
		ws.on("message", (data) => {
			const { op } = JSON.parse(String(data));
			if (op === 2) say({ op: 3, t: "GROUP_CREATE", d: { group_id: "ab12cd", name: "Tuesday" } });
		});
	});
	await once(server, "listening");
	const address = server.address();
	if (address === null || typeof address === "string") throw new Error("no port");
	return `ws://127.0.0.1:${address.port}/socket`;
}

/** Runs the built client in a Node of its own, without the source condition. */
async function runBuilt(conditions: readonly string[], options: string): Promise<unknown> {
	if (!existsSync(`${root}/dist/puff/index.js`))
		throw new Error("packages/client/dist is missing: run `pnpm build` first");
	const script = `
		import { PuffClient } from "@gw-sim/client/puff";
		const url = ${JSON.stringify(await tinyGateway())};
		const puff = new PuffClient({ url, compression: "zlib", ${options} });
		const links = [];
		puff.on("link", (link) => links.push(link));
		await puff.connect();
		const { name } = await puff.createGroup();
		await puff[Symbol.asyncDispose]();
		console.log(JSON.stringify({ name, links }));`;
	const flags = conditions.map((condition) => `--conditions=${condition}`);
	const { stdout } = await promisify(execFile)(
		process.execPath,
		["--experimental-websocket", ...flags, "--input-type=module", "--eval", script],
		{ cwd: root, timeout: 15_000 },
	);
	return JSON.parse(stdout);
}

test.each([
	["ws and node:zlib by default", [], ""],
	["the platform's WebSocket", [], "WebSocket: globalThis.WebSocket"],
	["the page's WebSocket and streams in browsers", ["browser"], ""],
])("the built client speaks through %s, and its process ends", async (_, conditions, options) => {
	expect(await runBuilt(conditions, options)).toEqual({
		name: "Tuesday",
		links: ["connecting", "joining", "online", "offline"],
	});
});
