import { describe, expect, test } from "vitest";
import { amount } from "./support/fuzz/amount.js";
import { type Campaign, run, summary } from "./support/fuzz/campaign.js";
import { cloudArena } from "./support/fuzz/cloud/arena.js";
import { cloudConversation } from "./support/fuzz/cloud/conversation.js";
import { cloudTranscripts } from "./support/fuzz/cloud/transcripts.js";
import { mutated } from "./support/fuzz/mutation.js";
import { replay } from "./support/fuzz/replay.js";

const messages: Campaign = {
	name: "cloud/messages",
	unit: "messages",
	count: amount.messages,
	perWorld: 500,
	async stage(seed, random, answers) {
		const staged = await cloudArena(seed, random, answers);
		return { ...staged, round: (number) => cloudConversation(random, staged, number) };
	},
};

const recorded = await cloudTranscripts();

const transcripts: Campaign = {
	name: "cloud/transcripts",
	unit: "rounds",
	count: amount.transcripts,
	perWorld: 25,
	async stage(seed, random, answers) {
		const { arena } = await cloudArena(seed, random, answers);
		const world = {
			isOpen: (who: string) => arena.wire(who) !== undefined,
			sessionOf: () => null,
		};
		return {
			arena,
			round: (number) => replay(random, mutated(random, recorded, "ping"), number, world),
		};
	},
};

describe("cloud", { timeout: amount.timeoutMs }, () => {
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
