import type { Frame } from "@gw-sim/core";
import type { Model } from "../arena.js";
import type { Call } from "../call.js";
import { type Marked, markedIn, stringIn } from "../marked-json.js";
import { matches, type Pattern, shown } from "../pattern.js";
import { Disagreement, type Wire } from "../wire.js";
import { type Reading, readPost, readPut } from "./bodies.js";
import {
	configBody,
	firstDisplay,
	isChange,
	type ModelDisplay,
	type Packet,
	packetOf,
	showBody,
} from "./display.js";
import { ModelLamp } from "./lamp.js";
import type { CloudTerms } from "./terms.js";

/** A change on its way to the store. */
interface Write {
	readonly call: Call;
	/** When it is kept, told and answered. */
	readonly at: number;
	readonly change: Reading["change"];
	/** What its answer holds, of what is then shown. */
	readonly answer: (display: ModelDisplay) => Pattern | null;
}

/**
 * The cloud server as its documents have it, without sockets or a store. It is told what was done to
 * the gateway once that has answered, and accounts for every frame that a lamp got, to the millisecond.
 */
export class CloudModel implements Model {
	readonly #terms: CloudTerms;
	readonly #lamps = new Map<Wire, ModelLamp>();
	/** In the order in which they take effect. */
	readonly #writes: Write[] = [];
	#display = firstDisplay;

	constructor(terms: CloudTerms) {
		this.#terms = terms;
	}

	/** When something happens next by itself. */
	get nextDue(): number {
		let next = this.#writes[0]?.at ?? Number.POSITIVE_INFINITY;
		for (const { nextDue } of this.#lamps.values()) next = Math.min(next, nextDue);
		return next;
	}

	opened(wire: Wire, _query: URLSearchParams, now: number): void {
		this.#lamps.set(wire, new ModelLamp(this.#terms, wire, now));
	}

	heard(wire: Wire, frame: Frame, now: number): void {
		this.#lamps.get(wire)?.heard(frame, now, packetOf(this.#display));
	}

	pinged(wire: Wire, now: number): void {
		this.#lamps.get(wire)?.pinged(now);
	}

	slept(wire: Wire): void {
		this.#lamps.get(wire)?.slept();
	}

	woken(wire: Wire): void {
		this.#lamps.get(wire)?.woken();
	}

	left(wire: Wire): void {
		this.#lamps.delete(wire);
	}

	asked(call: Call, now: number): void {
		const { method, path, body } = call.request;
		switch (`${method} ${path}`) {
			case "GET /api/v0/cloud":
				answers(call, showBody(this.#display));
				break;
			case "GET /config":
				answers(call, configBody(this.#display));
				break;
			case "PUT /api/v0/cloud": {
				const refusal = { error: { code: isText, message: isText } };
				this.#written(call, now, readPut(body), showBody, refusal);
				break;
			}
			case "POST /config":
				this.#written(call, now, readPost(body), () => null, null);
				break;
			default:
				throw new Error(`the model does not know ${method} ${path}`);
		}
	}

	passed(now: number): void {
		for (let at = this.nextDue; at <= now; at = this.nextDue) {
			const before = packetOf(this.#display);
			const changes = this.#changesAt(at);
			for (const lamp of this.#lamps.values()) lamp.passes({ at, before, changes });
		}
		for (const [wire, lamp] of this.#lamps) if (lamp.isOver) this.#lamps.delete(wire);
	}

	/** A write that is refused is refused at once. */
	#written(
		call: Call,
		now: number,
		{ isLawful, change }: Reading,
		answer: Write["answer"],
		refusal: Pattern | null,
	): void {
		const isRefused =
			isLawful === "no" || (isLawful === "undecided" && call.answer?.status === 400);
		if (isRefused) answers(call, refusal, 400);
		else this.#writes.push({ call, at: now + this.#terms.latencyMs, change, answer });
	}

	/** What lamps may be told of the writes that take effect in one moment. */
	#changesAt(at: number): readonly Packet[] {
		const changes: Packet[] = [];
		let last = packetOf(this.#display);
		for (let write = this.#writes[0]; write?.at === at; write = this.#writes[0]) {
			this.#writes.shift();
			this.#display = write.change(this.#display);
			answers(write.call, write.answer(this.#display));
			const packet = packetOf(this.#display);
			if (isChange(last, packet) !== "no") changes.push(packet);
			last = packet;
		}
		return changes;
	}
}

/** A call has to be answered so by now; null asks for a text of whatever kind. */
function answers(call: Call, pattern: Pattern | null, status = 200): void {
	const { answer } = call;
	const body = answer === null ? undefined : markedIn(answer.body);
	const isSo =
		pattern === null ? answer?.body !== "" : body !== undefined && matches(pattern, body);
	if (answer?.status === status && isSo) return;
	const wanted = `${status} ${pattern === null ? "" : shown(pattern)}`;
	const came = answer === null ? "nothing" : `${answer.status} ${answer.body}`;
	throw new Disagreement(`${call} had to be answered ${wanted} and got ${came}`);
}

function isText(value: Marked): boolean {
	return (stringIn(value) ?? "") !== "";
}
