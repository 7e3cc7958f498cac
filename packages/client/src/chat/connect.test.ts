import { UsageError } from "@gw-sim/core";
import { VirtualClock } from "@gw-sim/transport";
import { expect, test } from "vitest";
import { RawGateway, welcome } from "../testing/raw-gateway.js";
import { ChatClient, type ChatClientOptions } from "./index.js";

const url = "ws://gateway/chat";
const token = "header.payload.signature";

function setUp(options: Partial<ChatClientOptions> = {}): {
	clock: VirtualClock;
	gateway: RawGateway;
	client: ChatClient;
	links: string[];
	problems: { code: string; message: string }[];
} {
	const clock = new VirtualClock();
	const gateway = new RawGateway(clock);
	const client = new ChatClient({
		url,
		token,
		clock,
		random: () => 0.5,
		dial: gateway.dial,
		...options,
	});
	const links: string[] = [];
	const problems: { code: string; message: string }[] = [];
	client.on("link", (link) => links.push(link));
	client.on("problem", (problem) => problems.push(problem));
	return { clock, gateway, client, links, problems };
}

test("connect waits for 100, presents the token, and gives what 140 said", async () => {
	const { clock, gateway, client, links } = setUp();
	const told: unknown[] = [];
	client.on("ready", (session) => told.push([session, client.link, client.room]));
	expect([client.session, client.room]).toEqual([null, null]);
	const connecting = client.connect();
	await clock.advance(0);
	const session = { sessionId: "9683494578353", resumed: false, v: 6, encKey: "" };
	expect(await connecting).toEqual(session);
	expect(gateway.received).toEqual([`{"f":110,"cnf":{"token":"${token}"}}`]);
	expect(links).toEqual(["connecting", "joining", "online"]);
	expect(told).toEqual([[session, "online", "1"]]);
	expect(await client.connect()).toBe(client.session);
	expect(gateway.dialledAt).toHaveLength(1);
});

test("nothing is sent to a gateway that does not introduce itself, and it is tried again", async () => {
	const { clock, gateway, client, problems } = setUp();
	gateway.introduction = null;
	client.connect().catch(() => {});
	await clock.advance(12_000);
	expect(gateway.received).toEqual([]);
	expect(gateway.closes[0]?.code).toBe(4001);
	expect(gateway.dialledAt).toHaveLength(2);
	expect(problems[0]).toMatchObject({ code: "introduce-timeout" });
	expect(problems[0]?.message).toContain("check that ws://gateway/chat is a chat gateway");
});

test("a gateway that does not answer the token is tried again", async () => {
	const { clock, gateway, client, problems } = setUp();
	gateway.answer = (text) => (text === '{"f":120}' ? [text] : []);
	client.connect().catch(() => {});
	await clock.advance(12_000);
	expect(gateway.spoken).toHaveLength(2);
	expect(problems[0]).toMatchObject({ code: "ready-timeout" });
});

test.each([
	["a text", () => "fresh"],
	["a promise", () => Promise.resolve("fresh")],
])("a token may come from a function that gives %s, asked at every connection", async (_, give) => {
	let asked = 0;
	const { clock, gateway, client } = setUp({
		token: () => {
			asked++;
			return give();
		},
	});
	void client.connect();
	await clock.advance(0);
	expect(gateway.received).toEqual(['{"f":110,"cnf":{"token":"fresh"}}']);
	client.drop();
	await clock.advance(1000);
	expect(client.link).toBe("online");
	expect(asked).toBe(2);
});

test("a token that comes too late for its connection is not used on the next", async () => {
	const { clock, gateway, client } = setUp({ token: () => tokens.shift() ?? "none" });
	let late: (token: string) => void = () => {};
	const tokens: (string | Promise<string>)[] = [
		new Promise<string>((resolve) => {
			late = resolve;
		}),
		new Promise<string>(() => {}),
	];
	client.connect().catch(() => {});
	await clock.advance(11_000);
	expect(gateway.dialledAt).toHaveLength(2);
	late("stale");
	await clock.advance(0);
	expect(gateway.spoken).toEqual([]);
});

test("a token function that fails is a problem, and asked again", async () => {
	let asked = 0;
	const { clock, client, problems } = setUp({
		token: () => {
			if (asked++ === 0) throw new Error("the vault is shut\u001b[2J");
			if (asked === 2) return "";
			return token;
		},
	});
	void client.connect();
	await clock.advance(5000);
	expect(client.link).toBe("online");
	expect(problems.map(({ code }) => code)).toEqual(["token", "token"]);
	expect(problems[0]?.message).toContain("the vault is shut\\u001b[2J");
	expect(problems[1]?.message).toContain("gave no text");
});

