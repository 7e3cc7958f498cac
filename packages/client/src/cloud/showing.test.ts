import { inspect } from "node:util";
import fc from "fast-check";
import { expect, test } from "vitest";
import { CloudBench } from "../testing/cloud-bench.js";
import type { Show } from "./index.js";

const off: Show = { mode: "off" };
const rain: Show = { mode: "weather", weather: 5, intensity: 7 };
const pink: Show = { mode: "color", color: [255, 162, 174], pulse: 0 };

test("every change is told once, in order; what is repeated is not", async () => {
	const bench = await CloudBench.online();
	expect(bench.client.show).toEqual(off);
	expect(bench.shows).toEqual([]);
	await bench.receive("[cc:1:5:7]", "[cc:1:5:7]", "[cc:1:5:7.0]", "[cc:2:255,162,174:0]");
	await bench.receive("[cc:2:255,162,174:?]", "[cc:0:?:?][cc:1:5:?]");
	expect(bench.shows).toEqual([rain, pink, off, rain]);
	expect(bench.client.show).toEqual(rain);
});

test("what is told is what is shown while it is told", async () => {
	const bench = await CloudBench.online();
	const seen: Show[] = [];
	bench.client.on("show", () => seen.push(bench.client.show));
	await bench.receive("[cc:1:5:7][cc:2:255,162,174:0]");
	expect(seen).toEqual([rain, pink]);
});

test("before ok nothing is shown, only counted", async () => {
	const bench = new CloudBench();
	bench.server.welcome = ["[cc:1:5:7]", "[cc:2:1,2,3:0][cc:r:?:?]", "hello", "pong", ""];
	bench.client.connect().catch(() => {});
	await bench.clock.advance(0);
	await bench.receive("ok");
	expect(bench.client.link).toBe("online");
	expect(bench.client.show).toEqual(off);
	expect(bench.client.counters).toEqual({ violations: 4, rejected: 0, unknown: 0, binary: 0 });
	expect(bench.commands).toEqual([]);
	await bench.receive("[cc:1:5:7]");
	expect(bench.client.show).toEqual(rain);
});

test("what means nothing changes nothing, and is counted", async () => {
	const bench = await CloudBench.online();
	await bench.receive("[cc:1:5:7]");
	await bench.receive("[cc:3:1:1]", "[cc:x:?:?]", "", "ok", "pong", "hello", new Uint8Array(9));
	await bench.receive("[cc:1:10:1]", "[cc:2:1,2:0]", "[cc:1:2]");
	expect(bench.client.show).toEqual(rain);
	expect(bench.client.counters).toEqual({ violations: 0, rejected: 3, unknown: 3, binary: 1 });
	expect(bench.problems).toEqual(["bad-packet", "bad-packet", "bad-packet"]);
	expect(bench.client.link).toBe("online");
});

test("of many malformed packets in one frame one is told, and all are counted", async () => {
	const bench = await CloudBench.online();
	await bench.receive("[cc]".repeat(100_000));
	expect(bench.client.counters.rejected).toBe(100_000);
	expect(bench.problems).toEqual(["bad-packet"]);
});

test("a hostile packet is told in one harmless line", async () => {
	const bench = await CloudBench.online({ secret: "cloud-my-butt" });
	await bench.receive("[cc:1:\x1b[2J:0]", "[cc:1:cloud-my-butt\r\n\u202e:0]");
	await bench.receive(`[cc:1:${"x".repeat(50_000)}:0]`);
	expect(bench.messages.at(-2)).toContain("<secret>\\u000d\\u000a\\u202e");
	for (const message of bench.messages) {
		expect(message).not.toMatch(/[\p{Cc}\p{Cf}]/u);
		expect(message).not.toContain("cloud-my-butt");
		expect(message.length).toBeLessThan(200);
	}
});

