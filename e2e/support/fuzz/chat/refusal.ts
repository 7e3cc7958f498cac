import { isMarkedObject, member } from "../marked-json.js";
import type { Pattern } from "../pattern.js";
import type { Wire } from "../wire.js";

/** An error code, and the code with which the connection is closed for it, if it is. */
export interface Refusal {
	readonly code: number;
	readonly closeCode: number | null;
}

export function no(code: number, closeCode: number | null = null): Refusal {
	return { code, closeCode };
}

/** Function code 150. */
export function error(code: number, isFatal: boolean): Pattern {
	return { f: 150, cnf: { c: code, d: isFatal } };
}

/** Whether the next frame calls the last one malformed: asked where the rules leave a choice. */
export function isRefused(wire: Wire): boolean {
	const next = wire.peek();
	if (!isMarkedObject(next) || member(next, "f") !== "#150") return false;
	const cnf = member(next, "cnf");
	return isMarkedObject(cnf) && ["#4004", "#0"].includes(String(member(cnf, "c")));
}
