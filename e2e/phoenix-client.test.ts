import { writeFile } from "node:fs/promises";
import { type Channel, type Push, Socket } from "phoenix";
import { expect, onTestFinished, test } from "vitest";
import { WebSocket } from "ws";
import { serve } from "./support/serve.js";
import { tempFolder } from "./support/temp-folder.js";

/** The official client's socket on a hub; V1 by its `vsn` and the serializer of old clients. */
function connect(url: string, options: object = {}): Socket {
	const socket = new Socket(url.replace(/\/websocket$/, ""), {
		transport: WebSocket,
		params: { name: "official" },
		...options,
	});
	socket.connect();
	onTestFinished(() => new Promise<void>((resolve) => socket.disconnect(resolve)));
	return socket;
}

/** What clients before Phoenix 1.3 put on the wire, in the official client's own extension point. */
const v1 = {
	vsn: "1.0.0",
	encode: (message: Record<string, unknown>, done: (text: string) => void) => {
		const { topic, event, payload, ref } = message;
		done(JSON.stringify({ topic, event, payload, ref }));
	},
	decode: (text: string, done: (message: unknown) => void) => {
		done({ join_ref: null, ...(JSON.parse(text) as object) });
	},
};

/** A push's or a join's outcome. */
function outcome(push: Push): Promise<{ readonly status: string; readonly response: unknown }> {
	return new Promise((resolve) => {
		for (const status of ["ok", "error", "timeout"] as const)
			push.receive(status, (response: unknown) => resolve({ status, response }));
	});
}

/** The reply to the `count`th join that a channel makes. */
function joinReply(join: Push, count: number): Promise<unknown> {
	let joins = 0;
	return new Promise((resolve) => {
		// The join push's hooks run at every rejoin.
		join.receive("ok", (response: unknown) => {
			if (++joins === count) resolve(response);
		});
	});
}

function nextEvent(channel: Channel, event: string): Promise<unknown> {
	return new Promise((resolve) => channel.on(event, resolve));
}

const state = {
	uuid: expect.any(String),
	serial: "X",
	name: null,
	mode: null,
	feature_flags: [],
	config: null,
};

test.each([
	["V2", {}],
	["V1", v1],
])("%s: joins, resets, is told to pair, completes, leaves", async (_, options) => {
	const hub = await serve();
	const channel = connect(hub.lock, options).channel("lock:X");
	const joined = await outcome(channel.join());
	expect(joined).toEqual({ status: "ok", response: state });
	expect(await outcome(channel.push("reset", {}))).toEqual(joined);

	const pairing = nextEvent(channel, "mode:pair");
	await hub.call("POST", "/devices/pair", { lock: "X", name: "Key", type: "tag" });
	const params = await pairing;
	expect(params).toEqual({
		user: { id: 1, email: "owner@gw-sim.local" },
		name: "Key",
		type: "tag",
		lock: "X",
	});
	const completion = { ...(params as object), serial: "04A1B2C3" };
	expect(await outcome(channel.push("pair:complete", completion))).toEqual({
		status: "ok",
		response: {},
	});
	expect(await outcome(channel.push("pair:complete", completion))).toEqual({
		status: "error",
		response: { reason: "unknown pair" },
	});
	expect((await outcome(channel.leave())).status).toBe("ok");
});

test("V2: a binary push reaches the hub and is answered", async () => {
	const hub = await serve();
	const channel = connect(hub.lock).channel("lock:X");
	await outcome(channel.join());
	const bytes = new Uint8Array([0xde, 0xad, 0xbe, 0xef]).buffer;
	expect(await outcome(channel.push("reset", bytes))).toEqual({ status: "ok", response: state });
	expect(await outcome(channel.push("pair:complete", bytes))).toEqual({
		status: "error",
		response: { reason: "invalid pair data" },
	});
});

test.each([
	["V2", {}],
	["V1", v1],
])(
	"%s: comes back by itself after the server restarts on its port",
	async (_, options) => {
		const hub = await serve();
		const socket = connect(hub.lock, options);
		const channel = socket.channel("lock:X");
		const join = channel.join();
		const rejoined = joinReply(join, 2);
		await outcome(join);
		const closeCode = new Promise((resolve) =>
			socket.onClose((event: { code: number }) => resolve(event.code)),
		);
		await hub.process.kill("SIGTERM");
		expect(await closeCode).toBe(1012);
		await serve([], hub.port);
		expect(await rejoined).toEqual(state);
		expect(channel.state).toBe("joined");
	},
	30_000,
);

test("an event that the hub does not know crashes the channel, and the client rejoins", async () => {
	const hub = await serve();
	const channel = connect(hub.lock).channel("lock:X");
	const join = channel.join();
	const rejoined = joinReply(join, 2);
	await outcome(join);
	const crashed = new Promise((resolve) => channel.onError(resolve));
	channel.push("nope", {});
	expect(await crashed).toEqual({ reason: "channel_crash" });
	expect(await rejoined).toEqual(state);
});

test("a socket takes 100 channels and refuses the next", async () => {
	const hub = await serve();
	const socket = connect(hub.lock);
	const joins = Array.from({ length: 101 }, (_, i) => outcome(socket.channel(`lock:${i}`).join()));
	const results = await Promise.all(joins);
	expect(results.slice(0, 100).every(({ status }) => status === "ok")).toBe(true);
	expect(results[100]).toEqual({
		status: "error",
		response: { reason: "too many channels joined" },
	});
});

test("an auth token is checked where the hub asks for one", async () => {
	const file = `${await tempFolder()}/hub.json`;
	await writeFile(file, JSON.stringify({ lock: { authToken: "s3cret~" } }), { mode: 0o600 });
	const hub = await serve(["--config", file]);
	const right = connect(hub.lock, { authToken: "s3cret~" }).channel("lock:X");
	expect((await outcome(right.join())).status).toBe("ok");
	const wrong = connect(hub.lock, { authToken: "nope" });
	const refused = new Promise((resolve) => wrong.onError(resolve));
	await refused;
	expect(wrong.isConnected()).toBe(false);
});