test("a colour with the mode of weather is shown, and told once", async () => {
	const bench = await CloudBench.online();
	await bench.receive("[cc:1:255,162,174:0]", "[cc:0:?:?]", "[cc:1:255,162,174:0]");
	expect(bench.client.show).toEqual(pink);
	expect(bench.problems).toEqual(["miscoded"]);
});

test("it is refused by a strict client", async () => {
	const bench = await CloudBench.online({ strict: true });
	await bench.receive("[cc:1:255,162,174:0]");
	expect(bench.client.show).toEqual(off);
	expect(bench.problems).toEqual(["bad-packet"]);
});

test("a reset is told, leaves the lamp dark, and the lamp comes back after 1 s", async () => {
	const bench = await CloudBench.online({ random: () => 0.9 });
	const { clock, server, client } = bench;
	await bench.receive("[cc:d:1:?]", "[cc:1:5:7]", "[cc:r:?:?][cc:2:1,2,3:0]", "[cc:2:4,5,6:0]");
	expect(client.link).toBe("backoff");
	expect(bench.commands).toEqual(["debug-on", "reset"]);
	expect(bench.shows).toEqual([rain, off]);
	expect(client.debug).toBe(false);
	expect(server.closes).toEqual([{ code: 1005, reason: "" }]);
	await clock.advance(999);
	expect(server.dialledAt).toHaveLength(1);
	await clock.advance(1);
	expect(client.link).toBe("online");
	await bench.receive("[cc:1:?:?]");
	expect(client.show).toEqual({ mode: "weather", weather: 3, intensity: 5 });
	expect(bench.problems).toEqual([]);
});

test("an update is told, and not done", async () => {
	const bench = await CloudBench.online();
	await bench.receive("[cc:1:5:7]", "[cc:u:?:?]");
	expect(bench.commands).toEqual(["update"]);
	expect(bench.problems).toEqual(["unsupported"]);
	expect(bench.client.show).toEqual(rain);
	expect(bench.client.link).toBe("online");
});

test("log lines go out while the server wants them, never with the secret", async () => {
	const bench = await CloudBench.online({ secret: "cloud-my-butt" });
	const { client, server } = bench;
	client.log("too early");
	await bench.receive("[cc:d:1:?]");
	expect(client.debug).toBe(true);
	client.log("hello\ncloud-my-butt and cloud-my-butt");
	client.log("y".repeat(5000));
	await bench.receive("[cc:d:0:?]");
	client.log("too late");
	await bench.clock.advance(0);
	expect(server.said).toEqual([
		"cloud-my-butt",
		"d:hello\\u000a<secret> and <secret>",
		`d:${"y".repeat(1000)}…`,
	]);
	expect(bench.commands).toEqual(["debug-on", "debug-off"]);
});

test("debug stays on over a lost connection", async () => {
	const bench = await CloudBench.online();
	await bench.receive("[cc:d:1:?]");
	bench.client.drop();
	bench.client.log("lost");
	await bench.clock.advance(1000);
	bench.client.log("back");
	await bench.clock.advance(0);
	expect(bench.server.said.at(-1)).toBe("d:back");
	expect(bench.server.said).not.toContain("d:lost");
});

test.each([
	["keep", [], []],
	["off", [off], []],
	["dim", [], [true, false]],
] as const)("without a connection the light is to %s", async (whenOffline, shows, dims) => {
	const bench = await CloudBench.online({ whenOffline });
	const { client, clock, server } = bench;
	await bench.receive("[cc:1:5:7]");
	bench.shows.length = 0;
	const dimmed: boolean[] = [];
	client.on("dimmed", (value) => dimmed.push(value));
	server.welcome = ["ok"];
	client.drop();
	expect(client.show).toEqual(whenOffline === "off" ? off : rain);
	expect(client.dimmed).toBe(whenOffline === "dim");
	await clock.advance(1000);
	expect(client.link).toBe("online");
	expect(bench.shows).toEqual(shows);
	expect(dimmed).toEqual(dims);
	await bench.receive("[cc:1:?:?]");
	expect(client.show).toEqual(rain);
	void client.disconnect();
	expect(client.show).toEqual(whenOffline === "off" ? off : rain);
	expect(client.dimmed).toBe(whenOffline === "dim");
});

