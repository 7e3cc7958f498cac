import {
	type ExactJson,
	type ExactJsonObject,
	type Frame,
	isExactJsonObject,
	safe,
	stringifyExactJson,
} from "@gw-sim/core";
import { ConformanceFailure } from "../conformance.js";
import { anyInteger, anyText, including, matches, type Pattern, showPattern } from "../pattern.js";
import type { Peer } from "../peer.js";
import {
	at,
	errorFrame,
	eventFrame,
	eventOf,
	heartbeat,
	integerAt,
	type WireInteger,
} from "./shapes.js";
import type { Terms } from "./target.js";

/** What reaches everybody wherever they are, so that a case must bear it at any time. */
const ambientEvents = ["CHANNEL_ADD", "SERVER_MESSAGE"];

/** A client of the gateway, played by hand; it bears what other people's sessions cause. */
export class Person {
	readonly peer: Peer;
	readonly name: string;
	readonly hbInt: number;
	/** Highest `s` that was read. */
	lastS = 0;
	/** The first `s` that did not follow the one before it; null while all did. */
	strayS: ExactJson | null = null;
	/** Payloads sent, which the rate limit counts. */
	sent = 0;
	readonly #terms: Terms;
	/** Read while looking for something else. */
	readonly #kept: ExactJson[] = [];
	#sessionId: WireInteger | null = null;
	#isAmongStrangers = true;
	#texts = 0;

	private constructor(peer: Peer, terms: Terms, hbInt: number) {
		this.peer = peer;
		this.name = peer.name;
		this.#terms = terms;
		this.hbInt = hbInt;
	}

	/** Reads the greeting of a new connection. */
	static async greeted(peer: Peer, terms: Terms): Promise<Person> {
		const greeting = await peer.expect({ f: 100, cnf: { hb_int: anyInteger } });
		return new Person(peer, terms, Number(integerAt(greeting, "cnf", "hb_int")));
	}

	/** From the last 140. */
	get sessionId(): WireInteger {
		if (this.#sessionId === null) throw this.failure("has no session");
		return this.#sessionId;
	}

	sendText(frame: Frame): void {
		this.sent++;
		this.peer.send(frame);
	}

	send(value: ExactJson): void {
		this.sendText(stringifyExactJson(value));
	}

	/** Sends 110; `resume` adds what asks for an old session. */
	present(token: string, resume: ExactJsonObject = {}): void {
		this.send({ f: 110, cnf: { token, ...resume } });
	}

	/** Sends 130 under both names. */
	emit(event: string, cnf?: ExactJson): void {
		this.send({ f: 130, e: event, t: event, ...(cnf === undefined ? {} : { cnf }) });
	}

	/** Reads a 140 like this. */
	async ready(cnf: Pattern = including({ session_id: anyInteger })): Promise<void> {
		const frame = await this.peer.expect(including({ f: 140, cnf }));
		this.#sessionId = integerAt(frame, "cnf", "session_id");
	}

	/** Reads up to a 130 of this name and body; gives the whole frame. */
	event(event: string, cnf: Pattern): Promise<ExactJson> {
		return this.#await(eventFrame(event, cnf), event);
	}

	/** Reads up to a non-fatal 150. */
	async error(code: number): Promise<void> {
		await this.#await(errorFrame(code, false));
	}

	/** Reads up to a fatal 150, after which only the close may come. */
	async fatal(code: number, closeCode: number): Promise<void> {
		await this.#await(errorFrame(code, true));
		await this.peer.closed(closeCode);
	}

	/** A text that nobody else says. */
	text(prefix = "conformance"): string {
		return `${prefix} ${this.#sessionId ?? ""}/${++this.#texts}`;
	}

	/** Says something and reads its echo; gives the echo's body. */
	async say(content: string = this.text(), more: ExactJsonObject = {}): Promise<ExactJson> {
		this.emit("MESSAGE_CREATE", { content, ...more });
		return at(await this.event("MESSAGE_CREATE", including({ content })), "cnf");
	}

	/** Beats and waits for the answer; what comes before it is kept. */
	async beat(): Promise<void> {
		this.send({ f: 120 });
		await this.answers(1);
	}

	/** Reads so many answers to heartbeats; what comes among them is kept. */
	async answers(count: number): Promise<void> {
		for (let left = count; left > 0; ) {
			const frame = await this.#readPeer(showPattern(heartbeat));
			if (isExactJsonObject(frame) && frame.f === 120) left--;
			else this.#kept.push(frame);
		}
	}

	/** Nothing that concerns this person may come for a while. */
	async quiet(): Promise<void> {
		const { clock, quietMs } = this.#terms;
		await new Promise<void>((resolve) => clock.after(quietMs, resolve));
		await this.beat();
		const frame = this.#kept.splice(0).find((kept) => !this.#isAmbient(kept));
		if (frame !== undefined) throw this.failure(`expected silence, got ${show(frame)}`);
	}

	/** Makes a room and gives its id. */
	async makeRoom(more: ExactJsonObject = {}): Promise<WireInteger> {
		const name = this.text("room");
		this.emit("CHANNEL_ADD", { name, ...more });
		const room = including({ name, id: anyInteger });
		return integerAt(await this.event("CHANNEL_ADD", { room }), "cnf", "room", "id");
	}

	/** Moves to a room where only people of this case are. */
	async enter(roomID: WireInteger): Promise<void> {
		this.emit("CHANNEL_MOVE", { roomID });
		await this.moved(roomID);
	}

	/** Reads that this person is in a room of the case's own. */
	async moved(roomID: WireInteger): Promise<void> {
		await this.event("CHANNEL_MOVE", { room: including({ id: roomID, name: anyText }) });
		this.isAtHome();
	}

	/** From here on every event of the room counts: only people of this case are in it. */
	isAtHome(): void {
		this.#isAmongStrangers = false;
	}

	failure(message: string): ConformanceFailure {
		return new ConformanceFailure(`${this.name}: ${message}`);
	}

	async #await(wanted: Pattern, event?: string): Promise<ExactJson> {
		const text = showPattern(wanted);
		const { clock, waitMs } = this.#terms;
		const until = clock.now() + waitMs;
		let near = "";
		for (;;) {
			const frame = this.#kept.shift() ?? (await this.#readPeer(text + near));
			if (matches(wanted, frame)) return frame;
			if (!this.#isAmbient(frame) || clock.now() > until)
				throw this.failure(`expected ${text}, got ${show(frame)}`);
			// Silence after it would not tell that it came and was not as it should be.
			if (event === undefined || eventOf(frame) === event) near = ` after ${show(frame)}`;
		}
	}

	async #readPeer(what: string): Promise<ExactJson> {
		const frame = await this.peer.nextJson(what);
		if (isExactJsonObject(frame) && frame.f === 130) {
			const { s = null } = frame;
			if (s !== this.lastS + 1) this.strayS ??= s;
			if (typeof s === "number") this.lastS = Math.max(this.lastS, s);
		}
		return frame;
	}

	#isAmbient(frame: ExactJson): boolean {
		const event = eventOf(frame);
		return event !== null && (this.#isAmongStrangers || ambientEvents.includes(event));
	}
}

function show(frame: ExactJson): string {
	return safe(stringifyExactJson(frame), 400);
}
