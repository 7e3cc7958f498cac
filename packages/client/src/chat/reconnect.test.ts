import { FaultLine, VirtualClock } from "@gw-sim/transport";
import { expect, test } from "vitest";
import { event, RawGateway, welcome, xFuney } from "../testing/raw-gateway.js";
import { ChatClient } from "./index.js";

function setUp(random: () => number = () => 0.5): {
	clock: VirtualClock;
	gateway: RawGateway;
	line: FaultLine;
	client: ChatClient;
	heard: unknown[];
	problems: string[];
} {
	const clock = new VirtualClock();
	const gateway = new RawGateway(clock);
	const line = new FaultLine({ clock, seed: 1 });
	const client = new ChatClient({
		url: "ws://gateway/chat",
		token: "t",
		clock,
		random,
		dial: line.dial(gateway.dial),
	});
	const heard: unknown[] = [];
	const problems: string[] = [];
	client.on("ready", ({ sessionId }) => heard.push(`ready ${sessionId}`));
	client.on("resumed", ({ sessionId }) => heard.push(`resumed ${sessionId}`));
	client.on("serverMessage", ({ content }) => heard.push(content));
	client.on("problem", ({ code }) => problems.push(code));
	return { clock, gateway, line, client, heard, problems };
}

const say = (content: string, s: number): string =>
	event("SERVER_MESSAGE", JSON.stringify({ content }), s);
const resumption = '{"f":110,"cnf":{"token":"t","session_id":9683494578353,"s":2}}';

test.each([
	[0, 1],
	[0.5, 10_000.5],
	[0.999, 19_980],
])(
	"with chance %d the first beat comes after %d ms, then one every interval",
	async (chance, first) => {
		const { clock, gateway, client } = setUp(() => chance);
		void client.connect();
		await clock.advance(60_001);
		expect(gateway.beats[0]).toBeCloseTo(first, 0);
		expect(gateway.beats.slice(1).map((at, i) => Math.round(at - (gateway.beats[i] ?? 0)))).toEqual(
			gateway.beats.slice(1).map(() => 20_000),
		);
		expect(gateway.beats.length).toBeGreaterThanOrEqual(2);
	},
);

test("a zombie is closed with 4001 when the next beat is due, and its session resumed", async () => {
	const { clock, gateway, client, heard, problems } = setUp();
	void client.connect();
	await clock.advance(0);
	gateway.send(say("one", 1), say("two", 2));
	gateway.answer = () => [];
	await clock.advance(30_000);
	expect(client.link).toBe("online");
	await clock.advance(1);
	expect(client.link).toBe("backoff");
	expect(problems).toEqual(["heartbeat-timeout"]);
	gateway.answer = welcome("9683494578353", { resumed: true, missed: [say("three", 3)] });
	await clock.advance(1000);
	expect(gateway.closes.map(({ code }) => code)).toEqual([4001]);
	expect(gateway.spoken.at(-1)).toBe(resumption);
	expect(heard).toEqual(["ready 9683494578353", "one", "two", "resumed 9683494578353", "three"]);
});

test("a line that goes dead is noticed by the heartbeat alone", async () => {
	const { clock, line, client, problems } = setUp();
	void client.connect();
	await clock.advance(0);
	line.set([{ type: "half-open" }]);
	await clock.advance(30_001);
	expect(client.link).toBe("backoff");
	expect(problems).toEqual(["heartbeat-timeout"]);
	line.set([]);
	await clock.advance(1000);
	expect(client.link).toBe("online");
});

test.each([1001, 1006, 1011, 1012, 4000, 4001, 4003])(
	"after %i the session is resumed, nothing is lost, and nothing told twice",
	async (code) => {
		const { clock, gateway, client, heard, problems } = setUp();
		void client.connect();
		await clock.advance(0);
		gateway.send(event("CHANNEL_MOVE", `{"room":{"id":7,"creator":${xFuney}}}`, 1), say("two", 2));
		await clock.advance(0);
		const missed = [say("two", 2), say("three", 3), say("four", 4)];
		gateway.answer = welcome("9683494578353", { resumed: true, missed });
		if (code === 1006) gateway.socket?.terminate();
		else gateway.socket?.close(code);
		await clock.advance(499);
		expect(client.link).toBe("backoff");
		expect(client.session?.sessionId).toBe("9683494578353");
		await clock.advance(2);
		expect(client.link).toBe("online");
		expect(gateway.spoken).toEqual(['{"f":110,"cnf":{"token":"t"}}', resumption]);
		expect(heard).toEqual(["ready 9683494578353", "two", "resumed 9683494578353", "three", "four"]);
		expect(client.room).toBe("7");
		expect(problems).toEqual([code === 1006 ? "cut" : "closed"]);
	},
);

