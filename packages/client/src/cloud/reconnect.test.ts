import { expect, test } from "vitest";
import { CloudBench } from "../testing/cloud-bench.js";

test("a text ping 4 s after ok and every 4 s, none before", async () => {
	const { clock, server, client, problems } = new CloudBench();
	server.welcome = [];
	client.connect().catch(() => {});
	await clock.advance(6000);
	expect(server.pings).toEqual([]);
	server.send("ok");
	await clock.advance(20_000);
	expect(server.pings).toEqual([10_000, 14_000, 18_000, 22_000, 26_000]);
	expect(problems).toEqual([]);
});

test("two pings without a pong within 5 s each end the connection", async () => {
	const { clock, server, client, problems } = await CloudBench.online();
	server.pongs = false;
	await clock.advance(12_999);
	expect(client.link).toBe("online");
	expect(server.pings).toEqual([4000, 8000, 12_000]);
	await clock.advance(1);
	expect(client.link).toBe("backoff");
	expect(problems).toEqual(["pong-timeout"]);
	server.pongs = true;
	await clock.advance(1000);
	expect(client.link).toBe("online");
});

test("one miss is forgiven, over and over", async () => {
	const { clock, server, client, problems } = await CloudBench.online();
	server.pongs = false;
	for (let i = 0; i < 10; i++) {
		await clock.advance(10_000);
		server.send("pong");
	}
	await clock.advance(0);
	expect(client.link).toBe("online");
	expect(problems).toEqual([]);
});

test("a line that goes dead without a word is noticed within 18 s, and left by cutting it", async () => {
	const { clock, line, client, problems } = await CloudBench.online();
	await clock.advance(4500);
	line.set([{ type: "half-open" }]);
	await clock.advance(12_500);
	expect(client.link).toBe("backoff");
	expect(problems).toEqual(["pong-timeout"]);
	line.set([]);
	await clock.advance(1000);
	expect(client.link).toBe("online");
});

test.each([
	[0, 1],
	[0.999, 1.4995],
])(
	"with chance %d each wait is %d times 1, 2, 4, 8, 16, then 30 s, and starts over after ok",
	async (chance, factor) => {
		const { clock, server, client, problems } = new CloudBench({ random: () => chance });
		server.secret = "other";
		client.connect().catch(() => {});
		await clock.advance(150_000);
		const waits = server.dialledAt.slice(1, 8).map((at, i) => at - (server.dialledAt[i] ?? 0));
		for (const [i, step] of [1, 2, 4, 8, 16, 30, 30].entries())
			expect(waits[i]).toBeCloseTo(step * 1000 * factor, 5);
		expect(new Set(problems)).toEqual(new Set(["refused"]));
		server.secret = "cloud-my-butt";
		await clock.advance(45_000);
		expect(client.link).toBe("online");
		const { length } = server.dialledAt;
		server.socket?.close(1012);
		await clock.advance(1500);
		expect(server.dialledAt).toHaveLength(length + 1);
		expect(client.link).toBe("online");
	},
);

test.each([1000, 1001, 1005, 1008, 1011, 1012, 4000])(
	"a lamp comes back after %i",
	async (code) => {
		const { clock, server, client, problems, messages } = await CloudBench.online();
		if (code === 1005) server.socket?.close();
		else server.socket?.close(code);
		await clock.advance(1000);
		expect(client.link).toBe("online");
		expect(problems).toEqual(["closed"]);
		expect(messages[0]).toContain(`closed with ${code}: `);
	},
);

test("a cut is told as such", async () => {
	const { clock, server, client, problems } = await CloudBench.online();
	server.socket?.terminate();
	await clock.advance(1000);
	expect(client.link).toBe("online");
	expect(problems).toEqual(["cut"]);
});

test("a drop of its own is nobody's problem", async () => {
	const { clock, client, links, problems } = await CloudBench.online();
	client.drop();
	expect(client.link).toBe("backoff");
	await clock.advance(1000);
	expect(links.slice(3)).toEqual(["backoff", "connecting", "joining", "online"]);
	expect(problems).toEqual([]);
});

test("disconnect closes with an empty close frame and stays away", async () => {
	const { clock, server, client } = await CloudBench.online();
	const gone = client.disconnect();
	expect(client.link).toBe("offline");
	await clock.advance(0);
	await gone;
	expect(server.closes).toEqual([{ code: 1005, reason: "" }]);
	await clock.advance(120_000);
	expect(server.dialledAt).toEqual([0]);
	expect(clock.pending).toBe(0);
});

test("a server that never ends its closing is cut after 1 s", async () => {
	const { clock, line, client } = await CloudBench.online();
	line.set([{ type: "half-open" }]);
	let isGone = false;
	const gone = client.disconnect().then(() => {
		isGone = true;
	});
	await clock.advance(999);
	expect(isGone).toBe(false);
	await clock.advance(1);
	await gone;
	expect(clock.pending).toBe(0);
});

test("a client that was stopped can be started again", async () => {
	const { clock, server, client } = await CloudBench.online();
	void client.disconnect();
	const connecting = client.connect();
	await clock.advance(0);
	await connecting;
	expect(server.dialledAt).toEqual([0, 0]);
	expect(client.link).toBe("online");
});
