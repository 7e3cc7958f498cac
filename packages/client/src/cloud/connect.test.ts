import { UsageError } from "@gw-sim/core";
import { expect, test } from "vitest";
import { CloudBench } from "../testing/cloud-bench.js";
import { CloudClient } from "./index.js";

test("the secret goes first, and connect resolves with ok", async () => {
	const { clock, server, client, links, shows, problems } = new CloudBench();
	server.welcome = [];
	const connecting = client.connect();
	await clock.advance(7000);
	expect(server.received).toEqual(["cloud-my-butt"]);
	expect(client.link).toBe("joining");
	server.send("ok", "[cc:2:255,162,174:3]");
	await clock.advance(0);
	await connecting;
	expect(links).toEqual(["connecting", "joining", "online"]);
	expect(client.show).toEqual({ mode: "color", color: [255, 162, 174], pulse: 3 });
	expect(shows).toEqual([client.show]);
	await client.connect();
	expect(server.dialledAt).toEqual([0]);
	expect(problems).toEqual([]);
});

test.each([
	["a text", "s3cret", "s3cret"],
	["a function", () => "s3cret", "s3cret"],
	["a function that takes its time", async () => "s3cret", "s3cret"],
	["a secret that looks like a ping", "ping", "ping"],
	["a secret with spaces and beyond ASCII", " gehe\u00efm \u2601 ", " gehe\u00efm \u2601 "],
])("%s is the secret, to the letter", async (_, secret, sent) => {
	const { clock, server, client } = new CloudBench({ secret });
	server.secret = sent;
	const connecting = client.connect();
	await clock.advance(0);
	await connecting;
	expect(server.received).toEqual([sent]);
});

test("a secret function is asked anew for every connection", async () => {
	let asked = 0;
	const { clock, server, client } = new CloudBench({ secret: () => `s${++asked}` });
	client.connect().catch(() => {});
	await clock.advance(3000);
	expect(server.received).toEqual(["s1", "s2", "s3"]);
	server.secret = "s4";
	await clock.advance(4000);
	expect(client.link).toBe("online");
});

test("a secret that comes for an earlier connection is not used", async () => {
	const give: ((secret: string) => void)[] = [];
	const { clock, server, client } = new CloudBench({
		secret: () => new Promise((resolve) => give.push(resolve)),
	});
	client.connect().catch(() => {});
	await clock.advance(0);
	client.drop();
	await clock.advance(1000);
	give[0]?.("late");
	await clock.advance(0);
	expect(server.received).toEqual([]);
	give[1]?.("cloud-my-butt");
	await clock.advance(0);
	expect(client.link).toBe("online");
});

test.each([
	["throws", () => Promise.reject(new Error("vault\x1b[2J shut")), "vault\\u001b[2J shut"],
	["gives nothing", () => "", "the secret function gave no text"],
])("a secret function that %s is told, and asked again", async (_, secret, reason) => {
	const { clock, server, client, problems, messages } = new CloudBench({ secret });
	client.connect().catch(() => {});
	await clock.advance(1000);
	expect(problems).toEqual(["secret", "secret"]);
	expect(messages[0]).toContain(reason);
	expect(server.dialledAt).toEqual([0, 1000]);
	expect(server.received).toEqual([]);
});

test("a secret function that never gives one ends the connection after 8 s", async () => {
	const { clock, client, problems } = new CloudBench({ secret: () => new Promise(() => {}) });
	client.connect().catch(() => {});
	await clock.advance(8000);
	expect(problems).toEqual(["join-timeout"]);
});

test.each(["OK", "ok\n", " ok", "okay", "", "pong", "[cc:0:?:?]"])(
	"%j is no ok: after 8 s an empty close frame",
	async (text) => {
		const { clock, server, client, problems } = new CloudBench();
		server.welcome = [text];
		client.connect().catch(() => {});
		await clock.advance(7999);
		expect(server.closes).toEqual([]);
		await clock.advance(1);
		expect(server.closes).toEqual([{ code: 1005, reason: "" }]);
		expect(problems).toEqual(["join-timeout"]);
		expect(client.link).toBe("backoff");
	},
);

