import { describe, expect, test } from "vitest";
import { amount } from "./support/fuzz/amount.js";
import { type Campaign, run, summary } from "./support/fuzz/campaign.js";
import { chatArena, heartbeat } from "./support/fuzz/chat/arena.js";
import { chatConversation } from "./support/fuzz/chat/conversation.js";
import { chatTranscripts } from "./support/fuzz/chat/transcripts.js";
import { mutated } from "./support/fuzz/mutation.js";
import { replay } from "./support/fuzz/replay.js";

const messages: Campaign = {
	name: "chat/messages",
	unit: "messages",
	count: amount.messages,
	perWorld: 10_000,
	async stage(seed, random, answers) {
		const staged = await chatArena(seed, answers, { hasRateLimit: false });
		return { ...staged, round: (number) => chatConversation(random, staged, number) };
	},
};

const recorded = await chatTranscripts();

const transcripts: Campaign = {
	name: "chat/transcripts",
	unit: "rounds",
	count: amount.transcripts,
	perWorld: 25,
	async stage(seed, random, answers) {
		const { arena, model } = await chatArena(seed, answers, { hasRateLimit: true });
		const world = {
			isOpen: (who: string) => arena.wire(who) !== undefined,
			sessionOf: (who: string) => {
				const wire = arena.wire(who);
				return (wire && model.sessionOf(wire)?.id.text) ?? null;
			},
		};
		return {
			arena,
			round: (number) => replay(random, mutated(random, recorded, heartbeat), number, world),
		};
	},
};

describe("chat", { timeout: amount.timeoutMs }, () => {
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