test("the state frame after ok brings the light up to date", async () => {
	const bench = await CloudBench.online();
	await bench.receive("[cc:1:5:7]");
	bench.server.welcome = ["ok", "[cc:2:255,162,174:0]"];
	bench.client.drop();
	await bench.clock.advance(1000);
	expect(bench.shows).toEqual([rain, pink]);
});

test("a listener that throws is told, and stops nobody", async () => {
	const bench = await CloudBench.online();
	bench.client.on("show", () => {
		throw new Error("no bulb");
	});
	await bench.receive("[cc:1:5:7]");
	expect(bench.problems).toEqual(["listener"]);
	expect(bench.messages[0]).toContain("no bulb");
});

test("frames are told both ways, and of the secret only that it was sent", async () => {
	const bench = new CloudBench({ secret: "canary-4711" });
	bench.server.secret = "canary-4711";
	const frames: unknown[] = [];
	bench.client.on("frame", ({ direction, frame }) => frames.push(`${direction} ${frame}`));
	bench.client.connect().catch(() => {});
	await bench.clock.advance(4000);
	expect(frames).toEqual(["out <secret>", "in ok", "in [cc:0:?:?]", "out ping", "in pong"]);
	expect(inspect(bench.client, { depth: 10, showHidden: true })).not.toContain("canary");
	expect(JSON.stringify(bench.client)).not.toContain("canary");
});

const part = fc.oneof(
	fc.constantFrom(
		"?",
		"",
		"1",
		"5",
		"9",
		"10",
		"4.17",
		"1.0e-4",
		"1e999",
		"-0",
		"__proto__",
		"NaN",
	),
	fc.constantFrom("255,162,174", "1,2", "1e3,-4,1.5", "r", "u", "d", "cc", "[", "]", ":"),
	fc.string({ unit: "binary" }),
);
const text = fc.oneof(
	fc
		.tuple(fc.constantFrom("0", "1", "2", "d", "u", "x"), part, part)
		.map((fields) => `[cc:${fields.join(":")}]`),
	fc.array(part).map((parts) => `[${parts.join(":")}]`),
	fc.constantFrom("ok", "pong", "ping", "", "[cc:0:?:?][cc:1:2:3]"),
	fc.string({ unit: "binary" }),
);

test("whatever a server says, the lamp stays, and shows what there is", async () => {
	await fc.assert(
		fc.asyncProperty(
			fc.array(fc.oneof(text, fc.uint8Array({ maxLength: 9 })), { maxLength: 30 }),
			async (frames) => {
				const bench = await CloudBench.online();
				await bench.receive(...frames);
				for (const show of [...bench.shows, bench.client.show]) {
					if (show.mode === "weather") {
						expect([1, 2, 3, 4, 5, 6, 7, 8, 9]).toContain(show.weather);
						expect(show.intensity >= 0 && show.intensity <= 10).toBe(true);
					}
					if (show.mode === "color") {
						expect(show.color).toHaveLength(3);
						for (const channel of show.color) expect([...Array(256).keys()]).toContain(channel);
						expect(show.pulse >= 0 && show.pulse <= 9).toBe(true);
					}
				}
				for (const message of bench.messages) expect(message).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}]/u);
				expect(bench.server.said).toEqual(["cloud-my-butt"]);
				const isReset = bench.commands.includes("reset");
				expect(bench.client.link).toBe(isReset ? "backoff" : "online");
				const gone = bench.client[Symbol.asyncDispose]();
				await bench.clock.advance(0);
				await gone;
				expect(bench.clock.pending).toBe(0);
			},
		),
		{ numRuns: 300 },
	);
});
