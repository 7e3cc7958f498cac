import { expect, test } from "vitest";
import { ScreenWriter } from "./screen-writer.js";

const esc = "\u001b";

function setUp() {
	const written: string[] = [];
	const drained: (() => void)[] = [];
	const output = {
		isSlow: false,
		write(text: string) {
			written.push(text.replaceAll(esc, "^"));
			return !output.isSlow;
		},
		once: (_: "drain", listener: () => void) => drained.push(listener),
	};
	const writer = new ScreenWriter(output);
	const take = (): readonly string[] => written.splice(0);
	return { writer, output, take, drained };
}

test("the terminal is taken once, and given back once", () => {
	const { writer, take } = setUp();
	writer.close();
	writer.open();
	writer.open();
	expect(take()).toEqual(["^[?1049h^[?25l^[?7l"]);
	writer.close();
	writer.close();
	expect(take()).toEqual(["^[?7h^[?25h^[?1049l"]);
});

test("the first frame clears the screen; of the next those rows are written that differ", () => {
	const { writer, take } = setUp();
	writer.open();
	take();
	writer.draw(["one", "two"]);
	expect(take()).toEqual(["^[?2026h^[0m^[2J^[1;1H^[0m^[2Kone^[2;1H^[0m^[2Ktwo^[?2026l"]);
	writer.draw(["one", "three"]);
	expect(take()).toEqual(["^[?2026h^[2;1H^[0m^[2Kthree^[?2026l"]);
	writer.draw(["one", "three"]);
	expect(take()).toEqual([]);
	writer.draw(["one"]);
	expect(take()).toEqual(["^[?2026h^[2;1H^[0m^[2K^[?2026l"]);
});

test("after something else was on the screen, all of it is written", () => {
	const { writer, take } = setUp();
	writer.open();
	writer.draw(["one"]);
	take();
	writer.invalidate();
	writer.draw(["one"]);
	expect(take()).toEqual(["^[?2026h^[0m^[2J^[1;1H^[0m^[2Kone^[?2026l"]);
});

test("a terminal that is slow gets the latest frame alone when it has caught up", () => {
	const { writer, output, take, drained } = setUp();
	writer.open();
	output.isSlow = true;
	writer.draw(["one"]);
	take();
	writer.draw(["two"]);
	writer.draw(["three"]);
	expect(take()).toEqual([]);
	output.isSlow = false;
	for (const drain of drained.splice(0)) drain();
	expect(take()).toEqual(["^[?2026h^[1;1H^[0m^[2Kthree^[?2026l"]);
});

test("nothing is written where the terminal is not ours", () => {
	const { writer, output, take, drained } = setUp();
	writer.draw(["one"]);
	expect(take()).toEqual([]);
	writer.open();
	output.isSlow = true;
	writer.draw(["one"]);
	writer.draw(["two"]);
	writer.close();
	take();
	for (const drain of drained) drain();
	expect(take()).toEqual([]);
});
