import { limits } from "./limits.js";
import type { Notice } from "./model.js";

const shownMs = 6000;

/** With one more; what was told already is told once, at its latest. */
export function noticed(notices: readonly Notice[], notice: Notice): readonly Notice[] {
	const others = notices.filter(({ text }) => text !== notice.text);
	return [...others, notice].slice(-limits.notices);
}

/** Without those that are over; the same where none is. */
export function stillShown(notices: readonly Notice[], now: number): readonly Notice[] {
	const left = notices.filter(({ at }) => now - at < shownMs);
	return left.length === notices.length ? notices : left;
}
