import type { Marked } from "../marked-json.js";

const adjectives =
	"Blue|Afghan|Bubba|Maui|Golden|White|Pineapple|Fruity|Sour|Apple|Jack|Green|Bruce|Grease|Banana|Tropicana|Durban|Khalifa|Lava";
const nouns =
	"Dream|Kush|Wowie|Goat|Widow|Express|Pebbles|Diesel|Fritter|Herer|Crack|Banner|Monkey|Cookies|Poison|Cake";
const generated = new RegExp(`^'(?:${adjectives}) (?:${nouns})$`);

const segments = new Intl.Segmenter("en", { granularity: "grapheme" });

/** Whether a group, somebody or a kind of device may be called so. */
export function isName(text: string): boolean {
	return text.length <= 512 && [...segments.segment(text)].length <= 32;
}

export function isBlank(text: string): boolean {
	return /^\s*$/u.test(text);
}

/** A name that the gateway made up. */
export function isGenerated(value: Marked): boolean {
	return generated.test(String(value));
}
