import { integer, type Random } from "@gw-sim/core";

/** What a session is called until it says otherwise. */
export const unnamed = "Unnamed";

const maxGraphemes = 32;

/** One grapheme may be of any length, and a name goes to everybody in the group. */
const maxLength = 512;

const idLength = 6;
const idCharacters = "0123456789abcdefghijklmnopqrstuvwxyz";

const adjectives =
	"Blue Afghan Bubba Maui Golden White Pineapple Fruity Sour Apple Jack Green Bruce Grease Banana Tropicana Durban Khalifa Lava".split(
		" ",
	);
const nouns =
	"Dream Kush Wowie Goat Widow Express Pebbles Diesel Fritter Herer Crack Banner Monkey Cookies Poison Cake".split(
		" ",
	);

const graphemes = new Intl.Segmenter("en", { granularity: "grapheme" });

/** Whether a group, a user or a type of device may be called so: up to 32 graphemes. */
export function isName(name: string): boolean {
	if (name.length <= maxGraphemes) return true;
	if (name.length > maxLength) return false;
	let count = 0;
	for (const _ of graphemes.segment(name)) {
		count++;
		if (count > maxGraphemes) return false;
	}
	return true;
}

/** A name for a group that was given none, as `Sour Diesel`. */
export function randomGroupName(random: Random): string {
	return `${pick(random, adjectives)} ${pick(random, nouns)}`;
}

/** Six characters of 0-9 and a-z. */
export function randomGroupId(random: Random): string {
	let id = "";
	for (let i = 0; i < idLength; i++) id += pick(random, idCharacters);
	return id;
}

function pick(random: Random, from: readonly string[] | string): string {
	return from[integer(random, 0, from.length - 1)] ?? "";
}
