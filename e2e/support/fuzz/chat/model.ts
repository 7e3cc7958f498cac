import type { Frame } from "@gw-sim/core";
import {
	isDeeper,
	isMarkedObject,
	type Marked,
	type MarkedObject,
	markedIn,
	member,
	stringIn,
	textDepth,
} from "../marked-json.js";
import { Digits, Slot } from "../pattern.js";
import { Disagreement, type Wire } from "../wire.js";
import { enact } from "./events.js";
import { wholeIn } from "./numbers.js";
import { claimsOf, type Member } from "./people.js";
import { Places } from "./places.js";
import { error, isRefused, no, type Refusal } from "./refusal.js";
import { ModelSession } from "./session.js";

export interface ChatTerms {
	readonly maxPayloadBytes: number;
	readonly depth: number;
	readonly maxRooms: number;
	readonly bufferEvents: number;
	readonly ttlMs: number;
	readonly rate: { readonly payloads: number; readonly perMs: number };
	readonly hbIntMs: number;
}

interface Line {
	readonly wire: Wire;
	session: ModelSession | null;
	/** When each payload in the window of the rate limit came. */
	times: number[];
	isOver: boolean;
}

/** An integer of up to 16 digits. */
const sessionId = (value: Marked): boolean => /^#\d{1,16}$/.test(String(value));

/**
 * The gateway as its documents have it, without sockets or a store. It is told what was done to the
 * gateway once that has answered, and accounts for every frame that anybody got.
 */
export class ChatModel {
	readonly terms: ChatTerms;
	readonly places: Places;
	readonly #members: ReadonlyMap<string, Member>;
	readonly #banned: Set<string>;
	readonly #lines = new Map<Wire, Line>();
	readonly #sessions = new Set<ModelSession>();

	constructor(terms: ChatTerms, members: readonly Member[]) {
		this.terms = terms;
		this.places = new Places(terms.maxRooms);
		this.#members = new Map(members.map((one) => [one.id, one] as const));
		this.#banned = new Set(members.filter(({ banned }) => banned).map(({ id }) => id));
	}

	/** Sessions that can be gone on with, and those that are being used. */
	get sessions(): Iterable<ModelSession> {
		return this.#sessions;
	}

	sessionOf(wire: Wire): ModelSession | null {
		return this.#lines.get(wire)?.session ?? null;
	}

	opened(wire: Wire): void {
		this.#lines.set(wire, { wire, session: null, times: [], isOver: false });
		wire.expect({ f: 100, cnf: { hb_int: this.terms.hbIntMs } });
	}

	heard(wire: Wire, frame: Frame, now: number, wallTime: number): void {
		const line = this.#lines.get(wire);
		if (line === undefined || line.isOver) return;
		const refusal = this.#answer(line, frame, now, wallTime);
		if (refusal === null) return;
		if (refusal.closeCode === null) wire.expect(error(refusal.code, false));
		else this.#end(line, refusal.code, refusal.closeCode, now);
	}

	/** The client has closed its connection, or it was cut (1006). */
	left(wire: Wire, code: number, now: number): void {
		const line = this.#lines.get(wire);
		this.#lines.delete(wire);
		if (line === undefined || line.isOver || line.session === null) return;
		if (code === 1000 || code === 1001) this.#endSession(line.session);
		else line.session.lost(now + this.terms.ttlMs);
	}

