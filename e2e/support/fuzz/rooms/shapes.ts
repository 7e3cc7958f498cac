import { isMarkedObject, type Marked, numberIn, stringIn } from "../marked-json.js";
import type { Pattern } from "../pattern.js";
import { unitsOf } from "./decimals.js";
import type { Guest, Seat } from "./den.js";

/** What others get to know of somebody: no key that begins with `_`, and no `subscriptions`. */
export function publicUser({ suffix, properties }: Guest): Pattern {
	const open = Object.entries(properties).filter(
		([key]) => !key.startsWith("_") && key !== "subscriptions",
	);
	return { suffix, properties: Object.fromEntries(open) };
}

/** A profile to whom it is about. */
export function profileOf({ guest, isAdmin }: Pick<Seat, "guest" | "isAdmin">): {
	readonly type: string;
	readonly data: Pattern;
} {
	const { id, suffix, properties } = guest;
	const role = isAdmin ? "admin" : "user";
	return {
		type: "profile",
		data: { suffix, properties, id, connectionDetails: isMarkedObject, role },
	};
}

/** A counter with every digit of its sum. */
export function counterFrame(
	id: string | number,
	sum: bigint,
	valueAs: "number" | "string",
): Pattern {
	const value = (given: Marked): boolean => {
		const text = valueAs === "number" ? numberIn(given) : stringIn(given);
		return text !== null && unitsOf(text) === sum;
	};
	return { type: "counter", data: { id, value } };
}
