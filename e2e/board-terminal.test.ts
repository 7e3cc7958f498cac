import { describe, expect, test } from "vitest";
import { board, traces } from "./support/board-process.js";
import { needs, terminal } from "./support/terminal.js";

/** What a strip of any colour is written with. */
const strip = /[█▌]{20,}/;

const tmux = needs("tmux");
describe.skipIf(tmux.skip)(`boards in a terminal${tmux.title}`, () => {
	test("a board is drawn below its port, and q gives the terminal back", async () => {
		const { shows, keys } = await terminal(100, 24, "board --leds 30");
		const screen = await shows(/\n█{90}\n#000000 {2}frames 1 .* lag \d+ ms$/m);
		const path = / on (\/\S+)/.exec(screen)?.[1] ?? "";
		expect(screen).toContain(`gw-sim cloud --led-port ${path} --leds 30 --baud 115200`);
		expect(traces(path).length).toBeGreaterThan(1);
		await keys("q");
		const after = await shows(/ \d+ ms left out\nexit=/);
		expect(after).not.toMatch(strip);
		await shows(/exit=0 icanon echo/);
		expect(traces(path)).toEqual([]);
	}, 60_000);

	test("Ctrl-C ends it just so", async () => {
		const { shows, keys } = await terminal(80, 24, "board");
		await shows(/bad pulses 0/);
		await keys("C-c");
		expect(await shows(/ms left out\nexit=/)).not.toMatch(strip);
		await shows(/exit=0 icanon echo/);
	}, 60_000);

	test("a lamp draws what its emulated board shows", async () => {
		const { shows, keys } = await terminal(80, 24, "cloud --led-port virtual --leds 20");
		await shows(/leds\s+virtual, adalight at 115200 baud/);
		await shows(/\n█{60}\nonline {2}off {2}#000000/);
		await keys("c");
		await shows(
			/\n█{60}\nonline {2}color (\d+),(\d+),(\d+)( pulse \d+)? {2}#(?!000000)[0-9a-f]{6}/,
		);
		await keys("C-c");
		expect(await shows(/leds\s+offline\nexit=/)).not.toMatch(strip);
	}, 60_000);

	test("a lamp on the port of a board lights it", async () => {
		const { path, shows } = await board(["--leds", "20"]);
		const lamp = await terminal(80, 24, `cloud --led-port ${path} --leds 20`);
		await lamp.shows(/leds\s+online/);
		await lamp.keys("c");
		await shows("ffffff".repeat(20));
		await lamp.keys("q");
		await lamp.shows(/leds\s+offline\nexit=/);
	}, 60_000);
});
