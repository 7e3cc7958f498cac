import { deflateSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { PuffBench } from "../testing/puff-bench.js";
import { inflate as inBrowsers } from "./inflate-browser.js";

test("with zlib the client understands what is packed, and what is not, and sends text", async () => {
	const bench = await PuffBench.inGroup({ compression: "zlib", name: "Ada" });
	const { gateway, client, problems } = bench;
	expect(gateway.said).toEqual([
		'{"op":6,"d":{"name":"Ada"}}',
		'{"op":1,"d":{"group_id":"ab12cd"}}',
	]);
	gateway.socket?.send('{"op":3,"t":"GROUP_UPDATE","d":{"group_id":"ab12cd","name":"plain"}}');
	await bench.settle();
	expect([client.group?.name, problems]).toEqual(["plain", []]);
});

test("without zlib a packed frame is understood all the same", async () => {
	const bench = await PuffBench.inGroup();
	const text = '{"op":3,"t":"GROUP_UPDATE","d":{"group_id":"ab12cd","name":"packed"}}';
	bench.gateway.socket?.send(new Uint8Array(deflateSync(text)));
	await bench.settle();
	expect(bench.client.group?.name).toBe("packed");
});

test("what comes out of order from a slow unpacking is told in order", async () => {
	const bench = new PuffBench({ compression: "zlib", inflate: inBrowsers });
	const { client, gateway, clock } = bench;
	const groups: string[] = [];
	client.on("group", ({ name }) => groups.push(name));
	const connecting = client.connect();
	await clock.advance(0);
	await connecting;
	const joining = client.joinGroup("ab12cd");
	await clock.advance(0);
	await joining;
	for (let i = 0; i < 20; i++) {
		const text = JSON.stringify({
			op: 3,
			t: "GROUP_UPDATE",
			d: { group_id: "ab12cd", name: `${i}` },
		});
		if (i % 3 === 0) gateway.socket?.send(text);
		else gateway.sendFrame(text);
	}
	const isOver = new Promise((resolve) => client.on("link", resolve));
	gateway.socket?.close(1012);
	await clock.advance(0);
	expect(await isOver).toBe("backoff");
	expect(groups).toEqual(Array.from({ length: 20 }, (_, i) => `${i}`));
});

test("a damaged frame is a problem, and the connection stays", async () => {
	const bench = await PuffBench.inGroup({ compression: "zlib" });
	bench.gateway.sendFrame(Uint8Array.of(0x78, 0x9c, 1, 2, 3));
	await bench.settle();
	expect([bench.problems, bench.client.link]).toEqual([["bad-frame"], "online"]);
});

test.each(["drop", "disconnect"] as const)(
	"after a %s nothing of what was being unpacked is told",
	async (end) => {
		let fail: (error: Error) => void = () => {};
		const bench = await PuffBench.online({
			inflate: () =>
				new Promise((_, reject) => {
					fail = reject;
				}),
		});
		bench.gateway.sendFrame(new Uint8Array(deflateSync("{}")));
		await bench.settle();
		void bench.client[end]();
		fail(new Error("damaged"));
		await bench.settle();
		expect(bench.problems).toEqual([]);
	},
);

describe("a bomb", () => {
	const bomb = new Uint8Array(deflateSync(new Uint8Array(128 * 1024 * 1024)));

	test("ends its connection with 1009, takes no memory, and the client comes back", async () => {
		const bench = await PuffBench.inGroup({ compression: "zlib" });
		const { gateway, clock, problems, client } = bench;
		const before = process.memoryUsage().rss;
		let most = before;
		for (let i = 0; i < 10; i++) {
			gateway.sendFrame(bomb);
			await clock.advance(0);
			most = Math.max(most, process.memoryUsage().rss);
			expect(client.link).toBe("backoff");
			await clock.advance(1000);
			expect([client.link, client.groupId]).toEqual(["online", "ab12cd"]);
		}
		expect(problems).toEqual(Array(10).fill("too-big"));
		expect(gateway.closes.map(({ code }) => code)).toEqual(Array(10).fill(1009));
		expect((most - before) / 1_048_576).toBeLessThan(100);
	});

	test("is as large as is said", async () => {
		const bench = await PuffBench.inGroup({ compression: "zlib", maxMessageBytes: 1000 });
		const told = bench.heard("problem");
		bench.gateway.send("X", "x".repeat(1000));
		await bench.settle();
		expect(told).toEqual([
			{
				code: "too-big",
				message:
					"the gateway sent more than 1000 bytes at once: see the gateway, or raise maxMessageBytes",
			},
		]);
	});
});
