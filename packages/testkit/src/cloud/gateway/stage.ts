import type { Frame } from "@gw-sim/core";
import { Peer } from "../../peer.js";
import { check } from "../check.js";
import type { Shown } from "../shown.js";
import { readDisplay, setDisplay } from "./display.js";
import { Lamp } from "./lamp.js";
import { type CloudTarget, type Terms, termsOf } from "./target.js";
import { Wire } from "./wire.js";

interface OpenOptions {
	/** Another address on the same port. */
	readonly url?: string;
	/** How long anything expected may take. */
	readonly waitMs?: number;
}

/** The lamps of one case, and what it makes all lamps show. */
export class Stage {
	readonly target: CloudTarget;
	readonly terms: Terms;
	readonly #peers: Peer[] = [];
	readonly #wires: Wire[] = [];
	/** What was shown before the case changed it; null while it has not. */
	#before: Shown | null = null;

	constructor(target: CloudTarget) {
		this.target = target;
		this.terms = termsOf(target);
	}

	/** A connection on which nothing was said yet. */
	async open(options: OpenOptions = {}): Promise<Peer> {
		const { dial, clock } = this.target;
		const { quietMs } = this.terms;
		const { url = this.target.url, waitMs = this.terms.waitMs } = options;
		const name = `lamp ${this.#peers.length + 1}`;
		const peer = await Peer.open(dial, url, { clock, waitMs, quietMs, name });
		this.#peers.push(peer);
		return peer;
	}

	/** A lamp that was let in. */
	async enter(options?: OpenOptions): Promise<Lamp> {
		const peer = await this.open(options);
		peer.send(this.target.secret);
		return this.letIn(peer);
	}

	/** Several lamps, one after the other. */
	enterAll(count: 2): Promise<readonly [Lamp, Lamp]>;
	enterAll(count: number): Promise<readonly Lamp[]>;
	async enterAll(count: number): Promise<readonly Lamp[]> {
		const lamps: Lamp[] = [];
		while (lamps.length < count) lamps.push(await this.enter());
		return lamps;
	}

	/** Takes `ok` and the packet that follows. */
	async letIn(peer: Peer): Promise<Lamp> {
		const ok = await peer.next("ok");
		check(ok === "ok", `${peer.name}: expected the text ok, got ${JSON.stringify(ok)}`);
		const packet = await peer.next("a packet after ok");
		return new Lamp(peer, this.target.clock, this.terms, packet);
	}

	/** What a connection says first has to be refused, without a word. */
	async refuses(...frames: readonly Frame[]): Promise<void> {
		const peer = await this.open();
		for (const frame of frames) peer.send(frame);
		await this.refused(peer);
	}

	/** The next thing to come has to be the close of who did not know the secret. */
	async refused(peer: Peer): Promise<void> {
		const { reason } = await peer.closed(1008);
		check(reason === "", `${peer.name}: closed with the reason ${JSON.stringify(reason)}`);
	}

	/** Changes what all lamps show. */
	async show(shown: Shown): Promise<void> {
		await this.remember();
		await setDisplay(this.target, shown);
	}

	/** As `show`, and every lamp is sent that next. */
	async showTo(lamps: readonly Lamp[], shown: Shown): Promise<void> {
		await this.show(shown);
		for (const lamp of lamps) await lamp.shows(shown);
	}

	/** To be called before the display is changed by other means than `show`. */
	async remember(): Promise<void> {
		this.#before ??= await readDisplay(this.target);
	}

	/** A connection that speaks in bytes. */
	async wire(...headers: readonly string[]): Promise<Wire> {
		const { connect, clock, url } = this.target;
		check(connect !== undefined, "the target gives no connect");
		const { waitMs } = this.terms;
		const wire = await Wire.open({ connect, clock, url, waitMs, headers });
		this.#wires.push(wire);
		return wire;
	}

	pause(ms: number): Promise<void> {
		return new Promise((resolve) => this.target.clock.after(ms, resolve));
	}

	now(): number {
		return this.target.clock.now();
	}

	/** Sends all lamps home, and puts back what was shown. */
	async clear(): Promise<void> {
		for (const wire of this.#wires) wire.cut();
		for (const peer of this.#peers) if (peer.end === null) peer.close();
		if (this.#before !== null) await setDisplay(this.target, this.#before);
	}
}
