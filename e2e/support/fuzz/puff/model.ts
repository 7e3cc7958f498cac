import type { Frame } from "@gw-sim/core";
import type { Model } from "../arena.js";
import type { Call } from "../call.js";
import { isMarkedObject, type Marked, markedIn } from "../marked-json.js";
import { matches, type Pattern, Slot } from "../pattern.js";
import { controlFrame, Disagreement, type Wire, type WireEnd } from "../wire.js";
import { Circles } from "./circles.js";
import { Ear } from "./ear.js";
import { Guest } from "./guest.js";
import { PublicLists } from "./public-lists.js";
import { saidIn } from "./said.js";
import type { PuffTerms } from "./terms.js";

const uuid = /^'[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

/** By how much of its time silence may be noticed late. */
const idleLateness = 1 / 64;

/** Why a connection is closed. */
interface Farewell {
	readonly code: number;
	readonly reason: string;
}

/**
 * The gateway as its documents have it, without sockets or a store. It is told what was done to the
 * gateway once that has answered, and accounts for every frame that anybody got.
 */
export class PuffModel implements Model {
	readonly terms: PuffTerms;
	readonly circles: Circles;
	readonly #lists: PublicLists = new PublicLists();
	readonly #guests = new Map<Wire, Guest>();
	readonly #sessions = new Set<string>();

	constructor(terms: PuffTerms) {
		this.terms = terms;
		this.circles = new Circles(terms, this.#lists);
	}

	guestOf(wire: Wire): Guest | undefined {
		return this.#guests.get(wire);
	}

	opened(wire: Wire, query: URLSearchParams, now: number): void {
		const ear = new Ear(wire, query.get("compression") === "zlib");
		const isNew = (value: Marked): boolean =>
			uuid.test(String(value)) && !this.#sessions.has(String(value));
		const session = new Slot(isNew);
		const { heartbeatIntervalMs } = this.terms;
		ear.expect({ op: 0, d: { session_id: session, heartbeat_interval: heartbeatIntervalMs } });
		this.#sessions.add(`'${session.text}`);
		this.#guests.set(wire, new Guest(ear, session, now));
		this.#lists.add(ear, now);
	}

	heard(wire: Wire, frame: Frame, now: number): void {
		const guest = this.#guests.get(wire);
		if (guest === undefined) return;
		guest.heardAt = now;
		const said = saidIn(frame, this.terms);
		if (said.kind === "bad") {
			const code = said.codes.find((one) => one === wire.end?.code) ?? said.codes[0];
			this.#end(guest, { code, reason: "" }, now);
		} else if (said.kind === "op") {
			const refusal = this.circles.obey(guest, said, now);
			if (refusal !== null) guest.ear.expectOneOf(refusal);
		}
		this.#note();
	}

	pinged(wire: Wire, now: number): void {
		const guest = this.#guests.get(wire);
		if (guest === undefined) return;
		guest.heardAt = now;
		wire.expect(controlFrame("pong"));
	}

	asked(call: Call, now: number): void {
		const { answer, request } = call;
		const body = answer === null ? undefined : markedIn(answer.body);
		const is = (status: number, pattern: Pattern): boolean =>
			answer?.status === status && body !== undefined && matches(pattern, body);
		const isRight = request.path.startsWith("/api/")
			? this.#delete(request.path, is, now)
			: is(...this.#page(request.method, request.path));
		if (!isRight)
			throw new Disagreement(`${call} was answered ${answer?.status ?? "nothing"} ${answer?.body}`);
	}

	left(wire: Wire, _code: number, now: number): void {
		const guest = this.#guests.get(wire);
		if (guest !== undefined) this.#depart(guest, now);
	}

	passed(now: number): void {
		for (let next = this.#nextUntil(now); next !== null; next = this.#nextUntil(now)) {
			next();
			this.#note();
		}
		for (const { ear, beatAt, heardAt } of this.#guests.values()) {
			const { heartbeatTimeoutMs, idleTimeoutMs } = this.terms;
			if (heartbeatTimeoutMs > 0 && now >= beatAt + heartbeatTimeoutMs) ear.wire.closes(4002);
			if (idleTimeoutMs > 0 && now > latest(heardAt, idleTimeoutMs)) ear.wire.closes(1000);
		}
		this.#lists.passed(now);
	}

	/** The body of the origin's own HTTP API. */
	#page(method: string, path: string): readonly [status: number, body: Pattern] {
		const [, start, part, id] = path.split("/").map(decodeURIComponent);
		if (start !== "v1" || part !== "groups" || method !== "GET") return [404, noRoute];
		if (id === undefined) return [200, { success: true, data: (list) => this.#lists.isNow(list) }];
		const circle = this.circles.find(id);
		return circle === undefined ? [404, noGroup] : [200, { success: true, data: circle.item }];
	}

	/** Whether a group was deleted, or could not be, as the answer says. */
	#delete(path: string, is: (status: number, body: Pattern) => boolean, now: number): boolean {
		const id = decodeURIComponent(path.slice(path.lastIndexOf("/") + 1));
		const circle = this.circles.find(id);
		if (circle === undefined) return is(404, isMarkedObject);
		circle.dissolve();
		this.circles.bury(circle, now);
		this.#note();
		return is(200, isMarkedObject);
	}

	/** What happened next up to a time: silence ended a connection, or a group went. */
	#nextUntil(now: number): (() => void) | null {
		const guest = this.#firstEnded(now);
		const endedAt = guest?.ear.wire.end?.at ?? now;
		const circle = this.circles.firstGoing(endedAt);
		const { goesAt = null } = circle ?? {};
		if (circle !== undefined && goesAt !== null) return () => this.circles.bury(circle, goesAt);
		return guest === null ? null : () => this.#endSilent(guest);
	}

	/** Of several at the same time, the one that others hear of first. */
	#firstEnded(now: number): Guest | null {
		let first: Guest | null = null;
		let at = now;
		for (const guest of this.#guests.values()) {
			const { end } = guest.ear.wire;
			if (end === null || end.at > at) continue;
			const isFirst = first === null || end.at < at || guest.circle?.hearsOfLeaving(guest) === true;
			if (isFirst && this.#farewellTo(guest, end) !== null) {
				first = guest;
				at = end.at;
			}
		}
		return first;
	}

