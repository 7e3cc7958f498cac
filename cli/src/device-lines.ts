import { type JsonObject, type JsonValue, safe, safeJson } from "@gw-sim/core";
import type { DeviceEvent, FrameEvent } from "@gw-sim/simulator-engine";
import type { DescribeFrame } from "./describe-frame.js";
import { paint } from "./paint.js";

export interface DeviceLinesOptions {
	/** What a gateway is called in the first column of its messages. */
	readonly gateway: string;
	/** Values of a state that are good news, and bad news. */
	readonly good: ReadonlySet<JsonValue>;
	readonly bad: ReadonlySet<JsonValue>;
	readonly describeFrame: DescribeFrame;
	/** A message of the gateway as a line; null where it is not worth one. Its type and data otherwise. */
	describeMessage?(type: string, data: JsonValue): string | null;
}

/** Turns what every device tells into lines for people: of a state, only what is new. */
export class DeviceLines {
	readonly #options: DeviceLinesOptions;
	#shown: JsonObject = {};

	constructor(options: DeviceLinesOptions) {
		this.#options = options;
	}

	/** An event as a line; null where it is not worth one. */
	line(event: DeviceEvent): string | null {
		switch (event.event) {
			case "state":
				return this.#news(event.state);
			case "message": {
				const { gateway, describeMessage } = this.#options;
				if (!("data" in event)) return `${gateway.padEnd(8)} ${safe(event.type)} <bytes>`;
				return describeMessage === undefined
					? `${gateway.padEnd(8)} ${safe(event.type)} ${clip(safeJson(event.data))}`
					: describeMessage(event.type, event.data);
			}
			case "error":
				return paint("red", `error    ${safe(event.message, 400)}`);
			case "frame":
				return paint("dim", `${event.dir.padEnd(3)}      ${this.#frame(event)}`);
		}
	}

	/** A value as a word, green or red where it is good or bad news. */
	word(value: JsonValue): string {
		const { good, bad } = this.#options;
		const text = typeof value === "string" ? safe(value) : safeJson(value);
		if (good.has(value)) return paint("green", text);
		return bad.has(value) ? paint("red", text) : paint("bold", text);
	}

	#news(state: JsonObject): string | null {
		const news = Object.entries(state).filter(
			([key, value]) => (this.#shown[key] ?? null) !== value,
		);
		this.#shown = state;
		if (news.length === 0) return null;
		return news
			.map(([key, value], index) => {
				const label = index === 0 ? key.padEnd(8) : key;
				return `${label} ${value === null ? "none" : this.word(value)}`;
			})
			.join("  ");
	}

	#frame(event: FrameEvent): string {
		const frame = "binary" in event ? Buffer.from(event.binary, "base64") : String(event.data);
		try {
			return this.#options.describeFrame(frame, event.dir);
		} catch {
			return "binary" in event ? `<${frame.length} bytes>` : clip(safe(String(event.data)));
		}
	}
}

/** Cut to what is left of a terminal's line behind time and topic. */
export function clip(text: string): string {
	const room = Math.max(20, (process.stdout.columns ?? 200) - 32);
	return text.length > room ? `${text.slice(0, room - 1)}…` : text;
}