test("a session that is gone begins anew: ready again, in the default room, counting from 1", async () => {
	const { clock, gateway, client, heard } = setUp();
	void client.connect();
	await clock.advance(0);
	gateway.send(event("CHANNEL_MOVE", `{"room":{"id":7,"creator":${xFuney}}}`, 1), say("two", 2));
	await clock.advance(0);
	gateway.answer = welcome("5", { missed: [say("fresh", 1)] });
	gateway.socket?.terminate();
	await clock.advance(1000);
	expect(gateway.spoken.at(-1)).toBe(resumption);
	expect(heard).toEqual(["ready 9683494578353", "two", "ready 5", "fresh"]);
	expect(client.room).toBe("1");
	expect(client.session?.resumed).toBe(false);
});

test("after 1000 from the gateway a new session is asked for", async () => {
	const { clock, gateway, client } = setUp();
	void client.connect();
	await clock.advance(0);
	gateway.socket?.close(1000);
	await clock.advance(1000);
	expect(gateway.spoken).toEqual(Array(2).fill('{"f":110,"cnf":{"token":"t"}}'));
	expect(client.link).toBe("online");
});

test.each([
	[0, 5000],
	[0.999, 5999],
])("a rate-limited client with chance %d waits at least 5 s", async (chance, wait) => {
	const { clock, gateway, client, problems } = setUp(() => chance);
	void client.connect();
	await clock.advance(0);
	gateway.end(4002, 4002);
	await clock.advance(wait - 1);
	expect(gateway.dialledAt).toHaveLength(1);
	await clock.advance(2);
	expect(gateway.dialledAt).toHaveLength(2);
	expect(client.link).toBe("online");
	expect(problems).toEqual(["closed"]);
});

test("GATEWAY_DOWN is told, then the error and the close, and the client comes back", async () => {
	const { clock, gateway, client } = setUp();
	const told: unknown[] = [];
	client.on("gatewayDown", () => told.push("down"));
	client.on("problem", ({ message }) => told.push(message));
	void client.connect();
	await clock.advance(0);
	gateway.send(event("GATEWAY_DOWN", "{}", 1));
	gateway.end(4003, 4003);
	await clock.advance(1000);
	expect(told).toEqual([
		"down",
		"the gateway closed with 4003: the gateway shuts down (error 4003)",
	]);
	expect(client.link).toBe("online");
});

test("the waits are random parts of 1 s doubling to 30 s, and start over after a 140", async () => {
	const { clock, gateway, client } = setUp(() => 0.999);
	gateway.answer = () => {
		gateway.socket?.close(1011);
		return [];
	};
	client.connect().catch(() => {});
	await clock.advance(100_000);
	const waits = gateway.dialledAt.slice(1).map((at, i) => at - (gateway.dialledAt[i] ?? 0));
	const steps = [1000, 2000, 4000, 8000, 16_000, 30_000, 30_000];
	expect(waits.map((ms) => Math.round(ms / 999.1))).toEqual(steps.map((ms) => ms / 1000));
	for (const [i, ms] of waits.entries()) expect(ms).toBeLessThan(steps[i] ?? 0);
	gateway.answer = welcome();
	await clock.advance(30_000);
	expect(client.link).toBe("online");
	const { length } = gateway.dialledAt;
	gateway.socket?.close(1011);
	await clock.advance(1000);
	expect(gateway.dialledAt).toHaveLength(length + 1);
});

test("drop cuts the connection, is nobody's problem, and the session is resumed", async () => {
	const { clock, gateway, client, problems } = setUp();
	client.drop();
	expect(client.link).toBe("offline");
	void client.connect();
	await clock.advance(0);
	client.drop();
	expect(client.link).toBe("backoff");
	gateway.answer = welcome("9683494578353", { resumed: true });
	await clock.advance(1000);
	expect(client.session).toMatchObject({ resumed: true });
	expect(gateway.closes.map(({ code }) => code)).toEqual([1006]);
	expect(problems).toEqual([]);
});
