import type { Frame } from "@gw-sim/core";
import type { Model } from "../arena.js";
import { isMarkedObject, member } from "../marked-json.js";
import { type Pattern, Slot } from "../pattern.js";
import { Disagreement, type Wire } from "../wire.js";
import { administer, authenticate } from "./administration.js";
import { count, vote } from "./changes.js";
import { Den, type Seat, statsOf, subscriptionIn } from "./den.js";
import {
	isObject,
	type JsonObject,
	type JsonValue,
	nestsDeeper,
	own,
	parsed,
	printed,
	textOf,
} from "./json-value.js";
import { counterFrame, profileOf, publicUser } from "./shapes.js";
import type { RoomsTerms } from "./terms.js";

const known = [
	"login",
	"profile",
	"subscribe",
	"unsubscribe",
	"chat",
	"poll",
	"ephemeralPoll",
	"counter",
	"ping",
	"close",
	"authenticate",
	"config",
	"broadcast",
	"relay",
	"deleteRelay",
];

/**
 * The room server as its documents have it, without sockets or a store. It is told what was done to
 * the gateway once that has answered, and accounts for every frame that anybody got.
 */
export class RoomsModel implements Model {
	readonly terms: RoomsTerms;
	readonly #dens = new Map<string, Den>();
	readonly #seats = new Map<Wire, Seat>();

	constructor(terms: RoomsTerms) {
		this.terms = terms;
	}

	den(name: string): Den | undefined {
		return this.#dens.get(name);
	}

	seatOf(wire: Wire): Seat | undefined {
		return this.#seats.get(wire);
	}

	opened(wire: Wire, query: URLSearchParams): void {
		const name = query.get("room") || "default";
		let den = this.#dens.get(name);
		if (den === undefined) {
			if (this.#dens.size >= this.terms.limits.rooms) {
				// The upgrade is refused, which comes out as a cut.
				wire.closes(1006);
				return;
			}
			den = new Den(name, this.terms.initialConfig);
			this.#dens.set(name, den);
		}
		den.suffix++;
		const wanted = query.get("session") ?? "";
		let guest = den.guests.find(({ id }) => id.text === wanted);
		if (guest === undefined) {
			const taken = den.guests.map(({ id }) => id.text);
			const isNew = (value: unknown): boolean => !taken.includes(String(value).slice(1));
			guest = { id: new Slot(isNew), suffix: den.suffix, properties: {} };
			den.guests.push(guest);
		}
		const [subscriptions, relays] = [new Map(), new Set<string>()];
		const seat: Seat = { wire, den, guest, subscriptions, relays, isAdmin: false };
		this.#seats.set(wire, seat);
		den.seats.add(seat);
		wire.expect({ type: "config", data: den.config });
		wire.expect(profileOf(seat));
	}

	heard(wire: Wire, frame: Frame, _now: number, wallTime: number): void {
		const seat = this.#seats.get(wire);
		if (seat === undefined) return;
		const message = typeof frame === "string" ? parsed(frame) : undefined;
		const type = isObject(message) ? own(message, "type") : undefined;
		const isDeep = message !== undefined && nestsDeeper(message, this.terms.limits.depth);
		if (!isObject(message) || typeof type !== "string" || isDeep) {
			this.#silence(seat);
			return;
		}
		const data = own(message, "data");
		const untold = this.#relay(seat, type, data);
		const isHandled = this.#handle(seat, type, data, { wallTime, size: Buffer.byteLength(frame) });
		const isKnown = known.includes(type);
		if (!isHandled) this.#silence(seat, !isKnown);
		// What cannot be understood need not be told.
		const [name] = untold;
		if ((isHandled || !isKnown) && name !== undefined)
			throw new Disagreement(`${name} relays ${type} and was not told of one`);
	}

	left(wire: Wire): void {
		const seat = this.#seats.get(wire);
		if (seat === undefined) return;
		this.#seats.delete(wire);
		const { den, guest } = seat;
		den.seats.delete(seat);
		if ([...den.seats].some((other) => other.guest === guest)) return;
		const changed = [...den.ephemeralPolls].filter(([, votes]) => votes.delete(guest));
		const stats = changed.map(([id, votes]) => [id, statsOf(votes)] as const);
		den.tellStats("ephemeralPoll", new Map(stats));
	}

