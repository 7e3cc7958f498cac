import { describe, expect, test } from "vitest";
import { amount } from "./support/fuzz/amount.js";
import { type Campaign, run, summary } from "./support/fuzz/campaign.js";
import { mutated } from "./support/fuzz/mutation.js";
import { ask, puffArena } from "./support/fuzz/puff/arena.js";
import { puffConversation } from "./support/fuzz/puff/conversation.js";
import { reformed } from "./support/fuzz/puff/replaying.js";
import { puffTranscripts } from "./support/fuzz/puff/transcripts.js";
import { replay } from "./support/fuzz/replay.js";

const messages: Campaign = {
	name: "puff/messages",
	unit: "messages",
	count: amount.messages,
	perWorld: 500,
	async stage(seed, random, answers) {
		const staged = await puffArena(seed, random, answers);
		return { ...staged, round: (number) => puffConversation(random, staged, number) };
	},
};

const recorded = await puffTranscripts();

/** Wide enough for most of what a transcript does. */
const limits = {
	groups: 100,
	publicGroups: 20,
	groupMembers: 30,
	deviceKeys: 256,
	deviceBytes: 16_384,
	groupBytes: 65_536,
};

const transcripts: Campaign = {
	name: "puff/transcripts",
	unit: "rounds",
	count: amount.transcripts,
	perWorld: 25,
	async stage(seed, random, answers) {
		const { arena, model } = await puffArena(seed, random, answers, limits);
		const world = {
			isOpen: (who: string) => arena.wire(who) !== undefined,
			// What is named again and again are the groups that somebody made.
			sessionOf: (who: string) => {
				const wire = arena.wire(who);
				return (wire && model.guestOf(wire)?.made) ?? null;
			},
		};
		return {
			arena,
			round: (number) =>
				reformed(random, replay(random, mutated(random, recorded, ask), number, world)),
		};
	},
};

describe("puff", { timeout: amount.timeoutMs }, () => {
	test(`${amount.messages} messages get the documented answer`, async () => {
		const outcome = await run(messages);
		console.log(summary(messages, outcome));
		expect(outcome.messages).toBeGreaterThanOrEqual(amount.messages);
	});

	test(`${amount.transcripts} mutated transcripts get the documented answers`, async () => {
		expect(recorded.length).toBeGreaterThan(80);
		const outcome = await run(transcripts);
		console.log(summary(transcripts, outcome));
		expect(outcome.rounds).toBeGreaterThanOrEqual(amount.transcripts);
	});
});
