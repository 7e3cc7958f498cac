import { VirtualClock } from "@gw-sim/transport";
import { expect, test, vi } from "vitest";
import type { Log, LogFields } from "./log.js";
import { PeerLog } from "./log.js";
import { TcpClient, textFrame, upgradeRequest } from "./testing/tcp-client.js";
import { testServer } from "./testing/test-server.js";

function recordedLog(): { readonly log: Log; readonly lines: (LogFields & { event: string })[] } {
	const lines: (LogFields & { event: string })[] = [];
	return { lines, log: (level, event, fields) => void lines.push({ level, event, ...fields }) };
}

test("a peer writes ten lines at once and then one a second, and none is lost count of", async () => {
	const clock = new VirtualClock();
	const { log, lines } = recordedLog();
	const peers = new PeerLog(log, clock);
	for (let i = 0; i < 100; i++) peers.write("a", "warn", "bad", { i });
	expect(lines.map(({ i }) => i)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
	await clock.advance(999);
	peers.write("a", "warn", "bad", { i: 100 });
	await clock.advance(1);
	peers.write("a", "warn", "bad", { i: 101 });
	peers.write("a", "warn", "bad", { i: 102 });
	expect(lines.slice(10)).toEqual([
		{ level: "warn", event: "bad", remote: "a", i: 101, suppressed: 91 },
	]);
	await clock.advance(3_600_000);
	for (let i = 0; i < 100; i++) peers.write("a", "warn", "bad", {});
	expect(lines.slice(11)).toHaveLength(10);
	expect(lines[11]).toMatchObject({ suppressed: 1 });
});

test("one peer's flood takes no line from another", () => {
	const { log, lines } = recordedLog();
	const peers = new PeerLog(log, new VirtualClock());
	for (let i = 0; i < 1000; i++) peers.write("a", "warn", "bad", {});
	peers.write("b", "warn", "bad", {});
	expect(lines).toHaveLength(11);
	expect(lines[10]).toEqual({ level: "warn", event: "bad", remote: "b" });
});

test("thousands of bad clients from one address write a handful of lines", async () => {
	const { log, lines } = recordedLog();
	const server = await testServer({}, { log });
	const startedAt = performance.now();
	const bad = async (i: number): Promise<void> => {
		const client = await TcpClient.connect(server.url);
		const isRefused = i % 3 === 0;
		await client.write(
			isRefused
				? "GET /nope HTTP/1.1\r\nconnection: upgrade\r\nupgrade: x\r\n\r\n"
				: upgradeRequest(),
			isRefused ? "" : textFrame(`{"nope":${i}`),
		);
		await client.closed();
	};
	for (let i = 0; i < 3000; i += 50)
		await Promise.all(Array.from({ length: 50 }, (_, lane) => bad(i + lane)));
	const seconds = (performance.now() - startedAt) / 1000;
	expect(lines.length).toBeLessThanOrEqual(11 + seconds);
	expect(await server.metric('gw_sim_trouble_total{protocol="lock",kind="bad-frame"}')).toBe(2000);
	expect(await server.metric('gw_sim_refused_total{status="404"}')).toBe(1000);
});

test("calls of the control API that break off in their body write no line at all", async () => {
	const { log, lines } = recordedLog();
	const server = await testServer({ limits: { handshakeTimeoutMs: 300 } }, { log });
	const head =
		"POST /api/v0/devices/pair HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-type: application/json\r\ncontent-length: 1000\r\n\r\n";
	const clients = await Promise.all(
		Array.from({ length: 200 }, () => TcpClient.connect(server.url)),
	);
	for (const [i, client] of clients.entries()) {
		await client.write(head, "{");
		if (i % 2 === 0) client.reset();
	}
	for (const client of clients) await client.closed();
	await vi.waitFor(
		async () => expect((await server.call("GET", "/locks")).status).toBe(200),
		10_000,
	);
	expect(lines).toEqual([]);
});
