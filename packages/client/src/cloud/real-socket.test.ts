import { expect, test, vi } from "vitest";
import { WebSocket } from "ws";
import { OriginCloud } from "../testing/origin-cloud.js";
import { CloudClient, type CloudClientOptions, type Show } from "./index.js";

const pink: Show = { mode: "color", color: [255, 162, 174], pulse: 0 };

function lampOf(
	origin: OriginCloud,
	options: Partial<CloudClientOptions> = {},
): { readonly lamp: CloudClient; readonly problems: string[]; readonly messages: string[] } {
	const lamp = new CloudClient({
		url: origin.url,
		backoffSteps: [5],
		closeTimeoutMs: 50,
		...options,
	});
	const problems: string[] = [];
	const messages: string[] = [];
	lamp.on("problem", ({ code, message }) => {
		problems.push(code);
		messages.push(message);
	});
	return { lamp, problems, messages };
}

test("a lamp logs in, is told what to show, and passes over empty frames", async () => {
	await using origin = await OriginCloud.start();
	const { lamp, problems } = lampOf(origin, { pingMs: 5 });
	await using _ = lamp;
	await lamp.connect();
	await vi.waitFor(() => expect(lamp.show).toEqual(pink), 10_000);
	await vi.waitFor(() => expect(origin.heard).toContain("ping"), 10_000);
	expect(origin.heard[0]).toBe("cloud-my-butt");
	origin.lamp?.send("");
	origin.lamp?.send("[cc:1:4:8.0]");
	await vi.waitFor(
		() => expect(lamp.show).toEqual({ mode: "weather", weather: 4, intensity: 8 }),
		10_000,
	);
	expect(problems).toEqual([]);
});

test.each([
	["ws", {}],
	["a WHATWG WebSocket", { WebSocket }],
])("by %s a lamp leaves with an empty close frame", async (_, options) => {
	await using origin = await OriginCloud.start();
	const { lamp } = lampOf(origin, options);
	await lamp.connect();
	await lamp.disconnect();
	await vi.waitFor(() => expect(origin.heard).toContain("close 1005"), 10_000);
	await vi.waitFor(() => expect(origin.connections).toBe(0), 10_000);
});

test("a lamp that is left alone with its close frame cuts the connection", async () => {
	await using origin = await OriginCloud.start();
	const { lamp } = lampOf(origin);
	await lamp.connect();
	origin.lamp?.pause();
	const begin = performance.now();
	await lamp.disconnect();
	expect(performance.now() - begin).toBeGreaterThanOrEqual(49);
	origin.lamp?.resume();
	await vi.waitFor(() => expect(origin.connections).toBe(0), 10_000);
});

test("a close frame with 1015 is a refusal, after which the lamp comes back", async () => {
	await using origin = await OriginCloud.start();
	const secrets = ["canary-4711", "cloud-my-butt"];
	const { lamp, problems, messages } = lampOf(origin, {
		secret: () => secrets.shift() ?? "cloud-my-butt",
	});
	await using _ = lamp;
	await lamp.connect();
	expect(problems).toEqual(["refused"]);
	expect(messages[0]).toMatch(/\(1006: it was cut\): the secret was rejected, or .* busy/);
	expect(messages[0]).not.toContain("canary");
	expect(origin.heard.slice(0, 3)).toEqual(["canary-4711", "close 1002", "cloud-my-butt"]);
});

test("an upgrade that waits for another lamp is given up, and made when that has left", async () => {
	await using origin = await OriginCloud.start();
	const { lamp: first } = lampOf(origin);
	await first.connect();
	const { lamp, problems, messages } = lampOf(origin, { connectTimeoutMs: 30 });
	await using _ = lamp;
	const connecting = lamp.connect();
	await vi.waitFor(() => expect(problems).toContain("connect-timeout"), 10_000);
	expect(messages[0]).toContain("another device may be connected");
	await first.disconnect();
	await connecting;
	expect(lamp.link).toBe("online");
});

test("a server that hangs is left, and met again", async () => {
	await using origin = await OriginCloud.start();
	const { lamp, problems } = lampOf(origin, { pingMs: 10, pongTimeoutMs: 15 });
	await using _ = lamp;
	await lamp.connect();
	origin.isAlive = false;
	await vi.waitFor(() => expect(problems).toContain("pong-timeout"), 10_000);
	origin.isAlive = true;
	await vi.waitFor(() => expect(lamp.link).toBe("online"), 10_000);
});

test("a server that vanishes is told, with what to do", async () => {
	const origin = await OriginCloud.start();
	const { lamp, problems, messages } = lampOf(origin);
	await lamp.connect();
	await origin[Symbol.asyncDispose]();
	await vi.waitFor(() => expect(problems).toContain("unreachable"), 10_000);
	expect(problems[0]).toBe("cut");
	expect(messages[problems.indexOf("unreachable")]).toMatch(
		/^cannot reach ws:.*; start a cloud server with "gw-sim serve"/,
	);
	await lamp[Symbol.asyncDispose]();
});
