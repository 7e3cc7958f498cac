import { expect, test } from "vitest";
import type { TranscriptLine } from "../../device-model.js";
import { textOf } from "../span.js";
import { transcriptRows } from "./transcript.js";

function line(who: string, text: string, tone: TranscriptLine["tone"] = "said"): TranscriptLine {
	return { seq: 0, at: 61_000, tone, who, text };
}

test.each<[string, TranscriptLine, readonly string[]]>([
	["a saying", line("Ann", "hi"), ["0:01:01 Ann: hi"]],
	["a note", line("", "Ann is here", "note"), ["0:01:01 Ann is here"]],
	[
		"a long saying",
		line("Ann", "one two three four"),
		["0:01:01 Ann: one two", "        three four"],
	],
	[
		"a long name",
		line("Annabella the third", "hi"),
		["0:01:01 Annabella the", "        third: hi"],
	],
	["wide characters", line("玄", "関関関関関関関"), ["0:01:01 玄: 関関関関", "        関関関"]],
])("%s", (_, said, expected) => {
	expect(transcriptRows([said], 21, 10).map((row) => textOf(row).trimEnd())).toEqual(expected);
});

test("the end is what is seen", () => {
	const lines = [line("a", "1"), line("b", "two words and more"), line("c", "3")];
	expect(transcriptRows(lines, 21, 3).map(textOf)).toEqual([
		"0:01:01 b: two words",
		"        and more",
		"0:01:01 c: 3",
	]);
	expect(transcriptRows(lines, 21, 2).map(textOf)).toEqual(["        and more", "0:01:01 c: 3"]);
});

test("who said it is told apart from what was said, and bad news from both", () => {
	const [row = []] = transcriptRows([line("Ann", "hi")], 40, 3);
	expect(row.find(({ text }) => text === "Ann: ")).toEqual({ text: "Ann: ", bold: true });
	const [bad = []] = transcriptRows([line("", "down", "alarm")], 40, 3);
	expect(bad.at(-1)).toEqual({ text: "down", tone: "bad" });
});

test("before anything was said", () => {
	expect(transcriptRows([], 40, 3).map(textOf)).toEqual(["nothing was said yet"]);
	expect(transcriptRows([line("a", "b")], 40, 0)).toEqual([]);
});
