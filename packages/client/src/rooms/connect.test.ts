import { UsageError } from "@gw-sim/core";
import { expect, test } from "vitest";
import { roomProfile } from "../testing/raw-room.js";
import { RoomBench } from "../testing/room-bench.js";
import { RoomsClient } from "./index.js";

test("connect resolves with the profile, after the config", async () => {
	const { clock, server, client, links, problems } = new RoomBench();
	const told: unknown[] = [];
	client.on("config", (config) => told.push([config, client.link]));
	client.on("profile", (profile) => told.push([profile.id, client.link]));
	const connecting = client.connect();
	await clock.advance(0);
	expect(await connecting).toEqual(roomProfile);
	expect(told).toEqual([
		["{}", "joining"],
		["s1", "online"],
	]);
	expect([client.profile, client.config, client.session]).toEqual([roomProfile, "{}", "s1"]);
	expect(server.urls).toEqual(["ws://server/websocket?room=default"]);
	expect(links).toEqual(["connecting", "joining", "online"]);
	expect(await client.connect()).toEqual(roomProfile);
	expect(server.dialledAt).toEqual([0]);
	expect(problems).toEqual([]);
});

test.each([
	["ws://s/websocket", {}, "ws://s/websocket?room=default"],
	["ws://s/websocket?a=1&room=x", {}, "ws://s/websocket?a=1&room=x"],
	["ws://s/websocket?room=x&a=%2F", { room: "y z" }, "ws://s/websocket?a=%2F&room=y%20z"],
	["ws://s/websocket?room=", {}, "ws://s/websocket?room=default"],
	["ws://s/websocket?session=q", {}, "ws://s/websocket?room=default&session=q"],
	["ws://s/?session=q", { session: "a&b" }, "ws://s/?room=default&session=a%26b"],
])("%s with %j is dialled as %s", async (url, options, dialled) => {
	const { clock, server, client } = new RoomBench({ url, ...options });
	void client.connect();
	await clock.advance(0);
	expect(server.urls).toEqual([dialled]);
});

test("the session that the server gave is dialled again, after a cut and after a disconnect", async () => {
	const bench = await RoomBench.online({ session: "old" });
	const { clock, server, client } = bench;
	server.session = "s2";
	await bench.cut();
	const gone = client.disconnect();
	await clock.advance(0);
	await gone;
	void client.connect();
	await clock.advance(0);
	expect(server.urls.map((url) => new URL(url).searchParams.get("session"))).toEqual([
		"old",
		"s1",
		"s2",
	]);
	expect(client.session).toBe("s2");
});

test("a server without a profile is left, and tried again", async () => {
	const { clock, server, client, links, problems } = new RoomBench();
	server.greets = false;
	const connecting = client.connect();
	await clock.advance(11_000);
	expect(problems).toEqual(["join-timeout"]);
	expect(server.closes.map(({ code }) => code)).toEqual([1000]);
	expect(links).toEqual(["connecting", "joining", "backoff", "connecting", "joining"]);
	server.send("profile", server.profile());
	await clock.advance(0);
	expect((await connecting).id).toBe("s1");
});

test("losses are told, and followed by 1, 2, 5, 10, then 15 s", async () => {
	const { clock, server, client, problems } = await RoomBench.online();
	server.socket?.close();
	await clock.advance(0);
	expect(problems).toEqual(["closed"]);
	server.greets = false;
	const cutAll = client.on("link", (link) => link === "joining" && server.socket?.terminate());
	await clock.advance(60_000);
	cutAll();
	expect(server.dialledAt.slice(0, 7)).toEqual([0, 1000, 3000, 8000, 18_000, 33_000, 48_000]);
	expect(new Set(problems)).toEqual(new Set(["closed", "cut"]));
});

test("a drop of its own is nobody's problem", async () => {
	const { clock, client, links, problems } = await RoomBench.online();
	client.drop();
	expect(client.link).toBe("backoff");
	await clock.advance(1000);
	expect(links.slice(3)).toEqual(["backoff", "connecting", "joining", "online"]);
	expect(problems).toEqual([]);
});

