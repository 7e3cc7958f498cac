import { type CloseInfo, FaultLine, VirtualClock } from "@gw-sim/transport";
import { expect, test } from "vitest";
import { ok, RawHub, reply, silentSocket } from "../testing/raw-hub.js";
import { LockClient } from "./index.js";

const minute = 60_000;
const steps = [1000, 2000, 5000, 10_000, 15_000, 15_000];

function setUp(random: () => number = () => 0): {
	clock: VirtualClock;
	hub: RawHub;
	client: LockClient;
	problems: { code: string; message: string }[];
} {
	const clock = new VirtualClock();
	const hub = new RawHub(clock);
	const client = new LockClient({
		url: "ws://hub/socket/websocket",
		serial: "lock-1",
		clock,
		random,
		dial: hub.dial,
	});
	const problems: { code: string; message: string }[] = [];
	client.on("problem", (problem) => problems.push(problem));
	return { clock, hub, client, problems };
}

function waits(at: readonly number[]): number[] {
	return at.slice(1).map((time, i) => time - (at[i] ?? 0));
}

const refused: CloseInfo = {
	code: 1006,
	reason: "",
	failure: { kind: "refused-upgrade", status: 403, message: "HTTP 403" },
};

test("a refused upgrade is tried again in steps of 1, 2, 5, 10, then 15 s", async () => {
	const { clock, hub, client, problems } = setUp();
	hub.refusal = refused;
	client.connect().catch(() => {});
	await clock.advance(minute);
	expect(waits(hub.dialledAt)).toEqual(steps);
	expect(problems[0]?.code).toBe("refused-upgrade");
	expect(problems[0]?.message).toMatch(/HTTP 403.*name, vsn and the token/);
});

test("no wait is shorter than its step, nor half as long again", async () => {
	let n = 0;
	const { clock, hub, client } = setUp(() => (n++ * 0.37) % 1);
	hub.refusal = refused;
	client.connect().catch(() => {});
	await clock.advance(2 * minute);
	for (const [i, wait] of waits(hub.dialledAt).entries()) {
		const step = steps[Math.min(i, 4)] ?? 0;
		expect(wait).toBeGreaterThanOrEqual(step);
		expect(wait).toBeLessThan(step * 1.5);
	}
});

test.each([1000, 1001, 1006, 1011, 1012, 4321])(
	"after a close with %i the lock comes back a second later and joins afresh",
	async (code) => {
		const { clock, hub, client, problems } = setUp();
		void client.connect();
		await clock.advance(5000);
		if (code === 1006) hub.socket?.terminate();
		else hub.socket?.close(code);
		await clock.advance(999);
		expect(client.link).toBe("backoff");
		expect(hub.dialledAt).toEqual([0]);
		await clock.advance(1);
		expect(client.link).toBe("online");
		expect(hub.dialledAt).toEqual([0, 6000]);
		expect(problems).toHaveLength(1);
		expect(problems[0]?.code).toBe(code === 1006 ? "cut" : "closed");
		expect(problems[0]?.message).toContain(String(code));
	},
);

test("after phx_error the lock joins again on the same socket, by the same steps", async () => {
	const { clock, hub, client, problems } = setUp();
	void client.connect();
	await clock.advance(0);
	hub.answer = (frame) => (frame[3] === "phx_join" ? null : ok(frame));
	hub.send("1", "1", "lock:lock-1", "phx_error", {});
	await clock.advance(0);
	expect(client.link).toBe("backoff");
	hub.answer = (frame) =>
		frame[3] === "phx_join"
			? reply(frame, "error", { reason: "unauthorized\u001b[2J" })
			: ok(frame);
	await clock.advance(minute - 1);
	expect(hub.dialledAt).toEqual([0]);
	expect(waits(hub.joinedAt)).toEqual(steps);
	expect(problems.map(({ code }) => code).slice(0, 2)).toEqual(["channel-error", "join-refused"]);
	expect(problems[1]?.message).toContain("unauthorized\\u001b[2J");
	const refs = hub.received.filter((frame) => frame[3] === "phx_join").map((frame) => frame[0]);
	expect(new Set(refs).size).toBe(refs.length);
	hub.answer = ok;
	await clock.advance(15_000);
	expect(client.link).toBe("online");
});

