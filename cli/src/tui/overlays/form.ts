import type { Rgb } from "@gw-sim/protocols/cloud";
import { rgbOfHue } from "../draw/hue.js";
import type { Key } from "../key.js";
import type { ColorField, Field, Form } from "../overlay.js";
import { hueStep, saturationStep } from "./color.js";
import { inputOf, typed } from "./text-input.js";

/** A form after a key; Enter and Esc are not its own. */
export function formTyped(form: Form, key: Key): Form {
	switch (key.name) {
		case "tab":
			return focused(form, form.focus + 1);
		case "shift+tab":
			return focused(form, form.focus - 1);
	}
	const field = form.fields[form.focus];
	if (field === undefined) return form;
	const next = fieldTyped(field, key);
	if (next !== null) return withField(form, form.focus, { ...next, problem: null });
	if (key.name === "down") return focused(form, form.focus + 1);
	return key.name === "up" ? focused(form, form.focus - 1) : form;
}

/** The form with what is wrong, told at the field of that name, or else at the first. */
export function refused(form: Form, name: string, problem: string): Form {
	const at = Math.max(
		0,
		form.fields.findIndex((field) => field.name === name),
	);
	const field = form.fields[at];
	return field === undefined ? form : { ...withField(form, at, { ...field, problem }), focus: at };
}

/** The same form with nothing written in it. */
export function emptied(form: Form): Form {
	const fields = form.fields.map((field) =>
		field.kind === "text" ? { ...field, ...inputOf("") } : field,
	);
	return { ...form, fields, focus: 0 };
}

/** What is written, or chosen, in a field; empty where there is none. */
export function textIn({ fields }: Form, name: string): string {
	const field = fields.find((other) => other.name === name);
	switch (field?.kind) {
		case "text":
			return field.text.trim();
		case "choice":
		case "weather":
			return field.options[field.index]?.value ?? "";
		default:
			return "";
	}
}

export function levelIn({ fields }: Form, name: string): number {
	const field = fields.find((other) => other.name === name);
	return field?.kind === "level" ? field.value : 0;
}

export function colorIn({ fields }: Form, name: string): Rgb {
	const field = fields.find((other) => other.name === name);
	return field?.kind === "color" ? rgbOfHue(field.hue, field.saturation) : [0, 0, 0];
}

function focused(form: Form, focus: number): Form {
	const count = form.fields.length;
	return count === 0 ? form : { ...form, focus: (focus + count) % count };
}

function withField(form: Form, at: number, field: Field): Form {
	return { ...form, fields: form.fields.map((other, i) => (i === at ? field : other)) };
}

function fieldTyped(field: Field, key: Key): Field | null {
	switch (field.kind) {
		case "text": {
			const input = typed(field, key);
			return input === null ? null : { ...field, ...input };
		}
		case "choice":
		case "weather": {
			const by = field.kind === "weather" ? vertical(key) || sideways(key) : sideways(key);
			if (by === 0) return digit(field, key);
			const count = field.options.length;
			return count === 0 ? null : { ...field, index: (field.index + by + count) % count };
		}
		case "level": {
			const by = sideways(key);
			if (by === 0) return null;
			const value = field.value + by * field.step;
			return { ...field, value: Math.min(field.max, Math.max(field.min, value)) };
		}
		case "color":
			return colorTyped(field, key);
	}
}

/** A number chooses at once. */
function digit<Choice extends Extract<Field, { readonly kind: "choice" | "weather" }>>(
	field: Choice,
	key: Key,
): Choice | null {
	const index = field.options.findIndex(({ value }) => value === key.text);
	return index === -1 ? null : { ...field, index };
}

function colorTyped(field: ColorField, key: Key): ColorField | null {
	const across = sideways(key);
	const up = vertical(key);
	if (across !== 0) return { ...field, hue: (field.hue + across * hueStep + 360) % 360 };
	if (up === 0) return null;
	const saturation = field.saturation - up * saturationStep;
	return { ...field, saturation: Math.min(100, Math.max(0, saturation)) };
}

function sideways({ name }: Key): -1 | 0 | 1 {
	if (name === "left" || name === "-") return -1;
	return name === "right" || name === "+" || name === "space" ? 1 : 0;
}

function vertical({ name }: Key): -1 | 0 | 1 {
	if (name === "up") return -1;
	return name === "down" ? 1 : 0;
}