test("requestClose asks the server, and the client comes back", async () => {
	const { clock, server, client } = await RoomBench.online();
	client.requestClose();
	await clock.advance(0);
	expect(server.said).toEqual([{ type: "close" }]);
	server.socket?.close();
	await clock.advance(1000);
	expect(client.link).toBe("online");
});

test("disconnect closes with 1000, stays away and rejects who waits", async () => {
	const { clock, server, client } = await RoomBench.online();
	const asked = client.getProfile();
	const failed = expect(asked).rejects.toMatchObject({ name: "ClosedError", code: "closed" });
	const gone = client.disconnect();
	expect(client.link).toBe("offline");
	await clock.advance(0);
	await gone;
	await failed;
	expect(server.closes.map(({ code }) => code)).toEqual([1000]);
	await clock.advance(120_000);
	expect(server.dialledAt).toEqual([0]);
	expect(clock.pending).toBe(0);
	expect(() => client.chat("late")).toThrow(expect.objectContaining({ code: "not-online" }));
});

test("an abort rejects connect with its reason and disconnects", async () => {
	const { clock, server, client } = new RoomBench();
	server.greets = false;
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

test("a client with maxRetries gives up, and says so", async () => {
	const { clock, server, client, links, problems } = new RoomBench({ maxRetries: 1 });
	server.greets = false;
	const connecting = client.connect();
	const failed = expect(connecting).rejects.toMatchObject({ code: "gave-up" });
	await clock.advance(60_000);
	await failed;
	expect(server.dialledAt).toEqual([0, 11_000]);
	expect(links.at(-1)).toBe("offline");
	expect(problems).toEqual(["join-timeout", "join-timeout", "gave-up"]);
	expect(clock.pending).toBe(0);
});

test("the client pings every 25 s with the time of day", async () => {
	const { clock, server } = await RoomBench.online();
	await clock.advance(50_000);
	expect(server.received).toEqual(
		[25_000, 50_000].map((ms) => ({ type: "ping", data: 1_767_225_600_000 + ms })),
	);
});

test("a server that fell silent is left, where that is asked for", async () => {
	const { clock, server, problems } = await RoomBench.online({
		silenceTimeoutMs: 60_000,
		pingMs: 0,
	});
	await clock.advance(59_000);
	server.send("ping", 1);
	await clock.advance(59_000);
	expect(problems).toEqual([]);
	await clock.advance(2000);
	expect(problems).toEqual(["silence"]);
	expect(server.received).toEqual([]);
});

test("dispose leaves no timer and no socket, whenever it comes", async () => {
	for (const ms of [0, 500, 10_500, 31_000])
		for (const greets of [true, false]) {
			const { clock, server, client } = new RoomBench();
			server.greets = greets;
			client.connect().catch(() => {});
			await clock.advance(ms);
			client.getProfile().catch(() => {});
			const disposed = client[Symbol.asyncDispose]();
			await clock.advance(0);
			await disposed;
			expect(clock.pending).toBe(0);
			await expect(client.connect()).rejects.toBeInstanceOf(UsageError);
			await expect(client.getProfile()).rejects.toMatchObject({ code: "not-online" });
			expect(() => client.chat("late")).toThrow(/not online/);
			expect(clock.pending).toBe(0);
		}
});

test("wrong options are refused at once, with what to do", () => {
	const url = "ws://server/websocket";
	expect(() => new RoomsClient({ url: "http://server" })).toThrow(/ws: or wss:/);
	expect(() => new RoomsClient({ url: "nonsense" })).toThrow(/ws:\/\/127.0.0.1:4000\/websocket/);
	expect(() => new RoomsClient({ url, room: "\ud800" })).toThrow(UsageError);
	expect(() => new RoomsClient({ url, pingMs: -1 })).toThrow(/pingMs .* or 0 to turn it off/);
	expect(() => new RoomsClient({ url, maxRetries: -1 })).toThrow(/maxRetries/);
	expect(() => new RoomsClient({ url, requestTimeoutMs: 0 })).toThrow(/requestTimeoutMs/);
});
