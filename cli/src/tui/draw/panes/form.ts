import type { Colors } from "../../../cloud/strip-line.js";
import type { ChoiceField, ColorField, Field, Form, LevelField } from "../../overlay.js";
import { pickerRows } from "../color-picker.js";
import { gauge } from "../gauge.js";
import { compactRows } from "../row.js";
import { around } from "../scroll.js";
import { bold, dim, type Row, type Span, span } from "../span.js";
import { inputRow } from "../text-input.js";
import { weatherSign } from "../weather.js";
import { fit } from "../width.js";

const labelColumns = 12;
const levelColumns = 6;
const focusMark = "▸ ";

/** A form, a field below the other; the one that takes the keys is marked, and always seen. */
export function formRows(
	form: Form,
	columns: number,
	height: number,
	colors: Colors,
): readonly Row[] {
	const rows = compactRows(allRows(form, columns, colors), height);
	const focus = rows.findIndex(([first]) => first?.text === focusMark);
	return around(rows, focus, height);
}

function allRows(form: Form, columns: number, colors: Colors): readonly Row[] {
	return form.fields.flatMap((field, i) => [
		...(i === 0 ? [] : [[]]),
		...fieldRows(field, i === form.focus, columns, colors),
	]);
}

function fieldRows(
	field: Field,
	isFocused: boolean,
	columns: number,
	colors: Colors,
): readonly Row[] {
	const [first = [], ...others] = valueRows(field, isFocused, columns - labelColumns - 2, colors);
	const mark = bold(isFocused ? focusMark : "  ");
	const label = fit(field.label, labelColumns);
	const indent = span(" ".repeat(labelColumns + 2));
	const problem: readonly Row[] =
		field.problem === null ? [] : [[indent, span(`✗ ${field.problem}`, { tone: "bad" })]];
	return [
		[mark, isFocused ? bold(label) : span(label), ...first],
		...others.map((row) => [indent, ...row]),
		...problem,
	];
}

function valueRows(
	field: Field,
	isFocused: boolean,
	columns: number,
	colors: Colors,
): readonly Row[] {
	switch (field.kind) {
		case "text":
			return [inputRow(field, columns, isFocused)];
		case "choice":
			return choiceRows(field, isFocused, () => []);
		case "weather":
			return choiceRows(field, isFocused, (value) => [weatherSign(value), span(" ")]);
		case "level":
			return [levelRow(field, isFocused)];
		case "color":
			return colorRows(field, isFocused, columns, colors);
	}
}

/** All choices while one is being made, the chosen one afterwards. */
function choiceRows(
	{ options, index }: ChoiceField,
	isFocused: boolean,
	sign: (value: string) => Row,
): readonly Row[] {
	return options
		.map(
			({ value, label }, i): Row => [
				chosenMark(i === index),
				...sign(value),
				i === index ? bold(label) : span(label),
			],
		)
		.filter((_, i) => isFocused || i === index);
}

function chosenMark(isChosen: boolean): Span {
	return isChosen ? span("◉ ", { tone: "info" }) : dim("○ ");
}

function levelRow({ value, min, max, unit }: LevelField, isFocused: boolean): Row {
	const share = max === min ? 1 : (value - min) / (max - min);
	return [
		span(isFocused ? "‹ " : "  "),
		...gauge(share, 20, { tone: "info" }),
		span(isFocused ? " ›" : "  "),
		bold(String(value).padStart(levelColumns)),
		dim(`${unit === "" ? "" : ` ${unit}`} of ${max}`),
	];
}

function colorRows(
	field: ColorField,
	isFocused: boolean,
	columns: number,
	colors: Colors,
): readonly Row[] {
	const rows = pickerRows(field, columns, colors);
	return isFocused ? rows : rows.slice(-2);
}
