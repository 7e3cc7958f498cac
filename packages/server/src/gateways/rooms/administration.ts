import { createHash } from "node:crypto";
import {
	type Authenticate,
	authMessage,
	type DeleteRelay,
	isTimestampFresh,
	type Relay,
	type SendBroadcast,
	type SetConfig,
	wrongKeyError,
	wrongTimestampError,
} from "@gw-sim/protocols/rooms";
import { secretEquals } from "../../secret.js";
import type { RoomsSession } from "./session.js";
import type { SessionTerms } from "./session-terms.js";

/** Makes a socket an administrator's where its key is right; true then. */
export function authenticate(
	{ ts, tsMs, key }: Authenticate,
	session: RoomsSession,
	{ config, clock }: SessionTerms,
): boolean {
	const now = clock.wallTime();
	if (!isTimestampFresh(tsMs, now)) {
		session.send({ type: "error", text: wrongTimestampError(ts, now) });
		return false;
	}
	const { signingKey } = config;
	if (signingKey === null || !isKey(key, authMessage(session.room.name, ts, signingKey))) {
		session.refuse(wrongKeyError);
		return false;
	}
	session.role = "admin";
	return true;
}

/** What administrators alone may do; from anybody else it is as if it had not been said. */
export function administer(
	message: SetConfig | SendBroadcast | Relay | DeleteRelay,
	session: RoomsSession,
	{ limits }: SessionTerms,
): void | Promise<void> {
	const { room, role } = session;
	if (role !== "admin") return session.refuse(`Only an administrator may send ${message.type}.`);
	switch (message.type) {
		case "config":
			return room.setConfig(message.value);
		case "broadcast":
			return room.broadcast(message);
		case "relay":
			if (session.isTooLong(message.name)) return;
			if (room.audience.relaying(message.name)?.has(session)) return;
			if (room.audience.relaysOf(session) >= limits.subscriptions)
				return session.refuse(`Too many relays: at most ${limits.subscriptions}.`);
			return room.audience.relay(message.name, session);
		case "deleteRelay":
			return room.audience.stopRelaying(session, message.name);
	}
}

function isKey(given: string, signed: string): boolean {
	return secretEquals(given.toLowerCase(), createHash("sha256").update(signed).digest("hex"));
}