	#endSilent(guest: Guest): void {
		const { end } = guest.ear.wire;
		const farewell = end === null ? null : this.#farewellTo(guest, end);
		if (end === null || farewell === null) return;
		for (const { ear } of this.#guests.values()) ear.isFading ||= ear.wire.end?.at === end.at;
		this.#end(guest, farewell, end.at);
	}

	/** What silence a connection was closed for; null where it ought not to have been. */
	#farewellTo({ heardAt, beatAt }: Guest, { code, at }: WireEnd): Farewell | null {
		const { heartbeatTimeoutMs, idleTimeoutMs } = this.terms;
		if (code === 4002 && heartbeatTimeoutMs > 0 && at === beatAt + heartbeatTimeoutMs)
			return { code, reason: "HEARTBEAT_NOT_RECEIVED" };
		const isIdle = at >= heardAt + idleTimeoutMs && at <= latest(heardAt, idleTimeoutMs);
		return code === 1000 && idleTimeoutMs > 0 && isIdle ? { code, reason: "" } : null;
	}

	/** Its connection has to be closed. */
	#end(guest: Guest, { code, reason }: Farewell, at: number): void {
		guest.ear.wire.closes(code, reason);
		this.#depart(guest, at);
	}

	#depart(guest: Guest, at: number): void {
		const { circle, ear } = guest;
		this.#guests.delete(ear.wire);
		circle?.leave(guest, at);
		this.#note();
		this.#lists.remove(ear);
	}

	#note(): void {
		this.#lists.note(this.circles.all);
	}
}

const noRoute: Pattern = {
	success: false,
	error: { code: "not_found", message: "Route does not exist" },
};
const noGroup: Pattern = {
	success: false,
	error: { code: "group_not_found", message: "Invalid group id provided" },
};

/** When at the latest it is noticed that nobody has said anything since `heardAt`. */
function latest(heardAt: number, idleTimeoutMs: number): number {
	return heardAt + idleTimeoutMs * (1 + idleLateness) + 1;
}
