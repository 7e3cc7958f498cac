import { describe, expect, test } from "vitest";
import { amount } from "./support/fuzz/amount.js";
import { type Campaign, run, summary } from "./support/fuzz/campaign.js";
import { mutated } from "./support/fuzz/mutation.js";
import { replay } from "./support/fuzz/replay.js";
import { askProfile, roomsArena } from "./support/fuzz/rooms/arena.js";
import { roomsConversation } from "./support/fuzz/rooms/conversation.js";
import { roomsTranscripts } from "./support/fuzz/rooms/transcripts.js";

const messages: Campaign = {
	name: "rooms/messages",
	unit: "messages",
	count: amount.messages,
	perWorld: 500,
	async stage(seed, random, answers) {
		const staged = await roomsArena(seed, random, answers);
		return { ...staged, round: (number) => roomsConversation(random, staged, number) };
	},
};

const recorded = await roomsTranscripts();

/** Wide enough for most of what a transcript does. */
const limits = { polls: 100, counters: 100, answers: 20, nameLength: 1024, subscriptions: 50 };

const transcripts: Campaign = {
	name: "rooms/transcripts",
	unit: "rounds",
	count: amount.transcripts,
	perWorld: 25,
	async stage(seed, random, answers) {
		const { arena, model } = await roomsArena(seed, random, answers, limits);
		const world = {
			isOpen: (who: string) => arena.wire(who) !== undefined,
			sessionOf: (who: string) => {
				const wire = arena.wire(who);
				return (wire && model.seatOf(wire)?.guest.id.text) ?? null;
			},
		};
		return {
			arena,
			round: (number) => replay(random, mutated(random, recorded, askProfile), number, world),
		};
	},
};

describe("rooms", { timeout: amount.timeoutMs }, () => {
	test(`${amount.messages} messages get the documented answer`, async () => {
		const outcome = await run(messages);
		console.log(summary(messages, outcome));
		expect(outcome.messages).toBeGreaterThanOrEqual(amount.messages);
	});

	test(`${amount.transcripts} mutated transcripts get the documented answers`, async () => {
		expect(recorded.length).toBeGreaterThan(50);
		const outcome = await run(transcripts);
		console.log(summary(transcripts, outcome));
		expect(outcome.rounds).toBeGreaterThanOrEqual(amount.transcripts);
	});
});
