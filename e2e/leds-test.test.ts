import { encodeFrame } from "@gw-sim/leds";
import { describe, expect, onTestFinished, test } from "vitest";
import { hasPty, RawPty } from "../hardware/leds/src/testing/raw-pty.js";
import { gwSim } from "./support/process.js";

const leds = 4;
const headerLength = 6;

async function plugged(): Promise<RawPty> {
	const pty = new RawPty();
	onTestFinished(() => pty[Symbol.asyncDispose]());
	await pty.plugIn();
	return pty;
}

const black = Buffer.from(encodeFrame("adalight", new Uint8Array(3 * leds)));

/** Frames without those that are the same as the one before, each as hexadecimal colours. */
function changesIn(received: Buffer): readonly string[] {
	const frames: string[] = [];
	for (let at = 0; at < received.length; at += black.length) {
		const colors = received.subarray(at + headerLength, at + black.length).toString("hex");
		if (frames.at(-1) !== colors) frames.push(colors);
	}
	return frames;
}

const args = ["leds", "test", "--leds", `${leds}`, "--led-port"];

describe.skipIf(!hasPty)("gw-sim leds test", () => {
	test("plays its pattern, says what is seen, and goes dark", async () => {
		const pty = await plugged();
		const run = gwSim([...args, pty.path, "--json"]);
		expect((await run.exit()).code).toBe(0);
		await pty.until((received) => received.subarray(-black.length).equals(black));
		const [red, green, blue, white, dark] = ["400000", "004000", "000040", "404040", "000000"];
		expect(changesIn(pty.received)).toEqual([
			dark.repeat(leds),
			red.repeat(leds),
			green.repeat(leds),
			blue.repeat(leds),
			white + dark.repeat(3),
			dark + white + dark.repeat(2),
			dark.repeat(2) + white + dark,
			dark.repeat(3) + white,
			green + dark.repeat(2) + red,
			dark.repeat(leds),
		]);
		const events = run.lines.map((line) => JSON.parse(line) as Record<string, unknown>);
		expect(events.map(({ event, name }) => name ?? event)).toEqual([
			...["leds", "red", "green", "blue", "chase", "ends", "report"],
		]);
		expect(events.at(-1)).toMatchObject({ shown: expect.any(Number), acknowledged: 0 });
		expect(run.stderr).toBe("");
	}, 30_000);

	test("for people it is a line a step", async () => {
		const pty = await plugged();
		const run = gwSim([...args, pty.path]);
		await run.line((line) => (/^red {6}you see all LEDs red$/.test(line) ? line : undefined));
		expect(run.lines[0]).toMatch(/adalight at 115200 baud, up to \d+ frames a second; the board/);
		run.child.kill("SIGINT");
		expect((await run.exit()).code).toBe(0);
		await pty.until((received) =>
			received.subarray(-3 * black.length).equals(Buffer.concat([black, black, black])),
		);
	});

	test("a port that vanishes ends it with 1", async () => {
		const pty = await plugged();
		const run = gwSim([...args, pty.path, "--json"]);
		await run.event({ event: "step", name: "red" });
		await pty.pull();
		expect((await run.exit()).code).toBe(1);
		expect(run.stderr).toMatch(/^gw-sim: the port is gone \([^\n]*\n$/);
	});

	test("Ctrl-C before the board was heard ends it", async () => {
		const pty = await plugged();
		const run = gwSim([...args, pty.path, "--preset", "tpm2"]);
		await pty.until(({ length }) => length > 0);
		run.child.kill("SIGINT");
		expect((await run.exit()).code).toBe(130);
		expect(run.lines).toEqual([]);
	});
});

test.each([
	[["leds"], /say what to do, as in gw-sim leds test --led-port PATH/],
	[["leds", "burn"], /unknown command|too many arguments/],
	[["leds", "test"], /--led-port <path>' not specified/],
	[[...args, "/dev/ttyUSB99"], /there is no port \/dev\/ttyUSB99: is it plugged in\?/],
	[[...args, "/dev/zero"], /\/dev\/zero is not a serial port in \/dev/],
])("gw-sim %j: one line, exit code 2", async (given, line) => {
	const run = gwSim(given);
	expect((await run.exit()).code).toBe(2);
	expect(run.stderr).toMatch(line);
	expect(run.stderr.trimEnd().split("\n")).toHaveLength(1);
	expect(run.lines).toEqual([]);
});
