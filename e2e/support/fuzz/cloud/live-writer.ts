import type { Random } from "@gw-sim/core";
import { ask, type Question } from "../../../../packages/server/src/gateways/cloud/testing/ask.js";
import { oneIn, pick } from "../chance.js";
import { type Marked, markedIn } from "../marked-json.js";
import { matches } from "../pattern.js";
import { readPost, readPut } from "./bodies.js";
import { firstDisplay, isChange, type Packet, packetOf, showBody } from "./display.js";
import { post, put } from "./requests.js";

const json = { "content-type": "application/json" };

/** Requests that are refused before anybody looks at what they ask for, with how. */
const refused: readonly (readonly [status: number, change: Partial<Question>])[] = [
	[415, { headers: { "content-type": "text/plain" } }],
	[403, { headers: { ...json, origin: "http://evil.example" } }],
	[405, { method: "PATCH" }],
	[413, { body: `{"mode":"off","x":"${"x".repeat(70_000)}"}` }],
];

/** Changes what a server's lamps show, one request after the other, and knows what comes of each. */
export class LiveWriter {
	/** What lamps have to be told, in order. */
	readonly told: Packet[] = [];
	readonly #url: string;
	#last = packetOf(firstDisplay);

	/** @param url Origin of the server. */
	constructor(url: string) {
		this.#url = url;
	}

	/** One request, lawful or not. @throws Error where it is answered in another way than it should be. */
	async write(random: Random): Promise<void> {
		if (oneIn(random, 20)) {
			const [status, change] = pick(random, refused);
			const { path, method, body } = oneIn(random, 2) ? put(random) : post(random);
			const question: Question = { method, headers: json, body, ...change };
			const answer = await ask(this.#url + path, question);
			if (answer.status !== status)
				throw new Error(`${JSON.stringify(question)}: ${answer.status} instead of ${status}`);
			return;
		}
		const isPut = oneIn(random, 2);
		const { path, method, body } = isPut ? put(random) : post(random);
		const { isLawful, change } = isPut ? readPut(body) : readPost(body);
		const answer = await ask(this.#url + path, { method, headers: json, body });
		const lawful = { yes: [200], no: [400], undecided: [200, 400] }[isLawful];
		const after = packetOf(change(this.#last.display));
		const isAsked =
			!isPut || answer.status !== 200 || matches(showBody(after.display), shownIn(answer.body));
		if (!lawful.includes(answer.status) || !isAsked)
			throw new Error(`${method} ${path} ${body}: ${answer.status} ${answer.body}`);
		if (answer.status !== 200) return;
		if (isChange(this.#last, after) !== "no") this.told.push(after);
		this.#last = after;
	}

	/** What of a lamp's packets is not as it has to be; null where all is. */
	disagreement(packets: readonly string[]): string | null {
		let last = packetOf(firstDisplay);
		let at = 0;
		for (const packet of this.told) {
			if (matches(packet.pattern, `'${packets[at]}`)) at++;
			else if (isChange(last, packet) === "yes")
				return `packet ${at} is ${packets[at]} and has to show ${JSON.stringify(packet.display)}`;
			last = packet;
		}
		return at === packets.length ? null : `${packets[at]} came of nothing`;
	}
}

function shownIn(body: string): Marked {
	return markedIn(body) ?? null;
}
