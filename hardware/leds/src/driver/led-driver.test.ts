import { VirtualClock } from "@gw-sim/transport";
import { expect, test } from "vitest";
import { FakeBoard } from "../testing/fake-board.js";
import { encodeFrame } from "../wire/protocols.js";
import { paceMs, wireMs } from "../wire/timing.js";
import { LedDriver, type LedDriverOptions } from "./led-driver.js";
import type { LedEvent } from "./state.js";

interface Bench {
	readonly clock: VirtualClock;
	readonly board: FakeBoard;
	readonly leds: LedDriver;
	readonly events: LedEvent[];
	readonly told: (type: LedEvent["type"]) => readonly LedEvent[];
}

function setUp(options: Partial<LedDriverOptions> = {}): Bench {
	const clock = new VirtualClock();
	const board = new FakeBoard(clock);
	const leds = new LedDriver({
		port: "/dev/ttyUSB0",
		leds: 2,
		clock,
		random: () => 0,
		openLine: board.open,
		...options,
	});
	const events: LedEvent[] = [];
	leds.on((event) => events.push(event));
	return { clock, board, leds, events, told: (type) => events.filter((one) => one.type === type) };
}

/** Has the board ready, and the first frame, which is dark, behind it. */
async function lightUp({ clock, board, leds }: Bench, hello: string): Promise<void> {
	board.hello = hello;
	leds.start();
	await clock.advance(99);
	if (hello.includes("ACK")) board.say("\x06");
	await clock.advance(1);
	board.taken();
}

const level = (value: number): Uint8Array => new Uint8Array(6).fill(value);
const sent = (value: number): string =>
	`send ${Buffer.from(encodeFrame("adalight", level(value))).toString("hex")}`;
const load = { protocol: "adalight", baud: 115_200, leds: 2 } as const;
const black = sent(0);

test("without a hello frames go out after two seconds, byte for byte, at the wire's pace", async () => {
	const { clock, board, leds } = setUp();
	leds.start();
	leds.show(level(1));
	await clock.advance(1999);
	expect(board.deeds).toEqual([[0, "open 115200"]]);
	await clock.advance(1);
	expect(board.deeds.slice(1)).toEqual([[2000, sent(1)]]);
	for (let value = 2; value < 200; value++) {
		leds.show(level(value));
		await clock.advance(1);
	}
	const times = board.times().slice(1);
	expect(times.length).toBeGreaterThan(50);
	for (const [i, atMs] of times.entries())
		expect(atMs).toBeCloseTo(2000 + (i + 1) * paceMs(load), 1);
});

test("of frames that come too fast the newest wins, and the last one is shown", async () => {
	const bench = setUp();
	const { clock, board, leds } = bench;
	await lightUp(bench, "Ada\n");
	for (const value of [1, 2, 3, 4]) leds.show(level(value));
	await clock.advance(10);
	expect(board.taken()).toEqual([sent(1), sent(4)]);
	expect(leds.counts).toEqual({ shown: 3, skipped: 2, acknowledged: 0, unacknowledged: 0 });
});

test("a frame is taken as it was when it was shown last, and repeated each second", async () => {
	const { clock, board, leds } = setUp();
	board.hello = "Ada\n";
	leds.start();
	await clock.advance(100);
	board.taken();
	leds.show(level(7));
	await clock.advance(3500);
	expect(board.taken()).toEqual(new Array(4).fill(sent(7)));
});

test("a board that acknowledges is two frames ahead at most, and none is lost", async () => {
	const bench = setUp();
	const { clock, board, leds, told } = bench;
	await lightUp(bench, "Ada\nACK\n");
	expect(told("ready")).toEqual([{ type: "ready", hello: true, acks: true }]);
	for (const value of [1, 2, 3]) {
		leds.show(level(value));
		await clock.advance(0);
	}
	expect(board.taken()).toEqual([sent(1), sent(2)]);
	board.say("\x06");
	await clock.advance(0);
	expect(board.taken()).toEqual([sent(3)]);
	board.say("\x06\x06");
	leds.show(level(4));
	await clock.advance(0);
	expect(board.taken()).toEqual([sent(4)]);
	expect(leds.counts).toEqual({ shown: 5, skipped: 0, acknowledged: 4, unacknowledged: 0 });
});

test("with one frame in flight it waits for each", async () => {
	const bench = setUp({ inFlight: 1 });
	const { clock, board, leds } = bench;
	await lightUp(bench, "Ada\nACK\n");
	for (const value of [1, 2]) {
		leds.show(level(value));
		await clock.advance(0);
	}
	expect(board.times()).toHaveLength(1);
});

