import { expect, test } from "vitest";
import { CloudBench } from "../testing/cloud-bench.js";

/** What became of a promise, as a word. */
function outcome(promise: Promise<void>): { word: string } {
	const seen = { word: "waiting" };
	promise.then(
		() => {
			seen.word = "pong";
		},
		(error: unknown) => {
			seen.word = error instanceof Error && "code" in error ? String(error.code) : "?";
		},
	);
	return seen;
}

test("a ping resolves at its pong", async () => {
	const { clock, server, client } = await CloudBench.online();
	await clock.advance(1000);
	const asked = outcome(client.ping());
	await clock.advance(0);
	expect(asked.word).toBe("pong");
	expect(server.pings).toEqual([1000]);
	await clock.advance(4000);
	expect(server.pings).toEqual([1000, 5000]);
});

test("those who wait at the same time share one ping and its pong", async () => {
	const { clock, server, client } = await CloudBench.online();
	server.pongs = false;
	const asked = [outcome(client.ping()), outcome(client.ping())];
	await clock.advance(0);
	expect(server.pings).toEqual([0]);
	server.send("pong");
	await clock.advance(0);
	expect(asked).toEqual([{ word: "pong" }, { word: "pong" }]);
	const later = outcome(client.ping());
	await clock.advance(0);
	expect(server.pings).toEqual([0, 0]);
	expect(later.word).toBe("waiting");
});

test("off line there is none", async () => {
	const bench = new CloudBench();
	const asked = outcome(bench.client.ping());
	await bench.clock.advance(0);
	expect(asked.word).toBe("not-online");
	expect(bench.server.received).toEqual([]);
});

test.each([
	["a lost connection", (bench: CloudBench) => bench.server.socket?.close(1012)],
	["a drop", (bench: CloudBench) => bench.client.drop()],
	["a disconnect", (bench: CloudBench) => void bench.client.disconnect()],
	["silence", (bench: CloudBench) => bench.clock.advance(9500)],
	["a reset", (bench: CloudBench) => bench.server.send("[cc:r:?:?]")],
])("%s ends those that wait, and the next connection has pings of its own", async (_, end) => {
	const bench = await CloudBench.online();
	bench.server.pongs = false;
	const asked = outcome(bench.client.ping());
	await end(bench);
	await bench.clock.advance(0);
	expect(asked.word).toBe("closed");
	bench.server.pongs = true;
	await bench.clock.advance(5000);
	if (bench.client.link === "online") {
		const again = outcome(bench.client.ping());
		await bench.clock.advance(0);
		expect(again.word).toBe("pong");
	}
});

test("a ping from within a listener is as good", async () => {
	const bench = await CloudBench.online();
	const asked: { word: string }[] = [];
	bench.client.on("show", () => asked.push(outcome(bench.client.ping())));
	await bench.receive("[cc:1:5:7][cc:2:1,2,3:0]");
	expect(asked).toEqual([{ word: "pong" }, { word: "pong" }]);
});