	passed(): void {}

	/** Whoever relays a type is told of every message of it; the names of those who were not. */
	#relay(seat: Seat, type: string, data: JsonValue | undefined): readonly string[] {
		const user = profileOf(seat).data;
		const raw = data === undefined ? { type } : { type, data: printed(data) };
		return [...seat.den.seats].flatMap(({ wire, relays }) => {
			if (!relays.has(type)) return [];
			return wire.accept({ type: `relay:${type}`, data: { ...raw, user } }) ? [] : [wire.name];
		});
	}

	/** False where it is met with silence, though it may have been understood. */
	#handle(
		seat: Seat,
		type: string,
		data: JsonValue | undefined,
		{ wallTime, size }: { readonly wallTime: number; readonly size: number },
	): boolean {
		const { terms } = this;
		switch (type) {
			case "login":
				return this.#login(seat, isObject(data) ? data : {}, size);
			case "profile":
				seat.wire.expect(profileOf(seat));
				return true;
			case "ping":
				return true;
			case "close":
				seat.wire.closes(1005);
				this.left(seat.wire);
				return true;
			case "subscribe":
				return this.#subscribe(seat, textOf(data));
			case "unsubscribe": {
				const given = subscriptionIn(textOf(data) ?? "");
				if (given === null) return false;
				if (given.id === "all") seat.subscriptions.delete(given.event);
				else seat.subscriptions.get(given.event)?.delete(given.id);
				return true;
			}
			case "chat": {
				const message = data === undefined ? {} : { message: printed(data) };
				const chat = { type, data: { ...message, user: publicUser(seat.guest) } };
				seat.den.tell(chat, { event: "chat", id: "all" });
				return true;
			}
			case "poll":
			case "ephemeralPoll":
				return vote(seat, type, data, terms.limits);
			case "counter":
				return count(seat, data, terms);
			case "authenticate":
				return authenticate(seat, data, terms, wallTime);
			case "config":
			case "broadcast":
			case "relay":
			case "deleteRelay":
				return administer(seat, type, data, terms);
			default:
				return false;
		}
	}

	#login({ wire, guest, isAdmin }: Seat, properties: JsonObject, size: number): boolean {
		const { limits } = this.terms;
		if (Object.keys(properties).length > limits.properties) return false;
		if (size > limits.propertiesBytes) return false;
		guest.properties = printed(properties) as { readonly [key: string]: Pattern };
		wire.expect(profileOf({ guest, isAdmin }));
		return true;
	}

	#subscribe({ wire, den, subscriptions }: Seat, text: string | null): boolean {
		const { limits } = this.terms;
		const given = subscriptionIn(text ?? "");
		if (given === null) return false;
		const { event, id } = given;
		if (event.length > limits.nameLength || id.length > limits.nameLength) return false;
		const ids = subscriptions.get(event) ?? new Set();
		let held = 0;
		for (const { size } of subscriptions.values()) held += size;
		if (!ids.has(id) && held >= limits.subscriptions) return false;
		subscriptions.set(event, ids.add(id));
		const isWanted = (one: string): boolean => id === "all" || id === one;
		if (event === "poll" || event === "ephemeralPoll")
			for (const [poll, votes] of event === "poll" ? den.polls : den.ephemeralPolls)
				if (isWanted(poll)) wire.expect({ type: event, data: { id: poll, stats: statsOf(votes) } });
		if (event === "counter")
			for (const [counter, sum] of den.counters)
				if (isWanted(counter)) wire.expect(counterFrame(counter, sum, this.terms.counterValueAs));
		return true;
	}

	/** Nothing is answered; with strict errors one sentence, or perhaps one. */
	#silence({ wire }: Seat, isOptional = false): void {
		if (!this.terms.strictErrors) return;
		const next = wire.peek();
		const isError = isMarkedObject(next) && member(next, "type") === "'error";
		if (!isOptional || isError) wire.expect({ type: "error", data: isText });
	}
}

function isText(value: unknown): boolean {
	return typeof value === "string" && value.startsWith("'");
}
