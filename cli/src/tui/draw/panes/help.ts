import type { HelpSection } from "../../overlay.js";
import { beside } from "../row.js";
import { bold, type Row, span } from "../span.js";
import { fit, widthOf, wrap } from "../width.js";

/** A column is at least so wide, with the gap to the next. */
const leastColumns = 36;
const gap = 2;
const widestKeys = 12;

/** The keys by section, side by side where there is room. */
export function helpRows(sections: readonly HelpSection[], columns: number): readonly Row[] {
	const keys = Math.min(
		widestKeys,
		Math.max(0, ...sections.flatMap(({ hints }) => hints.map((hint) => widthOf(hint.keys)))),
	);
	const count = Math.max(1, Math.floor(columns / leastColumns));
	const width = Math.floor(columns / count);
	return beside(
		balanced(
			sections.map((section) => sectionRows(section, keys, width - gap)),
			count,
		).map((rows) => ({ rows, columns: width })),
	);
}

/** A label that is too long goes on below itself. */
function sectionRows({ title, hints }: HelpSection, keys: number, columns: number): readonly Row[] {
	const rows = hints.flatMap((hint) =>
		wrap(hint.label, columns - keys - gap).map(
			(part, i): Row => [
				span(fit(i === 0 ? hint.keys : "", keys + gap), { tone: "info" }),
				span(part),
			],
		),
	);
	return [[bold(title)], ...rows, []];
}

/** Blocks in their order in so many columns, the longest of which is as short as may be. */
function balanced(blocks: readonly (readonly Row[])[], count: number): readonly (readonly Row[])[] {
	let height = Math.max(0, ...blocks.map((block) => block.length));
	for (;;) {
		const stacks = stacked(blocks, height);
		if (stacks.length <= count) return stacks;
		height++;
	}
}

/** Each block below the one before it, or in the next column where it would be too long. */
function stacked(blocks: readonly (readonly Row[])[], height: number): readonly (readonly Row[])[] {
	const stacks: (readonly Row[])[] = [];
	for (const block of blocks) {
		const last = stacks.at(-1);
		if (last === undefined || last.length + block.length > height) stacks.push(block);
		else stacks[stacks.length - 1] = [...last, ...block];
	}
	return stacks;
}
