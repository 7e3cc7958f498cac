import { type ExactJson, type Frame, isExactJsonObject } from "@gw-sim/core";
import { ConformanceFailure } from "../../conformance.js";
import { including, type Pattern } from "../../pattern.js";
import type { Peer } from "../../peer.js";

/** One client in a room, which had its config and its profile. */
export class Guest {
	/** Its session. */
	readonly id: string;
	readonly suffix: number;
	readonly #peer: Peer;
	#hasLeft = false;

	/** @param profile The frame that greeted it. */
	constructor(peer: Peer, profile: ExactJson) {
		this.#peer = peer;
		const data = isExactJsonObject(profile) ? profile.data : undefined;
		const { id, suffix } = isExactJsonObject(data) ? data : {};
		if (typeof id !== "string" || typeof suffix !== "number")
			throw new ConformanceFailure(`${peer.name}: a profile needs a text id and a number suffix`);
		this.id = id;
		this.suffix = suffix;
	}

	get isHere(): boolean {
		return !this.#hasLeft && this.#peer.end === null;
	}

	/** Sends a message; without `data` where that is undefined. */
	say(type: string, data?: unknown): void {
		this.#peer.sendJson({ type, data });
	}

	/** Sends a frame as it stands. */
	raw(frame: Frame): void {
		this.#peer.send(frame);
	}

	/** The next frames have to be like these. */
	async expect(...patterns: readonly Pattern[]): Promise<void> {
		for (const pattern of patterns) await this.#peer.expect(pattern);
	}

	/** The next frame has to be like this; gives it. */
	read(pattern: Pattern): Promise<ExactJson> {
		return this.#peer.expect(pattern);
	}

	/** Drops frames until one is like this. */
	async skipTo(pattern: Pattern): Promise<void> {
		await this.#peer.skipTo(pattern);
	}

	/** The next frame as it came; it has to be text. */
	async readText(what: string): Promise<string> {
		const frame = await this.#peer.next(what);
		if (typeof frame === "string") return frame;
		throw new ConformanceFailure(`${this.#peer.name}: expected ${what}, got bytes`);
	}

	/**
	 * Waits until the gateway has dealt with all that this client has sent. Its answer to a request
	 * for the profile has to be the next frame: nothing else may have come before it.
	 */
	async settle(): Promise<void> {
		this.say("profile");
		await this.#peer.expect({ type: "profile", data: including({ id: this.id }) });
	}

	/** As `settle`, after a few messages. */
	async saySettled(
		...messages: readonly (readonly [type: string, data?: unknown])[]
	): Promise<void> {
		for (const [type, data] of messages) this.say(type, data);
		await this.settle();
	}

	/** Logs in and takes the answer. */
	async login(properties: { readonly [key: string]: Pattern }): Promise<void> {
		this.say("login", properties);
		const data = including({ id: this.id, suffix: this.suffix, properties });
		await this.#peer.expect({ type: "profile", data });
	}

	/** Nothing may come for a while. */
	quiet(ms?: number): Promise<void> {
		return this.#peer.quiet(ms);
	}

	/** Leaves by the closing handshake, and waits for its end. */
	async leave(): Promise<void> {
		this.#hasLeft = true;
		this.#peer.close();
		await this.#peer.ended();
	}

	/** Leaves as a lost network would. */
	cut(): void {
		this.#hasLeft = true;
		this.#peer.cut();
	}

	/** The gateway has to close with one of these codes, and say nothing more before. */
	async closed(...codes: readonly number[]): Promise<void> {
		await this.#peer.closed(...codes);
	}
}
