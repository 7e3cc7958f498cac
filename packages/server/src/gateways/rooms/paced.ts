import type { Clock } from "@gw-sim/core";
import type { Connection } from "../../connection.js";

/** How often a client is looked at that has yet to read. */
const lookMs = 20;

/** After which a client that does not read is sent the rest all the same, and so is cut. */
const patienceMs = 10_000;

export interface Pace {
	readonly clock: Clock;
	/** Unsent bytes from which on the client has to read first. */
	readonly maxUnread: number;
	/** Whether there is nobody to send to any more. */
	readonly isOver: () => boolean;
}

/**
 * Sends many frames as fast as the client reads them: all at once they may be more than a client is
 * allowed to leave unread. Frames are asked for one by one, so each tells how things are by then.
 */
export function sendPaced(
	connection: Pick<Connection, "send" | "bufferedBytes">,
	frames: Iterator<string>,
	pace: Pace,
): void | Promise<void> {
	for (let next = frames.next(); !next.done; next = frames.next()) {
		connection.send(next.value);
		if (connection.bufferedBytes > pace.maxUnread)
			return untilRead(connection, pace).then(() => sendPaced(connection, frames, pace));
	}
}

function untilRead(connection: Pick<Connection, "bufferedBytes">, pace: Pace): Promise<void> {
	const { clock, maxUnread, isOver } = pace;
	const giveUpAt = clock.now() + patienceMs;
	return new Promise((resolve) => {
		const look = (): void => {
			// What never settles is never gone on with.
			if (isOver()) return;
			if (connection.bufferedBytes <= maxUnread || clock.now() >= giveUpAt) resolve();
			else clock.after(lookMs, look);
		};
		clock.after(0, look);
	});
}
