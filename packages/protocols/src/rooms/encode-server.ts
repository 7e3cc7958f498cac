import { safe, UsageError } from "@gw-sim/core";
import type { CounterMessage, PollMessage, Profile, ServerMessage } from "./messages.js";

export interface EncodeOptions {
	/** A JSON number, as the original always sent, or the string of its README; "number" when absent. */
	readonly counterValueAs?: "number" | "string";
}

const jsonNumber = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;

/**
 * The frame of a server's message.
 * @throws UsageError `bad-decimal` for a counter whose value is no JSON number.
 */
export function encodeServerMessage(
	message: ServerMessage,
	{ counterValueAs = "number" }: EncodeOptions = {},
): string {
	const { type } = message;
	switch (type) {
		case "config":
			return JSON.stringify({ type, data: message.value });
		case "profile":
			return JSON.stringify({ type, data: wireProfile(message.profile) });
		case "chat": {
			const { suffix, properties } = message.user;
			return JSON.stringify({
				type,
				data: { message: message.message, user: { suffix, properties } },
			});
		}
		case "poll":
		case "ephemeralPoll":
			return pollText(message);
		case "counter":
			return counterText(message, counterValueAs);
		case "ping":
			return JSON.stringify({ type, data: message.ts });
		case "error":
			return JSON.stringify({ data: message.text, type });
		case "relay": {
			const { type: relayed, data } = message.message;
			const user = wireProfile(message.user);
			return JSON.stringify({ data: { type: relayed, data, user }, type: `relay:${relayed}` });
		}
		case "broadcast":
			return JSON.stringify({ type: message.message.type, data: message.message.data });
	}
}

/** In the original's order, without keys that are not for the wire. */
function wireProfile({ suffix, properties, id, connectionDetails, role }: Profile): Profile {
	return { suffix, properties, id, connectionDetails, role };
}

/** Written as text: an object would put integer-like answers first and lose `__proto__`. */
function pollText({ type, id, stats }: PollMessage): string {
	let members = "";
	for (const [answer, votes] of stats)
		members += `${members === "" ? "" : ","}${JSON.stringify(answer)}:${JSON.stringify(votes)}`;
	return `{"type":"${type}","data":{"id":${JSON.stringify(id)},"stats":{${members}}}}`;
}

function counterText({ id, value }: CounterMessage, valueAs: "number" | "string"): string {
	if (!jsonNumber.test(value))
		throw new UsageError(`not a JSON number: "${safe(value, 40)}"`, { code: "bad-decimal" });
	const written = valueAs === "string" ? `"${value}"` : value;
	return `{"type":"counter","data":{"id":${JSON.stringify(id)},"value":${written}}}`;
}
