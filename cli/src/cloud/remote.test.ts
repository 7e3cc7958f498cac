import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Show } from "@gw-sim/protocols/cloud";
import { expect, onTestFinished, test } from "vitest";
import { Remote } from "./remote.js";

const rain: Show = { mode: "weather", weather: 5, intensity: 5 };
const white: Show = { mode: "color", color: [255, 255, 255], pulse: 0 };

/** A control API that answers when it is told to, and a lamp that shows what it is told to. */
async function setUp(status = 200) {
	const bodies: unknown[] = [];
	const answers: (() => void)[] = [];
	const server = createServer((request, response) => {
		let text = "";
		request.on("data", (chunk) => {
			text += chunk;
		});
		request.on("end", () => {
			bodies.push(`${request.method} ${request.url} ${text}`);
			answers.push(() => response.writeHead(status, { connection: "close" }).end());
		});
	});
	server.listen(0, "127.0.0.1");
	onTestFinished(() => {
		server.closeAllConnections();
		server.close();
	});
	await once(server, "listening");
	const listeners: ((event: { readonly event: "state" }) => void)[] = [];
	const lamp = {
		show: rain as Show,
		on(listener: (event: never) => void) {
			listeners.push(listener as (event: { readonly event: "state" }) => void);
			return () => {};
		},
	};
	const shows = (show: Show): void => {
		lamp.show = show;
		for (const listener of listeners) listener({ event: "state" });
	};
	const answer = async (): Promise<void> => {
		while (answers.length === 0) await new Promise((resolve) => setImmediate(resolve));
		answers.shift()?.();
	};
	const remote = new Remote(lamp, `ws://127.0.0.1:${(server.address() as AddressInfo).port}/cloud`);
	return { remote, bodies, shows, answer };
}

const brighter = (show: Show): Show => (show.mode === "color" ? { ...show, pulse: 9 } : show);

test("a change begins with what the one before it will show, and waits for it", async () => {
	const { remote, bodies, shows, answer } = await setUp();
	const first = remote.change(() => white);
	const second = remote.change(brighter);
	// What was shown before the first change may still be told.
	shows(rain);
	await answer();
	await first;
	expect(bodies).toHaveLength(1);
	await answer();
	await second;
	expect(bodies).toEqual([
		`PUT /api/v0/cloud ${JSON.stringify(white)}`,
		`PUT /api/v0/cloud ${JSON.stringify({ ...white, pulse: 9 })}`,
	]);
});

test("once all is done, a change begins with what the lamp shows", async () => {
	const { remote, bodies, shows, answer } = await setUp();
	const first = remote.change(() => ({ mode: "off" }));
	await answer();
	await first;
	shows(white);
	const second = remote.change(brighter);
	await answer();
	await second;
	expect(bodies.at(-1)).toBe(`PUT /api/v0/cloud ${JSON.stringify({ ...white, pulse: 9 })}`);
});

test("a change that fails is told, and holds up nobody", async () => {
	const { remote, bodies, answer } = await setUp(403);
	const first = remote.change(() => white);
	await answer();
	await expect(first).rejects.toThrow(/the server's control API at .* did not do it: HTTP 403/);
	const second = remote.change((show) => show);
	await answer();
	await expect(second).rejects.toThrow("HTTP 403");
	expect(bodies.at(-1)).toBe(`PUT /api/v0/cloud ${JSON.stringify(rain)}`);
});
