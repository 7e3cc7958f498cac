import { type Clock, type Frame, safe } from "@gw-sim/core";
import { ConformanceFailure } from "../../conformance.js";
import type { Peer } from "../../peer.js";
import type { Arrival } from "../../raw-gateway.js";
import { check } from "../check.js";

/** How often it is looked whether a lamp has pinged. */
const stepMs = 250;

/** One connection of a lamp, seen from the gateway. */
export class Visit {
	readonly peer: Peer;
	/** As the lamp dialled it. */
	readonly url: string;
	readonly #clock: Clock;
	readonly #secret: string;
	#takesLogs = false;

	constructor({ peer, url }: Arrival, clock: Clock, secret: string) {
		this.peer = peer;
		this.url = url;
		this.#clock = clock;
		this.#secret = secret;
	}

	/** Sends frames as they stand. */
	send(...frames: readonly Frame[]): void {
		for (const frame of frames) this.peer.send(frame);
	}

	/** The next frame has to be the secret, as text. */
	async secret(): Promise<void> {
		const frame = await this.peer.next("the secret");
		check(frame === this.#secret, "client: expected the secret as text, got something else");
	}

	/** Lets the lamp in. */
	async admit(): Promise<this> {
		await this.secret();
		this.send("ok");
		return this;
	}

	/** From now on log lines may come, too. */
	takeLogs(): void {
		this.#takesLogs = true;
	}

	/** The next frame has to be a ping. */
	async ping(): Promise<void> {
		this.#isPing(await this.peer.next("ping"));
	}

	/** Lets time pass in which pings are answered, nothing else comes, and the lamp stays; counts the pings. */
	async keep(ms: number): Promise<number> {
		const until = this.#clock.now() + ms;
		let pings = 0;
		do {
			await this.pass(Math.max(0, Math.min(stepMs, until - this.#clock.now())));
			for (const frame of await this.#come()) {
				if (this.#takesLogs && isLog(frame, this.#secret)) continue;
				this.#isPing(frame);
				this.send("pong");
				pings++;
			}
		} while (this.#clock.now() < until);
		return pings;
	}

	pass(ms: number): Promise<void> {
		return new Promise((resolve) => this.#clock.after(ms, resolve));
	}

	/** How the lamp ended the connection, whatever it said before. */
	async ended(): Promise<number> {
		return (await this.peer.ended()).code;
	}

	/** What has come and was not read yet. */
	async #come(): Promise<readonly Frame[]> {
		const frames: Frame[] = [];
		for (;;) {
			const isSilent = await this.peer.quiet(0).then(
				() => true,
				() => false,
			);
			if (isSilent) return frames;
			frames.push(await this.peer.next("nothing"));
		}
	}

	#isPing(frame: Frame): void {
		if (frame === "ping") return;
		const got = typeof frame === "string" ? JSON.stringify(safe(frame, 200)) : "bytes";
		const shown = frame === this.#secret ? "the secret" : got;
		throw new ConformanceFailure(`client: expected nothing but pings, got ${shown}`);
	}
}

function isLog(frame: Frame, secret: string): boolean {
	return typeof frame === "string" && frame.startsWith("d:") && !frame.includes(secret);
}
