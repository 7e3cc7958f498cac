import { type Frame, type JsonValue, safe, safeJson } from "@gw-sim/core";
import type { FrameEvent } from "@gw-sim/simulator-engine";
import type { DeviceKind, OrchestraEvent } from "../up/orchestra.js";
import { describeFrame } from "./describe-frame.js";
import { GroupWatch } from "./group-watch.js";
import type { Happening } from "./happening.js";
import { limits } from "./limits.js";

/** More than this is not held until the next drawing. */
const maxHeld = 5000;

export interface IntakeOptions {
	/** Of the scene's devices. */
	readonly kindOf: (name: string) => DeviceKind | null;
	/** The orchestra's clock. */
	readonly now: () => number;
	/** Given what is held when it is too much to wait with. */
	readonly full: (happenings: readonly Happening[]) => void;
}

/**
 * Takes what happens in the scene as fast as it comes, makes it fit for the model, and holds it
 * until the next drawing: the model changes once a drawing, however much happens.
 */
export class Intake {
	readonly #options: IntakeOptions;
	readonly #groups = new Map<string, GroupWatch>();
	#held: Happening[] = [];

	constructor(options: IntakeOptions) {
		this.#options = options;
	}

	take(event: OrchestraEvent): void {
		const at = this.#options.now();
		if (event.type !== "event") this.#hold({ at, ...event });
		else if (event.event.event === "frame") this.#frame(at, event.name, event.event);
		else this.#hold({ at, type: "event", name: event.name, event: event.event });
	}

	/** What was held; from now on it is not. */
	release(): readonly Happening[] {
		const released = this.#held;
		this.#held = [];
		return released;
	}

	#frame(at: number, name: string, event: FrameEvent): void {
		const kind = this.#options.kindOf(name);
		if (kind === null) return;
		const frame = frameOf(event);
		const { text, isForeign } = described(kind, frame, event.dir);
		const isSecret = kind === "cloud" && text === "secret";
		this.#hold({
			at,
			type: "frame",
			name,
			dir: event.dir,
			text,
			raw: isSecret ? "***" : safe(rawOf(event), limits.raw),
			isBinary: typeof frame !== "string",
			isForeign,
		});
		if (kind === "puff" && event.dir === "in") this.#group(at, name, frame);
	}

	#group(at: number, name: string, frame: Frame): void {
		const watch = this.#groups.get(name) ?? new GroupWatch();
		this.#groups.set(name, watch);
		const news = watch.take(frame);
		if (news !== null) this.#hold({ at, type: "group", name, ...news });
	}

	#hold(happening: Happening): void {
		this.#held.push(happening);
		if (this.#held.length >= maxHeld) this.#options.full(this.release());
	}
}

function frameOf(event: FrameEvent): Frame {
	return "binary" in event ? Buffer.from(event.binary, "base64") : textOf(event.data);
}

function rawOf(event: FrameEvent): string {
	return "binary" in event ? event.binary : textOf(event.data);
}

/** A frame of text is told as the text that it is. */
function textOf(data: JsonValue): string {
	return typeof data === "string" ? data : safeJson(data);
}

function described(
	kind: DeviceKind,
	frame: Frame,
	dir: "in" | "out",
): { readonly text: string; readonly isForeign: boolean } {
	try {
		return { text: safe(describeFrame[kind](frame, dir), limits.line), isForeign: false };
	} catch {
		const text = typeof frame === "string" ? safe(frame, limits.line) : `<${frame.length} bytes>`;
		return { text, isForeign: true };
	}
}
