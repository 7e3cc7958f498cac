import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { OriginCloud } from "../testing/origin-cloud.js";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** Runs the built client in a Node of its own, without the source condition. */
async function runBuilt(url: string, options: string): Promise<unknown> {
	if (!existsSync(`${root}/dist/cloud/index.js`))
		throw new Error("packages/client/dist is missing: run `pnpm build` first");
	const script = `
		import { CloudClient } from "@gw-sim/client/cloud";
		const lamp = new CloudClient({ url: ${JSON.stringify(url)}, ${options} });
		const links = [];
		lamp.on("link", (link) => links.push(link));
		const shown = new Promise((resolve) => lamp.on("show", resolve));
		await lamp.connect();
		const show = await shown;
		await lamp[Symbol.asyncDispose]();
		console.log(JSON.stringify({ show, links }));`;
	const { stdout } = await promisify(execFile)(
		process.execPath,
		["--experimental-websocket", "--input-type=module", "--eval", script],
		{ cwd: root, timeout: 15_000 },
	);
	return JSON.parse(stdout);
}

test.each([
	["the platform's WebSocket", "WebSocket: globalThis.WebSocket"],
	["ws by default", ""],
])("the built client speaks through %s, and its process ends", async (_, options) => {
	await using origin = await OriginCloud.start();
	expect(await runBuilt(origin.url, options)).toEqual({
		show: { mode: "color", color: [255, 162, 174], pulse: 0 },
		links: ["connecting", "joining", "online", "offline"],
	});
	expect(origin.heard).toContain("close 1005");
});
