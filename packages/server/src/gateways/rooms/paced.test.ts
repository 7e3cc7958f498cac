import { VirtualClock } from "@gw-sim/transport";
import { expect, test, vi } from "vitest";
import { TcpClient, textFrame, upgradeRequest } from "../../testing/tcp-client.js";
import { testServer } from "../../testing/test-server.js";
import { sendPaced } from "./paced.js";
import { liveGuest } from "./testing/live-room.js";

const MiB = 1024 * 1024;

test("frames are asked for only as fast as the client reads", async () => {
	const clock = new VirtualClock();
	let asked = 0;
	function* frames(): Generator<string> {
		for (; asked < 10; asked++) yield "x".repeat(10);
	}
	const connection = {
		bufferedBytes: 0,
		sent: 0,
		send(frame: string | Uint8Array) {
			this.sent++;
			this.bufferedBytes += frame.length;
		},
	};
	const done = sendPaced(connection, frames(), { clock, maxUnread: 35, isOver: () => false });
	expect(connection.sent).toBe(4);
	await clock.advance(1000);
	expect(connection.sent).toBe(4);
	connection.bufferedBytes = 5;
	await clock.advance(20);
	expect(connection.sent).toBe(8);
	connection.bufferedBytes = 0;
	await clock.advance(20);
	await done;
	expect(connection.sent).toBe(10);
	expect(clock.pending).toBe(0);
});

test("a client that reads nothing is sent the rest after ten seconds, one that has gone never", async () => {
	const clock = new VirtualClock();
	let isOver = false;
	const connection = { bufferedBytes: 100, sent: 0, send: () => connection.sent++ };
	const pace = { clock, maxUnread: 10, isOver: () => isOver };
	const frames = (): Iterator<string> => ["a", "b", "c"].values();
	const done = sendPaced(connection, frames(), pace);
	await clock.advance(9000);
	expect(connection.sent).toBe(1);
	await clock.advance(21_100);
	await done;
	expect(connection.sent).toBe(3);
	void sendPaced(connection, frames(), pace);
	isOver = true;
	await clock.advance(60_000);
	expect(connection.sent).toBe(4);
	expect(clock.pending).toBe(0);
});

test("a room with many times more polls than a client may leave unread can be subscribed to", async () => {
	const server = await testServer({
		limits: { maxBufferedBytes: 65_536, polls: 20_000, ballots: 20_000 },
	});
	const url = `${server.endpoints.rooms}?room=r`;
	const { client: filler } = await liveGuest(url);
	const name = "x".repeat(1000);
	const polls = 8000;
	for (let i = 0; i < polls; i++)
		filler.send({ type: "poll", data: { id: `${i} ${name}`, answer: name } });
	filler.send({ type: "profile" });
	await filler.next();

	const slow = await TcpClient.connect(server.url);
	await slow.write(upgradeRequest().replace(/^\S+ \S+/, "GET /websocket?room=r"));
	await slow.frame((text) => text.includes('"profile"'));
	slow.tcp.pause();
	await slow.write(textFrame({ type: "subscribe", data: "poll" }));
	await slow.write(textFrame({ type: "profile" }));
	const { client: reader } = await liveGuest(url);
	reader.send({ type: "subscribe", data: "poll" });
	const told = (await reader.take(polls)) as { data: { id: string } }[];
	expect(told.map(({ data }) => Number.parseInt(data.id, 10))).toEqual([...told.keys()]);

	slow.tcp.resume();
	await slow.until(() => slow.frames.length >= polls + 3);
	expect(slow.frames).toHaveLength(polls + 3);
	expect(slow.frames.at(-1)?.payload.toString()).toContain('"profile"');
	const size = slow.frames.reduce((sum, { payload }) => sum + payload.length, 0);
	expect(size).toBeGreaterThan(15 * MiB);
	slow.reset();
	await vi.waitFor(async () =>
		expect(await server.metric('gw_sim_connections{protocol="rooms"}')).toBe(2),
	);
	expect(await server.metric('gw_sim_trouble_total{protocol="rooms",kind="slow-reader"}')).toBe(0);
});