test("whatever ends a connection before ok may be the secret, which is not told", async () => {
	const { clock, client, server, problems, messages } = new CloudBench({ secret: "canary-4711" });
	client.connect().catch(() => {});
	await clock.advance(0);
	expect(server.received).toEqual(["canary-4711"]);
	expect(problems).toEqual(["refused"]);
	expect(messages[0]).toMatch(/before the server said ok .*secret was rejected, or .* is busy/);
	expect(messages[0]).not.toContain("canary");
});

test("an upgrade that nobody answers within 10 s may be for want of a place", async () => {
	const { clock, server, client, problems, messages } = new CloudBench();
	server.isBusy = true;
	client.connect().catch(() => {});
	await clock.advance(9999);
	expect(problems).toEqual([]);
	await clock.advance(1);
	expect(problems).toEqual(["connect-timeout"]);
	expect(messages[0]).toContain("another device may be connected");
	server.isBusy = false;
	await clock.advance(1000);
	expect(client.link).toBe("online");
});

test("connect rejects when the client is stopped, or gives up", async () => {
	const { clock, server, client, links, problems } = new CloudBench({ maxRetries: 1 });
	server.secret = "other";
	const connecting = client.connect();
	const failed = expect(connecting).rejects.toMatchObject({ name: "ClosedError", code: "gave-up" });
	await clock.advance(60_000);
	await failed;
	expect(server.dialledAt).toEqual([0, 1000]);
	expect(problems).toEqual(["refused", "refused", "gave-up"]);
	expect(links.at(-1)).toBe("offline");
	const again = client.connect();
	const stopped = expect(again).rejects.toMatchObject({ name: "ClosedError", code: "closed" });
	void client.disconnect();
	await clock.advance(60_000);
	await stopped;
	expect(clock.pending).toBe(0);
});

test("an abort rejects connect with its reason and disconnects", async () => {
	const { clock, server, client } = new CloudBench();
	server.welcome = [];
	const abort = new AbortController();
	const connecting = client.connect({ signal: abort.signal });
	const failed = expect(connecting).rejects.toBe("enough");
	await clock.advance(500);
	abort.abort("enough");
	await failed;
	await clock.advance(60_000);
	expect(server.dialledAt).toEqual([0]);
	expect(clock.pending).toBe(0);
});

test("dispose leaves no timer and no socket, whenever it comes", async () => {
	for (const ms of [0, 500, 8500, 31_000])
		for (const welcome of [["ok"], []]) {
			const { clock, server, client } = new CloudBench();
			server.welcome = welcome;
			client.connect().catch(() => {});
			await clock.advance(ms);
			const disposed = client[Symbol.asyncDispose]();
			await clock.advance(0);
			await disposed;
			expect(clock.pending).toBe(0);
			await expect(client.connect()).rejects.toBeInstanceOf(UsageError);
			client.log("late");
			client.drop();
			expect(clock.pending).toBe(0);
		}
});

test("wrong options are refused at once, with what to do", () => {
	const url = "ws://server/cloud";
	expect(() => new CloudClient({ url: "http://server" })).toThrow(/ws: or wss:/);
	expect(() => new CloudClient({ url: "nonsense" })).toThrow(/ws:\/\/127.0.0.1:4000\/cloud/);
	expect(() => new CloudClient({ url, secret: "" })).toThrow(/secret must be text/);
	expect(() => new CloudClient({ url, secret: "canary\ud800" })).toThrow(
		expect.objectContaining({ name: "UsageError", message: expect.not.stringContaining("canary") }),
	);
	expect(() => new CloudClient({ url, pingMs: 0 })).toThrow(/pingMs/);
	expect(() => new CloudClient({ url, joinTimeoutMs: Number.NaN })).toThrow(/joinTimeoutMs/);
	expect(() => new CloudClient({ url, maxRetries: -1 })).toThrow(/maxRetries/);
	expect(() => new CloudClient({ url, backoffSteps: [0] })).toThrow(/backoffSteps/);
	expect(() => new CloudClient({ url, whenOffline: JSON.parse('"on"') })).toThrow(/whenOffline/);
});
