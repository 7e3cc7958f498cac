import type { Frame } from "@gw-sim/core";
import type { Pattern } from "../pattern.js";
import { controlFrame, type Wire } from "../wire.js";
import { isChange, type Packet } from "./display.js";
import { type CloudTerms, pingIntervalMs } from "./terms.js";

const never = Number.POSITIVE_INFINITY;
const ping = controlFrame("ping");

/** After so many pings without a pong the next one is not waited for. */
const maxUnanswered = 2;

/** What changed for all lamps in one moment. */
export interface Moment {
	readonly at: number;
	/** What was shown until then. */
	readonly before: Packet;
	readonly changes: readonly Packet[];
}

/** What one lamp is told in one moment. */
interface Told extends Moment {
	readonly isRepeated: boolean;
	readonly isPinged: boolean;
}

/** One connection, as the gateway has to treat it. */
export class ModelLamp {
	readonly #terms: CloudTerms;
	readonly #wire: Wire;
	#stage: "stranger" | "known" | "gone" = "stranger";
	/** When something happens by itself. */
	#secretDue: number;
	#repeatDue = never;
	#heartbeatDue = never;
	#pingDue = never;
	#unanswered = 0;
	/** What it has to find when it reads again; null while it reads. */
	#unread: (() => void)[] | null = null;

	constructor(terms: CloudTerms, wire: Wire, now: number) {
		this.#terms = terms;
		this.#wire = wire;
		this.#secretDue = now + terms.handshakeTimeoutMs;
	}

	/** Whether there is nothing more to be known of it. */
	get isOver(): boolean {
		return this.#stage === "gone" && this.#unread === null;
	}

	/** When something happens by itself next. */
	get nextDue(): number {
		return Math.min(this.#secretDue, this.#repeatDue, this.#heartbeatDue, this.#pingDue);
	}

	heard(frame: Frame, now: number, shown: Packet): void {
		if (this.#stage === "stranger") this.#greets(frame, now, shown);
		else if (this.#stage === "known" && frame === "ping") {
			this.#beats(now);
			this.#finds("pong");
		}
	}

	pinged(now: number): void {
		if (this.#stage === "gone") return;
		if (this.#stage === "known") this.#beats(now);
		this.#finds(controlFrame("pong"));
	}

	slept(): void {
		this.#unread ??= [];
	}

	/** It answers all pings at once. */
	woken(): void {
		const unread = this.#unread ?? [];
		this.#unread = null;
		this.#unanswered = 0;
		for (const look of unread) look();
	}

	/** A moment passes in which something was due, here or elsewhere. */
	passes(moment: Moment): void {
		const { at } = moment;
		if (this.#secretDue === at) this.#ends(1008, "");
		if (this.#stage !== "known") return;
		const isRepeated = this.#repeatDue === at;
		const isPingDue = this.#pingDue === at;
		const isLost = isPingDue && this.#unanswered >= maxUnanswered;
		const isCut = isLost || this.#heartbeatDue === at;
		if (isRepeated) this.#repeatDue = at + this.#terms.repeatMs;
		if (isPingDue) this.#pingDue = at + pingIntervalMs;
		if (isPingDue && this.#unread !== null) this.#unanswered++;
		const told = { ...moment, isRepeated, isPinged: isPingDue && !isLost };
		this.#look(() => (isCut ? mayBeTold : hasToBeTold)(this.#wire, told));
		if (isCut) this.#ends(1006);
	}

	#greets(frame: Frame, now: number, shown: Packet): void {
		const { secret, repeatMs, heartbeatTimeoutMs } = this.#terms;
		if (frame !== secret) {
			this.#ends(1008, "");
			return;
		}
		this.#stage = "known";
		this.#secretDue = never;
		this.#repeatDue = repeatMs === 0 ? never : now + repeatMs;
		this.#heartbeatDue = heartbeatTimeoutMs === 0 ? never : now + heartbeatTimeoutMs;
		this.#pingDue = now + pingIntervalMs;
		this.#finds("ok");
		this.#finds(shown.pattern);
	}

	#beats(now: number): void {
		const { heartbeatTimeoutMs } = this.#terms;
		if (heartbeatTimeoutMs > 0) this.#heartbeatDue = now + heartbeatTimeoutMs;
	}

	#ends(code: number, reason?: string): void {
		this.#stage = "gone";
		this.#secretDue = this.#repeatDue = this.#heartbeatDue = this.#pingDue = never;
		this.#look(() => this.#wire.closes(code, reason));
	}

	#finds(pattern: Pattern): void {
		this.#look(() => this.#wire.expect(pattern));
	}

	/** Looks at the wire, as soon as the lamp reads. */
	#look(look: () => void): void {
		if (this.#unread === null) look();
		else this.#unread.push(look);
	}
}

/** Changes come in their order; what comes by the clock may come before, between or after them. */
function hasToBeTold(wire: Wire, { before, changes, isRepeated, isPinged }: Told): void {
	let last = before;
	const byTheClock = { repeat: isRepeated, ping: isPinged };
	const takeWhatCame = (): void => {
		if (byTheClock.repeat && wire.accept(last.pattern)) byTheClock.repeat = false;
		if (byTheClock.ping && wire.accept(ping)) byTheClock.ping = false;
		if (byTheClock.repeat && wire.accept(last.pattern)) byTheClock.repeat = false;
	};
	for (const packet of changes) {
		takeWhatCame();
		if (isChange(last, packet) === "yes") wire.expect(packet.pattern);
		else wire.accept(packet.pattern);
		last = packet;
	}
	takeWhatCame();
	if (byTheClock.repeat) wire.expect(last.pattern);
	if (byTheClock.ping) wire.expect(ping);
}

/** One who is cut in the same moment may have been told before, or not. */
function mayBeTold(wire: Wire, { before, changes, isPinged, isRepeated }: Told): void {
	if (isRepeated) wire.accept(before.pattern);
	if (isPinged) wire.accept(ping);
	for (const { pattern } of changes) wire.accept(pattern);
	if (isRepeated) wire.accept(before.pattern);
	if (isPinged) wire.accept(ping);
}