test("phx_close of this join is a loss, that of an earlier one is not", async () => {
	const { clock, hub, client } = setUp();
	void client.connect();
	await clock.advance(0);
	hub.send("1", "1", "lock:lock-1", "phx_error", {});
	await clock.advance(1000);
	expect(client.link).toBe("online");
	hub.send("1", "1", "lock:lock-1", "phx_close", {});
	await clock.advance(0);
	expect(client.link).toBe("online");
	hub.send("2", "2", "lock:lock-1", "phx_close", {});
	await clock.advance(0);
	expect(client.link).toBe("backoff");
});

test("a join that nobody answers is given up after 10 s, left, and tried again", async () => {
	const { clock, hub, client, problems } = setUp();
	hub.answer = () => null;
	client.connect().catch(() => {});
	await clock.advance(11_000);
	expect(hub.events).toEqual(["phx_join", "phx_leave", "phx_join"]);
	expect(hub.joinedAt).toEqual([0, 11_000]);
	expect(problems[0]).toMatchObject({ code: "join-timeout" });
});

test("a heartbeat follows every 30 s after the last reply", async () => {
	const { clock, hub, client } = setUp();
	void client.connect();
	await clock.advance(2 * minute + 1000);
	expect(hub.events.filter((event) => event === "heartbeat")).toHaveLength(4);
	expect(hub.received[1]).toEqual([null, "2", "phoenix", "heartbeat", {}]);
});

test("a zombie connection is cut when a heartbeat stays unanswered, and the lock comes back", async () => {
	const clock = new VirtualClock();
	const hub = new RawHub(clock);
	const line = new FaultLine({ clock, seed: 1 });
	const client = new LockClient({
		url: "ws://hub/socket/websocket",
		serial: "lock-1",
		clock,
		random: () => 0,
		dial: line.dial(hub.dial),
	});
	const problems: string[] = [];
	client.on("problem", ({ code }) => problems.push(code));
	void client.connect();
	await clock.advance(0);
	line.set([{ type: "half-open" }]);
	await clock.advance(39_999);
	expect(client.link).toBe("online");
	await clock.advance(1);
	expect(client.link).toBe("backoff");
	expect(problems).toEqual(["heartbeat-timeout"]);
	line.set([]);
	await clock.advance(1000);
	expect(client.link).toBe("online");
	expect(hub.dialledAt).toHaveLength(2);
});

test("drop cuts the connection, is nobody's problem, and the lock comes back by itself", async () => {
	const { clock, hub, client, problems } = setUp();
	client.drop();
	expect(client.link).toBe("offline");
	void client.connect();
	await clock.advance(0);
	client.drop();
	expect(client.link).toBe("backoff");
	await clock.advance(1000);
	expect(client.link).toBe("online");
	expect(hub.closes.map(({ code }) => code)).toEqual([1006]);
	expect(problems).toEqual([]);
});

test("an upgrade that nobody answers is a problem, and tried again", async () => {
	const clock = new VirtualClock();
	const problems: string[] = [];
	let dials = 0;
	const client = new LockClient({
		url: "ws://hub/socket/websocket",
		serial: "lock-1",
		clock,
		random: () => 0,
		dial: () => {
			dials++;
			return silentSocket;
		},
	});
	client.on("problem", ({ message }) => problems.push(message));
	client.connect().catch(() => {});
	await clock.advance(11_000);
	expect(dials).toBe(2);
	expect(problems).toEqual([
		"no answer to the upgrade within 10000 ms from ws://hub/socket/websocket: check that a lock hub listens there",
	]);
});

test("a state that is none counts as a loss", async () => {
	const { clock, hub, client, problems } = setUp();
	hub.answer = (frame) => reply(frame, "ok", {});
	client.connect().catch(() => {});
	await clock.advance(0);
	expect(client.link).toBe("backoff");
	expect(problems[0]?.code).toBe("bad-state");
});
