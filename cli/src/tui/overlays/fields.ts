import type { ChoiceField, ColorField, LevelField, TextField } from "../overlay.js";
import { inputOf } from "./text-input.js";

export function textField(
	name: string,
	label: string,
	{ text = "", placeholder = "" }: { readonly text?: string; readonly placeholder?: string } = {},
): TextField {
	return { kind: "text", name, label, placeholder, problem: null, ...inputOf(text) };
}

export function choiceField(
	name: string,
	label: string,
	options: ChoiceField["options"],
	chosen = "",
	kind: ChoiceField["kind"] = "choice",
): ChoiceField {
	const index = Math.max(
		0,
		options.findIndex(({ value }) => value === chosen),
	);
	return { kind, name, label, options, index, problem: null };
}

export function levelField(
	name: string,
	label: string,
	level: Pick<LevelField, "value" | "min" | "max" | "step" | "unit">,
): LevelField {
	return { kind: "level", name, label, problem: null, ...level };
}

export function colorField(
	name: string,
	label: string,
	{ hue, saturation }: Pick<ColorField, "hue" | "saturation">,
): ColorField {
	return { kind: "color", name, label, hue, saturation, problem: null };
}
