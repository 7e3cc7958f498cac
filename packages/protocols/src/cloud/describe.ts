import { safe } from "@gw-sim/core";
import type {
	ClientMessage,
	Packet,
	ReceivedClientMessage,
	ReceivedMessage,
	ServerMessage,
	Show,
	WeatherCode,
} from "./messages.js";

const weatherNames: Readonly<Record<WeatherCode, string>> = {
	1: "sunrise",
	2: "sunset",
	3: "clear",
	4: "cloudy",
	5: "rain",
	6: "storm",
	7: "snow",
	8: "mist",
	9: "windy",
};

/**
 * One line about a message, for logs, recordings and terminals; harmless whatever the peer sent,
 * and without the secret, or what may be it.
 */
export function describeMessage(
	message: ClientMessage | ReceivedClientMessage | ServerMessage | ReceivedMessage,
): string {
	switch (message.type) {
		case "ok":
		case "ping":
		case "pong":
		case "secret":
			return message.type;
		case "show":
			return describeShow(message.show);
		case "command":
			return message.command;
		case "packets":
			return safe(message.packets.map(describePacket).join(", "));
		case "empty":
			return "empty frame";
		case "text":
			return `text ${safe(message.text)}`;
		case "binary":
			return `<${message.length} bytes>`;
		case "log":
			return `log ${safe(message.line)}`;
		case "other":
			return "something else, not shown: it may be the secret";
	}
}

/** What a lamp shows, in words. */
export function describeShow(show: Show): string {
	switch (show.mode) {
		case "off":
			return "off";
		case "weather":
			return `${weatherNames[show.weather]} ${show.intensity}`;
		case "color":
			return colorText(show.color.join(","), show.pulse);
	}
}

function describePacket(packet: Packet): string {
	switch (packet.kind) {
		case "off":
			return "off";
		case "weather": {
			const name = packet.weather === null ? "weather as before" : weatherNames[packet.weather];
			return packet.intensity === null ? name : `${name} ${packet.intensity}`;
		}
		case "color":
			return colorText(packet.color?.join(",") ?? "as before", packet.pulse ?? 0);
		case "command":
			return packet.command;
		case "unknown":
			return `unknown ${packet.text}`;
		case "rejected":
			return `${packet.text} (${packet.reason})`;
	}
}

function colorText(color: string, pulse: number): string {
	return pulse === 0 ? `color ${color}` : `color ${color} pulse ${pulse}`;
}
