import { createHash } from "node:crypto";
import type { Marked } from "../marked-json.js";
import { type Seat, subscriptionIn } from "./den.js";
import { finite, isObject, type JsonValue, own, printed, textOf } from "./json-value.js";
import { profileOf } from "./shapes.js";
import type { RoomsTerms } from "./terms.js";

const windowMs = 300_000;

/** The key with which somebody becomes an administrator of a room. */
export function keyFor(room: string, ts: string, signingKey: string): string {
	return createHash("sha256")
		.update(room + ts + signingKey)
		.digest("hex");
}

/** False where it is met with silence. */
export function authenticate(
	seat: Seat,
	data: JsonValue | undefined,
	{ signingKey }: RoomsTerms,
	wallTime: number,
): boolean {
	const fields = isObject(data) ? data : {};
	const [ts, key] = [own(fields, "ts"), own(fields, "key")];
	const text = textOf(ts);
	const ms = finite(ts);
	if (text === null || ms === null) return false;
	const isStale = Math.abs(ms - Math.floor(wallTime / 1000) * 1000) > windowMs;
	if (isStale) {
		const error = { type: "error", data: wrongTimestamp(text) };
		// Whether the time counts before there is a key is not said.
		if (typeof key !== "string") return seat.wire.accept(error);
		seat.wire.expect(error);
		return true;
	}
	if (typeof key !== "string") return false;
	if (key.toLowerCase() !== keyFor(seat.den.name, text, signingKey)) return false;
	seat.isAdmin = true;
	seat.wire.expect(profileOf(seat));
	return true;
}

function wrongTimestamp(ts: string): (value: Marked) => boolean {
	const start = `'Wrong timestamp. Received ${ts} but now is `;
	return (value) =>
		typeof value === "string" &&
		value.startsWith(start) &&
		/^\d+ Diff is \S+$/.test(value.slice(start.length));
}

/** False where it is met with silence: from anybody but an administrator, it always is. */
export function administer(
	seat: Seat,
	type: "config" | "broadcast" | "relay" | "deleteRelay",
	data: JsonValue | undefined,
	{ limits }: RoomsTerms,
): boolean {
	if (!seat.isAdmin) return false;
	const { den, relays } = seat;
	switch (type) {
		case "config": {
			const config = textOf(data);
			if (config === null) return false;
			den.config = config;
			den.tell({ type, data: config }, null);
			return true;
		}
		case "broadcast": {
			if (!isObject(data)) return false;
			const [to, kind, body] = [own(data, "to"), own(data, "type"), own(data, "data")];
			const target = to ? subscriptionIn(textOf(to) ?? "") : undefined;
			if (target === null) return false;
			const message = {
				type: kind === undefined ? undefined : printed(kind),
				data: body === undefined ? undefined : printed(body),
			};
			den.tell(message, target ?? null);
			return true;
		}
		case "relay":
			if (typeof data !== "string" || data === "") return false;
			if (data.length > limits.nameLength) return false;
			if (!relays.has(data) && relays.size >= limits.subscriptions) return false;
			relays.add(data);
			return true;
		case "deleteRelay":
			if (typeof data === "string" && data !== "") relays.delete(data);
			else if (data) return false;
			else relays.clear();
			return true;
	}
}
