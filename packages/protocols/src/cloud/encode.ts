import type { ClientMessage, Command, ServerMessage, Show } from "./messages.js";

export const okText = "ok";
export const pingText = "ping";
export const pongText = "pong";
/** What a log line begins with. */
export const logPrefix = "d:";

const commandPackets: Readonly<Record<Command, string>> = {
	reset: "[cc:r:?:?]",
	update: "[cc:u:?:?]",
	"debug-on": "[cc:d:1:?]",
	"debug-off": "[cc:d:0:?]",
};

/** The text frame of a server's message; equal messages give equal text. */
export function encodeServerMessage(message: ServerMessage): string {
	switch (message.type) {
		case "ok":
			return okText;
		case "pong":
			return pongText;
		case "show":
			return showPacket(message.show);
		case "command":
			return commandPackets[message.command];
	}
}

/** The text frame of a lamp's message. */
export function encodeClientMessage(message: ClientMessage): string {
	switch (message.type) {
		case "secret":
			return message.secret;
		case "ping":
			return pingText;
		case "log":
			return logPrefix + message.line;
	}
}

function showPacket(show: Show): string {
	switch (show.mode) {
		case "off":
			return "[cc:0:?:?]";
		case "weather":
			return `[cc:1:${show.weather}:${numberText(show.intensity)}]`;
		case "color":
			return `[cc:2:${show.color.join(",")}:${numberText(show.pulse)}]`;
	}
}

/**
 * A whole number without a point, as in the founding document, any other with up to six decimals
 * (`4.17`), and never an exponent, which small firmware may not read.
 */
function numberText(value: number): string {
	return String(Number(value.toFixed(6)));
}
