import { memoryDial, memoryPair, type Socket, VirtualClock } from "@gw-sim/transport";
import { expect, test } from "vitest";
import { Recorder } from "./testing/recorder.js";

function pair() {
	const clock = new VirtualClock();
	const [left, right] = memoryPair(clock);
	return { clock, left: new Recorder(left, clock), right: new Recorder(right, clock) };
}

test("a frame arrives one clock turn after it was sent, in no time", async () => {
	const { clock, left, right } = pair();
	left.socket.send("x");
	expect(right.frames).toEqual([]);
	await clock.advance(0);
	expect([right.frames, right.times]).toEqual([["x"], [0]]);
});

test("bytes are copied, a Buffer's too", async () => {
	const { clock, left, right } = pair();
	const buffer = Buffer.from([1, 2, 3]);
	left.socket.send(buffer);
	buffer.fill(0);
	await clock.advance(0);
	expect(right.frames).toEqual([new Uint8Array([1, 2, 3])]);
});

test("what comes while paused waits, the peer's close with it", async () => {
	const { clock, left, right } = pair();
	right.socket.pause();
	left.socket.send("a");
	left.socket.send("b");
	left.socket.close(4000, "done");
	await clock.advance(1000);
	expect(right.events).toEqual([]);
	right.socket.resume();
	expect(right.events).toEqual([]);
	await clock.advance(0);
	expect(right.frames).toEqual(["a", "b"]);
	expect(right.info).toEqual({ code: 4000, reason: "done" });
});

test("who is paused answers a ping once it reads again", async () => {
	const { clock, left, right } = pair();
	right.socket.pause();
	left.socket.ping?.();
	await clock.advance(1000);
	expect([right.pings, left.pongs]).toEqual([0, 0]);
	right.socket.resume();
	await clock.advance(0);
	expect([right.pings, left.pongs]).toEqual([1, 1]);
	expect([right.activities, left.activities]).toEqual([1, 1]);
});

test("a reader may pause after each frame", async () => {
	const { clock, left, right } = pair();
	right.onFrame = () => right.socket.pause();
	for (const frame of ["a", "b", "c"]) left.socket.send(frame);
	for (const count of [1, 2, 3]) {
		await clock.advance(0);
		expect(right.frames).toHaveLength(count);
		right.socket.resume();
	}
	expect(right.frames).toEqual(["a", "b", "c"]);
});

test("who is paused can close and cut all the same", async () => {
	for (const how of ["close", "terminate"] as const) {
		const { clock, left, right } = pair();
		right.socket.pause();
		right.socket[how]();
		await clock.advance(0);
		expect(right.events).toEqual(["closed"]);
		expect(left.events).toEqual(["closed"]);
	}
});

test("a dial reaches its server with the url before it opens", async () => {
	const clock = new VirtualClock();
	const log: string[] = [];
	const dial = memoryDial(clock, (_, url) => {
		log.push(url);
	});
	const client = new Recorder(dial({ url: "ws://lock/socket?vsn=2.0.0" }));
	expect(log).toEqual([]);
	await clock.advance(0);
	expect(log).toEqual(["ws://lock/socket?vsn=2.0.0"]);
	expect(client.events).toEqual(["opened"]);
});

test("what the server sends while it accepts arrives after the opening", async () => {
	const clock = new VirtualClock();
	const dial = memoryDial(clock, (socket) => {
		socket.send("welcome");
		socket.close(1000);
	});
	const client = new Recorder(dial({ url: "ws://lock" }));
	await clock.advance(0);
	expect(client.events).toEqual(["opened", "frame", "closed"]);
});

test("a dial that is given up at once never reaches the server", async () => {
	const clock = new VirtualClock();
	const accepted: Socket[] = [];
	const dial = memoryDial(clock, (socket) => {
		accepted.push(socket);
	});
	const client = new Recorder(dial({ url: "ws://lock" }));
	client.socket.close(1000);
	await clock.advance(0);
	expect(accepted).toEqual([]);
	expect(client.info).toMatchObject({ code: 1006, failure: { kind: "other" } });
});

test("nothing is left on the clock after the end", async () => {
	const { clock, left, right } = pair();
	left.socket.send("x");
	left.socket.close();
	right.socket.close();
	left.socket.terminate();
	await clock.advance(0);
	expect(clock.pending).toBe(0);
});

test("a dial opens once its server has made up its mind, and hears of a refusal", async () => {
	const clock = new VirtualClock();
	const decide: ((isWelcome: boolean) => void)[] = [];
	const servers: Recorder[] = [];
	const dial = memoryDial(clock, async (socket) => {
		const isWelcome = await new Promise<boolean>((resolve) => decide.push(resolve));
		if (!isWelcome) {
			socket.terminate();
			return;
		}
		servers.push(new Recorder(socket));
		socket.send("welcome");
	});
	const [welcome, unwelcome] = [1, 2].map(() => new Recorder(dial({ url: "ws://lock" })));
	const impatient = new Recorder(dial({ url: "ws://lock" }));
	await clock.advance(1000);
	expect(welcome?.events).toEqual([]);
	impatient.socket.terminate();
	await clock.advance(0);
	for (const [i, answer] of decide.entries()) answer(i !== 1);
	await clock.advance(0);
	expect(welcome?.events).toEqual(["opened", "frame"]);
	expect(unwelcome?.events).toEqual(["closed"]);
	expect(impatient.events).toEqual(["closed"]);
	// The server's end of the one that gave up was closed before anybody listened.
	expect(servers.map(({ events }) => events)).toEqual([[], ["closed"]]);
});