test("1008 stops the client, names the error, and connect tries again", async () => {
	const { clock, gateway, client, links, problems } = setUp();
	gateway.answer = () => {
		gateway.end(0, 1008);
		return [];
	};
	const connecting = client.connect();
	const failed = expect(connecting).rejects.toMatchObject({
		name: "ChatRefusedError",
		code: "refused",
		errorCode: 0,
		fault: "peer",
	});
	await clock.advance(600_000);
	await failed;
	expect(gateway.dialledAt).toEqual([0]);
	expect(links).toEqual(["connecting", "joining", "offline"]);
	expect(problems).toEqual([
		{
			code: "refused",
			message:
				"the gateway closed with 1008: invalid token (error 0); get a new token, signed with the gateway's secret",
		},
	]);
	expect(clock.pending).toBe(0);
	gateway.answer = welcome();
	const again = client.connect();
	await clock.advance(0);
	expect((await again).sessionId).toBe("9683494578353");
});

test.each([1, 4, 5])("error %i before 1008 is told with what to do", async (code) => {
	const { clock, gateway, client, problems } = setUp();
	void client.connect();
	await clock.advance(0);
	gateway.end(code, 1008);
	await clock.advance(60_000);
	expect(client.link).toBe("offline");
	expect(problems[0]?.message).toMatch(new RegExp(`\\(error ${code}\\); (check|ask)`));
});

test("no problem and no error ever holds the token", async () => {
	const { clock, gateway, client, problems } = setUp({ url: `${url}?token=${token}` });
	client.connect().catch(() => {});
	await clock.advance(0);
	gateway.send("not JSON", `{"f":110,"cnf":{"token":"${token}"}}`, `{"f":"${token}"}`);
	gateway.end(4003, 4003);
	await clock.advance(5000);
	gateway.end(0, 1008);
	await clock.advance(5000);
	expect(problems.map(({ code }) => code)).toEqual([
		"bad-frame",
		"bad-frame",
		"bad-frame",
		"closed",
		"refused",
	]);
	expect(JSON.stringify(problems)).not.toContain(token);
});

test("disconnect closes with 1000 and stays away, with no session left", async () => {
	const { clock, gateway, client, links, problems } = setUp();
	void client.connect();
	await clock.advance(0);
	const gone = client.disconnect();
	expect([client.link, client.session, client.room]).toEqual(["offline", null, null]);
	await clock.advance(0);
	await gone;
	expect(gateway.closes.map(({ code }) => code)).toEqual([1000]);
	await clock.advance(120_000);
	expect(gateway.dialledAt).toEqual([0]);
	expect(links.at(-1)).toBe("offline");
	expect(problems).toEqual([]);
	expect(clock.pending).toBe(0);
});

test("a disconnect or an abort meanwhile rejects connect", async () => {
	const { clock, gateway, client } = setUp();
	const first = expect(client.connect()).rejects.toMatchObject({ code: "closed" });
	void client.disconnect();
	await clock.advance(0);
	await first;
	gateway.answer = () => [];
	const abort = new AbortController();
	const second = expect(client.connect({ signal: abort.signal })).rejects.toBe("enough");
	await clock.advance(500);
	abort.abort("enough");
	await second;
	await clock.advance(60_000);
	expect(client.link).toBe("offline");
	expect(clock.pending).toBe(0);
});

test("a client with maxRetries gives up and says so", async () => {
	const { clock, gateway, client, problems } = setUp({ maxRetries: 2 });
	gateway.answer = () => {
		gateway.socket?.close(1011);
		return [];
	};
	const failed = expect(client.connect()).rejects.toMatchObject({ code: "gave-up" });
	await clock.advance(60_000);
	await failed;
	expect(gateway.dialledAt).toHaveLength(3);
	expect(problems.map(({ code }) => code)).toEqual(["closed", "closed", "closed", "gave-up"]);
	expect(clock.pending).toBe(0);
});

test("dispose from any state leaves no timer and no socket", async () => {
	for (const ms of [0, 500, 11_000, 31_000]) {
		for (const answers of [true, false]) {
			const { clock, gateway, client } = setUp();
			gateway.answer = answers ? welcome() : () => [];
			client.connect().catch(() => {});
			await clock.advance(ms);
			const disposed = client[Symbol.asyncDispose]();
			await clock.advance(0);
			await disposed;
			expect(clock.pending).toBe(0);
			await expect(client.connect()).rejects.toBeInstanceOf(UsageError);
			expect(() => client.send("x")).toThrow(/not online/);
		}
	}
});

test("wrong options are refused at once, with what to do", () => {
	const options = { url, token };
	expect(() => new ChatClient({ ...options, token: "" })).toThrow(/token must be a JWT as text/);
	expect(() => new ChatClient({ ...options, url: "http://gateway" })).toThrow(/ws: or wss:/);
	expect(() => new ChatClient({ ...options, url: "gateway" })).toThrow(/is no URL/);
	expect(() => new ChatClient({ ...options, url: `${url}#x` })).toThrow(/take it away/);
	expect(() => new ChatClient({ ...options, readyTimeoutMs: 0 })).toThrow(
		/readyTimeoutMs must be a number from 1/,
	);
	expect(() => new ChatClient({ ...options, maxRetries: -1 })).toThrow(/maxRetries/);
	expect(() => new ChatClient({ ...options, backoffSteps: [0] })).toThrow(/backoffSteps/);
	expect(() => new ChatClient({ ...options, connectTimeoutMs: undefined as never })).not.toThrow();
});
