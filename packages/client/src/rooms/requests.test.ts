import { createHash } from "node:crypto";
import type { JsonObject } from "@gw-sim/core";
import { expect, test } from "vitest";
import { RoomBench } from "../testing/room-bench.js";

test("login and getProfile are answered in the order in which they were sent", async () => {
	const { clock, server, client } = await RoomBench.online();
	const answers = [
		client.login({ name: "Ada" }),
		client.getProfile(),
		client.login({ name: "Bo" }),
	];
	server.answer = () => [];
	await clock.advance(0);
	for (const name of ["first", "second", "third"])
		server.send("profile", server.profile({ properties: { name } }));
	await clock.advance(0);
	expect((await Promise.all(answers)).map(({ properties }) => properties.name)).toEqual([
		"first",
		"second",
		"third",
	]);
	expect(client.profile?.properties).toEqual({ name: "third" });
});

test("a login is made again only where the server has forgotten the session", async () => {
	const bench = await RoomBench.online();
	const { clock, server, client } = bench;
	const logged = client.login({ name: "Ada", _email: "a@b" });
	await clock.advance(0);
	await logged;
	server.received.length = 0;
	await bench.cut();
	expect(server.said).toEqual([]);
	server.session = "s2";
	await bench.cut();
	expect(server.said).toEqual([{ type: "login", data: { name: "Ada", _email: "a@b" } }]);
	expect(client.profile?.properties).toEqual({ name: "Ada", _email: "a@b" });
	expect(client.session).toBe("s2");
});

test("requests end with a time limit, with their connection, or by a signal", async () => {
	const bench = await RoomBench.online({ maxRequests: 2 });
	const { clock, server, client } = bench;
	server.answer = () => [];
	const abort = new AbortController();
	const late = expect(client.getProfile()).rejects.toMatchObject({
		name: "TimeoutError",
		afterMs: 10_000,
		message: "the server did not answer profile within 10000 ms",
	});
	const aborted = expect(client.getProfile({ signal: abort.signal })).rejects.toBe("enough");
	await expect(client.getProfile()).rejects.toMatchObject({ code: "too-many" });
	abort.abort("enough");
	await aborted;
	await clock.advance(10_000);
	await late;
	const cut = expect(client.login({})).rejects.toMatchObject({ code: "closed" });
	await bench.cut();
	await cut;
});

/** A room whose signing key is `deadbeef`, as the original of the protocol checks it. */
function admits(room: string, now: () => number) {
	return ({ type, data }: JsonObject): readonly string[] => {
		if (type !== "authenticate") return [];
		const { ts, key } = data as JsonObject;
		if (Math.abs(Number(ts) - now()) > 300_000)
			return [`{"data":"Wrong timestamp. Received ${ts} but now is 5 Diff is 9","type":"error"}`];
		const signed = createHash("sha256").update(`${room}${ts}deadbeef`).digest("hex");
		const profile = { suffix: 1, properties: {}, id: "s1", connectionDetails: {}, role: "admin" };
		return key === signed ? [JSON.stringify({ type: "profile", data: profile })] : [];
	};
}

test("authenticate signs the room and the time, and resolves with an admin's profile", async () => {
	const { clock, server, client } = await RoomBench.online({ room: "testRoom" });
	server.answer = admits("testRoom", () => clock.wallTime());
	const admin = client.authenticate("deadbeef");
	await clock.advance(0);
	expect((await admin).role).toBe("admin");
	expect(client.profile?.role).toBe("admin");
});

test("the key is that of the original's example", async () => {
	const { clock, server, client } = await RoomBench.online({ room: "testRoom" });
	clock.wallTime = () => 1_631_756_233_699;
	void client.authenticate("deadbeef").catch(() => {});
	await clock.advance(0);
	const key = "89d88bb54565ea81c0d31c817eddba48c2fbbb0414fb4bb87c799bb2e824804a";
	expect(server.said).toEqual([{ type: "authenticate", data: { ts: 1_631_756_233_699, key } }]);
});

test("a stale time is refused in the server's words", async () => {
	const { clock, server, client } = await RoomBench.online();
	server.answer = admits("default", () => clock.wallTime() + 300_001);
	const failed = expect(client.authenticate("deadbeef")).rejects.toMatchObject({
		name: "RefusedError",
		code: "wrong-timestamp",
		message: expect.stringContaining("Wrong timestamp. Received 1767225600000"),
	});
	await clock.advance(0);
	await failed;
});

test("a wrong key is met with silence, which ends at the time limit", async () => {
	const { clock, server, client } = await RoomBench.online();
	server.answer = admits("default", () => clock.wallTime());
	const failed = expect(client.authenticate("wrong")).rejects.toMatchObject({
		name: "TimeoutError",
		message: expect.stringContaining("wrong signing key"),
	});
	await clock.advance(10_000);
	await failed;
});

test("a wrong key is known at once where a later request shows it", async () => {
	const { clock, client } = await RoomBench.online();
	const failed = expect(client.authenticate("wrong")).rejects.toMatchObject({
		name: "RefusedError",
		code: "wrong-key",
	});
	const profile = client.getProfile();
	await clock.advance(0);
	await failed;
	expect((await profile).role).toBe("user");
});

test("a role ends with its connection, unless the key is kept", async () => {
	for (const keepAuthenticated of [false, true]) {
		const bench = await RoomBench.online({ keepAuthenticated });
		const { clock, server, client, problems } = bench;
		server.answer = admits("default", () => clock.wallTime());
		const admin = client.authenticate("deadbeef");
		await clock.advance(0);
		await admin;
		await bench.cut();
		expect(client.profile?.role).toBe(keepAuthenticated ? "admin" : "user");
		server.answer = () => [];
		await bench.cut();
		await clock.advance(10_000);
		expect(problems).toEqual(
			keepAuthenticated ? ["cut", "cut", "not-authenticated"] : ["cut", "cut"],
		);
	}
});

test("a hash that comes later is sent then", async () => {
	const { clock, server, client } = await RoomBench.online({ sha256: async (text) => `#${text}` });
	void client.authenticate("k").catch(() => {});
	await clock.advance(0);
	const ts = 1_767_225_600_000;
	expect(server.said).toEqual([{ type: "authenticate", data: { ts, key: `#default${ts}k` } }]);
});