test("an acknowledgement that does not come is not waited for beyond its time", async () => {
	const bench = setUp({ inFlight: 1 });
	const { clock, board, leds } = bench;
	await lightUp(bench, "Ada\nACK\n");
	leds.show(level(1));
	leds.show(level(2));
	await clock.advance(150);
	expect(board.times()[1]).toBeCloseTo(100 + wireMs(load) + 100, 1);
	expect(leds.counts.unacknowledged).toBe(1);
	// The board shows up with a late one, and goes on.
	board.say("\x06");
	leds.show(level(3));
	await clock.advance(0);
	expect(board.taken().at(-1)).toBe(sent(3));
});

test("a port that is not there is tried again in steps, told once per cause", async () => {
	const { clock, board, leds, told } = setUp();
	board.refusal = "there is no port";
	leds.start();
	await clock.advance(60_000);
	expect(board.times("open")).toEqual([0, 1000, 3000, 8000, 18_000, 33_000, 48_000]);
	expect(told("problem")).toEqual([
		{ type: "problem", code: "port-missing", message: "there is no port" },
	]);
	board.refusal = "permission denied";
	await clock.advance(15_000);
	expect(told("problem")).toHaveLength(2);
	board.refusal = null;
	board.hello = "Ada\n";
	leds.show(level(5));
	await clock.advance(15_100);
	expect(leds.link).toBe("online");
	expect(board.deeds.at(-1)?.[1]).toBe(sent(5));
});

test("after the plug was pulled the light comes back by itself", async () => {
	const { clock, board, leds, told } = setUp();
	board.hello = "Ada\n";
	leds.start();
	leds.show(level(9));
	await clock.advance(100);
	board.vanish();
	expect(leds.link).toBe("backoff");
	board.taken();
	await clock.advance(1100);
	expect(board.taken()).toEqual(["open 115200", sent(9)]);
	expect(told("problem")).toMatchObject([
		{ code: "port-lost", message: expect.stringContaining("Input/output error") },
	]);
	expect(told("link").map((event) => "link" in event && event.link)).toEqual([
		"connecting",
		"joining",
		"online",
		"backoff",
		"connecting",
		"joining",
		"online",
	]);
	board.vanish();
	expect(told("problem")).toHaveLength(2);
});

test("waits between attempts are spread", async () => {
	const { clock, board, leds } = setUp({ random: () => 0.5 });
	board.refusal = "no";
	leds.start();
	await clock.advance(5000);
	expect(board.times("open").map(Math.round)).toEqual([0, 1250, 3750]);
});

test("at the end three dark frames have their time, and then the port is closed", async () => {
	const { clock, board, leds } = setUp();
	board.hello = "Ada\n";
	leds.start();
	await clock.advance(100);
	leds.show(level(255));
	board.taken();
	const startedAt = clock.now();
	const ended = leds.close();
	await clock.advance(1000);
	await ended;
	expect(board.deeds.map(([, deed]) => deed)).toEqual([black, black, black, "close"]);
	const [first = 0] = board.times();
	expect(first - startedAt).toBeCloseTo(paceMs(load), 1);
	expect((board.times("close")[0] ?? 0) - first).toBeCloseTo(3 * paceMs(load), 1);
	expect(clock.pending).toBe(0);
	leds.show(level(1));
	leds.start();
	await clock.advance(10_000);
	expect(board.times("open")).toEqual([]);
});

test("a board that acknowledges has shown each dark frame before the end", async () => {
	const bench = setUp();
	const { clock, board, leds } = bench;
	await lightUp(bench, "Ada\nACK\n");
	void leds.close();
	for (let acks = 0; acks < 3; acks++) {
		await clock.advance(0);
		expect(board.taken()).toEqual([black]);
		board.say("\x06");
	}
	await clock.advance(0);
	expect(board.taken()).toEqual(["close"]);
});

test("the end comes also where the port takes nothing any more", async () => {
	const { clock, board, leds } = setUp();
	board.hello = "Ada\n";
	leds.start();
	await clock.advance(100);
	board.isStalled = true;
	leds.show(level(1));
	const ended = leds.close();
	await clock.advance(1000);
	await ended;
	expect(board.deeds.at(-1)?.[1]).toBe("abandon");
});

test("many LEDs at a low rate do not hold up the end for ever", async () => {
	const { clock, leds } = setUp({ leds: 10_000 });
	leds.start();
	await clock.advance(2100);
	leds.show(new Uint8Array(30_000));
	const ended = leds.close();
	await clock.advance(4500);
	await ended;
});

