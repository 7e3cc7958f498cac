import type { Model, Notice, ServerModel } from "../model.js";
import type { KeyHint, TextInput } from "../overlay.js";
import type { Ring } from "../ring.js";
import { rateText } from "./figures.js";
import { fitRow, spreadRow, widthOfRow } from "./row.js";
import { bold, dim, type Row, type Span, span } from "./span.js";
import { inputRow } from "./text-input.js";

/** The line at the top: the scene, and how its gateway and its devices are, as far as there is room. */
export function headerRow(
	{
		title,
		server,
		processes,
		devices,
		isEnding,
	}: Pick<Model, "title" | "server" | "processes" | "devices" | "isEnding">,
	columns: number,
): Row {
	const online = [...devices.values()].filter(({ link }) => link === "online").length;
	const running = [...processes.values()].filter(({ status }) => status === "running").length;
	const left: Row = [
		{ text: " gw-sim ", bold: true, inverse: true },
		span(`  ${title}`),
		...(isEnding ? [span("   stopping …", { tone: "warn", bold: true })] : []),
		span("   "),
	];
	const counts: Row = [
		count(online, devices.size, "online"),
		dim("   "),
		count(running, processes.size, "running"),
		span(" "),
	];
	const [address, rates] = server === null ? [[], []] : [addressWords(server), rateWords(server)];
	const right = [[...address, ...rates, ...counts], [...rates, ...counts], counts].find(
		(row) => widthOfRow(left) + widthOfRow(row) <= columns,
	);
	return spreadRow(left, right ?? [], columns);
}

function addressWords({ url }: ServerModel): Row {
	return [dim(`${url.replace(/^\w+:\/\//, "")}   `)];
}

function rateWords({ isOwn, inRates, outRates }: ServerModel): Row {
	if (!isOwn) return [];
	const figure = (rates: Ring<number>): Span =>
		span(`${rateText(rates.items.at(-1) ?? 0).padStart(4)}/s   `);
	return [dim("in"), figure(inRates), dim("out"), figure(outRates)];
}

function count(part: number, all: number, word: string): Span {
	const digits = String(all).length;
	const text = `${String(part).padStart(digits)}/${all} ${word}`;
	return part === all ? span(text, { tone: "good" }) : span(text, { tone: "warn" });
}

export interface Editing {
	readonly filter: string;
	readonly input: TextInput;
}

/** The line above the keys: the filter that is being written, else what happened last. */
export function noticeRow(
	editing: Editing | null,
	notices: readonly Notice[],
	columns: number,
): Row {
	if (editing !== null) {
		const prompt: Row = [bold(` filter ${editing.filter} / `)];
		const placeholder = "words that have to be there, !word that must not";
		const input = inputRow({ ...editing.input, placeholder }, columns - widthOfRow(prompt), true);
		return fitRow([...prompt, ...input], columns);
	}
	const notice = notices.at(-1);
	if (notice === undefined) return fitRow([], columns);
	return fitRow([span(" "), mark(notice.tone), span(` ${notice.text}`)], columns);
}

function mark(tone: Notice["tone"]): Span {
	if (tone === "good") return span("✓", { tone });
	return tone === "bad" ? span("✗", { tone }) : span("·", { tone });
}

/** The keys that matter most now, as many as fit. */
export function hintRow(hints: readonly KeyHint[], columns: number): Row {
	let row: Row = [span(" ")];
	for (const { keys, label } of hints) {
		const longer: Row = [...row, span(keys, { tone: "info", bold: true }), dim(` ${label}  `)];
		// The two columns after the last label may fall off.
		if (widthOfRow(longer) - 2 > columns) break;
		row = longer;
	}
	return fitRow(trimmed(row, columns), columns);
}

function trimmed(row: Row, columns: number): Row {
	const last = row.at(-1);
	if (last === undefined || widthOfRow(row) <= columns) return row;
	return [...row.slice(0, -1), { ...last, text: last.text.trimEnd() }];
}