	/** Time has passed. */
	passed(now: number): void {
		const lost = [...this.#sessions].filter(({ expiresAt }) => expiresAt <= now);
		for (const session of lost.sort((a, b) => a.expiresAt - b.expiresAt)) this.#endSession(session);
	}

	isMember(id: string): boolean {
		return this.#members.has(id);
	}

	/** Bans somebody for good, and cuts whoever of them is here. */
	ban(id: string, now: number): void {
		if (this.#banned.has(id)) return;
		this.#banned.add(id);
		const cut = [...this.#sessions].filter(({ member: one }) => one.id === id);
		for (const session of cut) {
			const line = session.wire === null ? undefined : this.#lines.get(session.wire);
			session.wire = null;
			this.#sessions.delete(session);
			session.place.leave(session);
			if (line === undefined) continue;
			line.session = null;
			// Who is there twice may be told of the one before the other is cut.
			while (line.wire.accept(removal)) {}
			this.#end(line, 5, 1008, now);
		}
		for (const { place, user } of cut) place.tell("ROOM_USER_REMOVE", { user });
	}

	/** Accounts for what is answered; the refusal where it has to be one. */
	#answer(line: Line, frame: Frame, now: number, wallTime: number): Refusal | null {
		const { rate, maxPayloadBytes, depth } = this.terms;
		line.times = line.times.filter((at) => at > now - rate.perMs);
		if (line.times.length >= rate.payloads) return no(4002, 4002);
		line.times.push(now);
		if (Buffer.byteLength(frame) > maxPayloadBytes) return no(4000, 4000);
		const { wire } = line;
		const fields = typeof frame === "string" ? markedIn(frame) : undefined;
		if (!isMarkedObject(fields) || isDeeper(fields, depth)) return no(4004);
		if (textDepth(String(frame)) > depth && isRefused(wire)) return no(4004);
		const f = wholeIn(member(fields, "f"));
		if (f === null || (!f.isCertain && isRefused(wire))) return no(4004);
		switch (f.value) {
			case "110":
				return this.#present(line, fields, now, wallTime);
			case "120":
				wire.expect({ f: 120 });
				return null;
			case "130":
				return this.#execute(line, fields, now);
			default:
				return no(4004);
		}
	}

	#present(line: Line, { cnf }: MarkedObject, now: number, wallTime: number): Refusal | null {
		const { wire } = line;
		const token = isMarkedObject(cnf) ? stringIn(member(cnf, "token")) : null;
		if (line.session !== null || token === null || !isMarkedObject(cnf)) return no(4004);
		const claims = claimsOf(token, wallTime);
		if (claims === null || (!claims.isCertain && isRefused(wire))) return no(0, 1008);
		const found = this.#members.get(claims.id);
		if (found === undefined || found.type !== claims.type)
			return no(claims.type === "bot" ? 4 : 1, 1008);
		if (this.#banned.has(found.id)) return no(5, 1008);
		const resumed = this.#resumed(wire, found, cnf);
		if (resumed === null) this.#arrive(line, found);
		else this.#resume(line, resumed.session, resumed.s, now);
		return null;
	}

	#arrive(line: Line, found: Member): void {
		const { wire } = line;
		const session = new ModelSession({
			id: new Slot(sessionId),
			member: found,
			place: this.places.general,
			bufferEvents: this.terms.bufferEvents,
			wire,
		});
		wire.expect({ f: 140, cnf: { v: 6, session_id: session.id, enc_key: "" } });
		if ([...this.#sessions].some(({ id }) => id.text === session.id.text))
			throw new Disagreement(`the session id ${session.id.text} was given out twice`);
		line.session = session;
		this.#sessions.add(session);
		session.place.enter(session);
		session.place.tell("ROOM_USER_ADD", { user: session.user }, session);
	}

	/** The session that is gone on with, as the rules have it or, where they leave a choice, as it is. */
	#resumed(
		wire: Wire,
		found: Member,
		cnf: MarkedObject,
	): { readonly session: ModelSession; readonly s: number } | null {
		const id = member(cnf, "session_id");
		const last = wholeIn(member(cnf, "s"));
		const text = stringIn(id) ?? wholeIn(id)?.value;
		const session = [...this.#sessions].find((one) => one.id.text === text);
		if (session === undefined || session.member !== found || last === null) return null;
		const s = Number(last.value);
		const isPlain = stringIn(id) === null && wholeIn(id)?.isCertain === true && last.isCertain;
		const may = session.mayResumeAfter(s);
		if (may === "no" || (may === "yes" && isPlain)) return may === "no" ? null : { session, s };
		const next = wire.peek();
		const answer = isMarkedObject(next) ? member(next, "cnf") : undefined;
		const isResumed = isMarkedObject(answer) && member(answer, "resumed") === true;
		return isResumed ? { session, s } : null;
	}

	#resume(line: Line, session: ModelSession, s: number, now: number): void {
		const previous = session.wire === null ? undefined : this.#lines.get(session.wire);
		session.resumed(line.wire);
		if (previous !== undefined) {
			previous.session = null;
			this.#end(previous, 4001, 4001, now);
		}
		line.session = session;
		const id = new Digits(session.id.text);
		line.wire.expect({ f: 140, cnf: { v: 6, session_id: id, enc_key: "", resumed: true } });
		session.repeat(s);
	}

	#execute({ wire, session }: Line, fields: MarkedObject, now: number): Refusal | null {
		if (session === null) return no(4005);
		const s = wholeIn(member(fields, "s"));
		// What this event brings about cannot have been handled yet.
		const handled = s !== null && Number(s.value) <= session.last ? Number(s.value) : 0;
		session.mayForget(handled);
		const code = enact(this, session, fields, { now, isRefused: () => isRefused(wire) });
		if (code !== 4004 && s?.isCertain === true) session.forgets(handled);
		return code === null ? null : no(code);
	}

	/** Says no and closes; what the session then misses is kept for it. */
	#end(line: Line, code: number, closeCode: number, now: number): void {
		line.wire.expect(error(code, true));
		line.wire.closes(closeCode);
		line.isOver = true;
		line.session?.lost(now + this.terms.ttlMs);
		line.session = null;
	}

	#endSession(session: ModelSession): void {
		const { place, user } = session;
		session.wire = null;
		this.#sessions.delete(session);
		place.leave(session);
		place.tell("ROOM_USER_REMOVE", { user });
	}
}

function removal(value: Marked): boolean {
	return isMarkedObject(value) && value.e === "'ROOM_USER_REMOVE";
}
