import type { PollResult, RoomsClient } from "@gw-sim/client/rooms";
import type { JsonObject, JsonValue } from "@gw-sim/core";

/** Tells whatever a room's server sends and people care about, under the protocol's own types. */
export function receivedMessages(
	client: RoomsClient,
	tell: (type: string, data: JsonValue) => void,
): void {
	client.on("profile", ({ suffix, properties, role }) =>
		// Without the session, which is as good as a password.
		tell("profile", { suffix, properties, role }),
	);
	client.on("config", (text) => tell("config", text));
	client.on("chat", ({ message, user: { suffix, properties } }) =>
		tell("chat", { ...(message === undefined ? {} : { message }), user: { suffix, properties } }),
	);
	client.on("poll", (result) => tell("poll", pollData(result)));
	client.on("ephemeralPoll", (result) => tell("ephemeralPoll", pollData(result)));
	client.on("counter", ({ id, value, raw }) => tell("counter", { id, value, raw }));
	client.on("error", (text) => tell("error", text));
	client.on("relay", ({ type, data = null, user: { suffix, properties } }) =>
		tell("relay", { type, data, user: { suffix, properties } }),
	);
	client.on("message", ({ type, data = null }) => tell(typeof type === "string" ? type : "", data));
}

function pollData({ id, stats }: PollResult): JsonObject {
	return { id, stats: Object.fromEntries(stats) };
}
