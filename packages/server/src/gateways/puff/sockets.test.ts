import { once } from "node:events";
import { seededRandom } from "@gw-sim/core";
import { MemoryStore } from "@gw-sim/store";
import { systemClock } from "@gw-sim/transport";
import { expect, test, vi } from "vitest";
import { TcpClient, textFrame } from "../../testing/tcp-client.js";
import { testServer } from "../../testing/test-server.js";
import { LivePuff } from "./testing/live-puff.js";

const MiB = 1024 * 1024;

/** The request that upgrades to the gateway. */
const upgrade = [
	"GET /socket HTTP/1.1",
	"Host: 127.0.0.1",
	"Connection: Upgrade",
	"Upgrade: websocket",
	"Sec-WebSocket-Version: 13",
	"Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==",
	"\r\n",
].join("\r\n");

test.each(["", "?encoding=json&compression=zlib"])(
	"pings are answered, pongs are not (%j)",
	async (query) => {
		const { endpoints } = await testServer();
		const puff = await LivePuff.open(`${endpoints.puff}${query}`);
		puff.raw.ws.ping("x");
		const [data] = (await once(puff.raw.ws, "pong")) as [Buffer];
		expect(data.toString()).toBe("x");
		puff.raw.ws.pong();
		expect(await puff.raw.drain()).toEqual([]);
		expect(await puff.found()).toMatch(/^[0-9a-z]{6}$/);
	},
);

test("pings keep a connection from being idle", async () => {
	const { endpoints } = await testServer({ puff: { idleTimeoutMs: 1000 } });
	const [alive, silent] = [
		await LivePuff.open(endpoints.puff),
		await LivePuff.open(endpoints.puff),
	];
	const pings = setInterval(() => alive.raw.ws.ping(), 100);
	expect(await silent.raw.closed()).toEqual({ code: 1000, reason: "" });
	expect(await alive.found()).toBeTruthy();
	clearInterval(pings);
	expect(await alive.raw.closed()).toEqual({ code: 1000, reason: "" });
});

test("a text or a binary message beyond the limit closes with 1009", async () => {
	const { endpoints } = await testServer({ puff: { maxPayloadBytes: 1000 } });
	for (const message of ["x".repeat(1001), new Uint8Array(1001)]) {
		const puff = await LivePuff.open(endpoints.puff);
		puff.raw.send(message);
		expect((await puff.raw.closed()).code).toBe(1009);
	}
});

test("when the server stops every client is told 1012", async () => {
	const server = await testServer();
	const puffs = await Promise.all(
		Array.from({ length: 50 }, () => LivePuff.open(server.endpoints.puff)),
	);
	const [first] = puffs;
	const id = (await first?.found()) ?? "";
	for (const puff of puffs.slice(1)) await puff.join(id);
	const startedAt = performance.now();
	await server.close();
	expect(performance.now() - startedAt).toBeLessThan(1900);
	for (const puff of puffs) expect(await puff.raw.closed()).toEqual({ code: 1012, reason: "" });
});

const races = 100;

test(`of ${races} groups of two servers that become ready in one instant all heat, once`, async () => {
	const store = new MemoryStore({ clock: systemClock, random: seededRandom("shared") });
	const servers = [
		await testServer({}, { store }),
		await testServer({}, { store, random: seededRandom("other") }),
	];
	const members = await Promise.all(
		Array.from({ length: 6 }, (_, i) =>
			LivePuff.open(`${servers[i % 2]?.endpoints.puff}${i % 3 === 0 ? "?compression=zlib" : ""}`),
		),
	);
	const [first] = members;
	const id = (await first?.found()) ?? "";
	for (const member of members.slice(1)) await member.join(id);
	for (const member of members) member.say(4, { state: 5 });
	for (let race = 0; race < races; race++) {
		members[race % 6]?.say(8);
		await Promise.all(members.map((member) => member.until("GROUP_HEAT_INQUIRY")));
		for (const member of members) member.say(4, { state: 6 });
		const heard = await Promise.all(
			members.map(async (member) => {
				const told: (string | undefined)[] = [];
				for (;;) {
					const { t, d } = await member.next();
					told.push(t);
					if ((d as { state?: string } | undefined)?.state === "seshing") return told;
				}
			}),
		);
		for (const told of heard) {
			expect(told.filter((t) => t === "GROUP_START_HEATING")).toHaveLength(1);
			expect(told.filter((t) => t === "GROUP_USER_READY")).toHaveLength(6);
		}
		const [winner] = members;
		winner?.say(4, { state: 7 }).say(4, { state: 5 });
		await Promise.all(
			members.map(async (member) => {
				for (;;) {
					const { t, d } = await member.next();
					if (t === "GROUP_UPDATE" && (d as { state: string }).state === "chilling") return;
				}
			}),
		);
	}
});

test("members that do not read are cut, while the others lose nothing", async () => {
	const server = await testServer();
	const [a, b] = [
		await LivePuff.open(server.endpoints.puff),
		await LivePuff.open(server.endpoints.puff),
	];
	const id = await a.found();
	await b.join(id);
	const slow = await Promise.all(
		Array.from({ length: 8 }, async () => {
			const client = await TcpClient.connect(server.url);
			await client.write(upgrade);
			await client.answer();
			await client.write(textFrame({ op: 1, d: { group_id: id } }));
			await client.frame((text) => text.includes("JOINED_GROUP"));
			client.tcp.removeAllListeners("data").pause();
			return client;
		}),
	);
	const before = process.memoryUsage().arrayBuffers;
	let peak = 0;
	const rounds = 1500;
	for (let i = 0; i < rounds; i++) {
		a.say(4, { i, fat: "x".repeat(10_000) });
		if (i % 50 !== 49) continue;
		await a.raw.drain();
		peak = Math.max(peak, process.memoryUsage().arrayBuffers);
	}
	for (let i = 0; i < rounds; i++)
		expect(await b.until("GROUP_USER_DEVICE_UPDATE")).toMatchObject({ device_state: { i } });
	await vi.waitFor(async () =>
		expect(await server.metric('gw_sim_connections{protocol="puff"}')).toBe(2),
	);
	expect(await server.metric('gw_sim_trouble_total{protocol="puff",kind="slow-reader"}')).toBe(
		slow.length,
	);
	expect(peak - before).toBeLessThan(64 * MiB);
});
