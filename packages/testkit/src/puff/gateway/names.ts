/** The longest that a name may be, in characters as people count them. */
const maxCharacters = 32;

const family = "\u{1f468}\u200d\u{1f469}\u200d\u{1f467}\u200d\u{1f466}";
const accented = "e\u0301";
const flag = "\u{1f1eb}\u{1f1f7}";

/** Names of exactly 32 characters, most of them of more bytes and code points. */
export const longestNames: readonly string[] = [
	"x",
	"\u00e9",
	accented,
	"\u{1f525}",
	flag,
	family,
].map((character) => character.repeat(maxCharacters));

/** Names of one character more. */
export const tooLongNames: readonly string[] = longestNames.map((name) => `${name}y`);