test.each([
	["before the start", 0, false],
	["while nothing is heard", 500, true],
] as const)("a stop %s ends at once", async (_, afterMs, isStarted) => {
	const { clock, leds } = setUp();
	if (isStarted) leds.start();
	await clock.advance(afterMs);
	const ended = leds.close();
	await clock.advance(100);
	await ended;
	expect(leds.link).toBe("offline");
	expect(clock.pending).toBe(0);
});

test("a stop between two attempts ends at once", async () => {
	const { clock, board, leds } = setUp();
	board.refusal = "no";
	leds.start();
	await clock.advance(500);
	await leds.close();
	expect(clock.pending).toBe(0);
});

test("a port that takes nothing is closed after five seconds, and opened again", async () => {
	const bench = setUp();
	const { clock, board, leds, told } = bench;
	await lightUp(bench, "Ada\n");
	board.isStalled = true;
	for (let i = 0; i < 100; i++) {
		leds.show(level(i));
		await clock.advance(10);
	}
	expect(board.times()).toHaveLength(1);
	await clock.advance(4200);
	expect(told("problem")).toMatchObject([{ code: "port-stalled" }]);
	board.flow();
	await clock.advance(1100);
	expect(leds.link).toBe("online");
	expect(board.deeds.at(-1)?.[1]).toBe(sent(99));
});

test("WLED is asked for its rate before the port changes to it", async () => {
	const { clock, board, leds } = setUp({ preset: "wled", baud: 1_000_000 });
	leds.start();
	leds.show(level(3));
	await clock.advance(2050);
	expect(board.deeds).toEqual([
		[0, "open 115200"],
		[2000, "send b6"],
		[2050, "baud 1000000"],
		[2050, sent(3)],
	]);
});

test.each([
	["hyperserial", "send 4177412aa2156879706572686472", "Awa driver 10\r\n"],
	["tpm2", "send c9aa", "\xac"],
] as const)("%s is greeted, and answers", async (preset, greeting, answer) => {
	const { clock, board, leds, told } = setUp({ preset });
	leds.start();
	await clock.advance(10);
	expect(board.taken().slice(1)).toEqual([greeting]);
	board.say(answer);
	await clock.advance(50);
	expect(told("ready")).toEqual([{ type: "ready", hello: true, acks: false }]);
});

test("colours are staged once, on their way out", async () => {
	const { clock, board, leds } = setUp({ colorOrder: "grb", brightness: 0.5 });
	board.hello = "Ada\n";
	leds.start();
	leds.show(Uint8Array.of(200, 100, 0, 0, 0, 255));
	await clock.advance(60);
	expect(board.taken().at(-1)).toBe("send 416461000154326400000080");
});

test("statistics come once a second while frames go out", async () => {
	const bench = setUp();
	const { clock, leds, told } = bench;
	await lightUp(bench, "Ada\n");
	for (let i = 0; i < 20; i++) {
		leds.show(level(i));
		await clock.advance(100);
	}
	expect(told("stats")).toMatchObject([
		{ stats: { shown: 11, fps: 11 } },
		{ stats: { shown: 21, fps: 10 } },
	]);
});

test("a frame of another size is refused", () => {
	const { leds } = setUp();
	expect(() => leds.show(new Uint8Array(5))).toThrow("a frame of 2 LEDs has 6 bytes");
});

test.each<[Partial<LedDriverOptions>, string]>([
	[{ leds: 0 }, "adalight takes 1 to 65536 LEDs, and not 0"],
	[{ preset: "skydimo", leds: 256 }, "skydimo takes 1 to 255 LEDs"],
	[{ baud: 1 }, "baud must be"],
	[{ brightness: 2 }, "brightness must be"],
	[{ ackTimeoutMs: 0 }, "ackTimeoutMs must be above 0"],
])("%j is refused", (options, message) => {
	expect(() => setUp(options)).toThrow(message);
});

test("with the same random choices two runs are the same", async () => {
	const run = async (): Promise<unknown> => {
		const { clock, board, leds, events } = setUp();
		board.hello = "Ada\nACK\n";
		leds.start();
		for (let i = 0; i < 50; i++) {
			leds.show(level(i));
			await clock.advance(37);
			if (i % 3 === 0) board.say("\x06");
			if (i === 25) board.vanish();
		}
		return [board.deeds, events];
	};
	expect(await run()).toEqual(await run());
});

test("a port that is gone is found out even where nothing was shown yet", async () => {
	const bench = setUp();
	const { clock, board } = bench;
	await lightUp(bench, "Ada\n");
	await clock.advance(3000);
	expect(board.taken()).toEqual([black, black, black]);
});
