import type { ConformanceCase } from "../../conformance.js";
import { pollFrame } from "./frames.js";
import { gatewayCase } from "./gateway-case.js";
import type { RoomsTarget } from "./target.js";

export const pollCases: readonly ConformanceCase<RoomsTarget>[] = [
	gatewayCase(
		"poll-stats-to-subscribers",
		"A vote makes its poll, and sends its stats to who subscribed to polls or to this one, not to the voter as such",
		async (room) => {
			const [a, b, c, d] = await room.enterAll(4);
			await a.saySettled(["subscribe", "poll"]);
			await b.saySettled(["subscribe", "poll:p"]);
			await c.saySettled(["subscribe", "poll:q"], ["subscribe", "chat"]);
			d.say("poll", { id: "p", answer: "hello" });
			for (const reader of [a, b]) await reader.expect(pollFrame("p", { hello: 1 }));
		},
	),
	gatewayCase("poll-counts-voters", "Stats count the voters of each answer", async (room) => {
		const [a, b, c, d] = await room.enterAll(4);
		await a.saySettled(["subscribe", "poll:p"]);
		for (const [voter, answer, stats] of [
			[b, "hello", { hello: 1 }],
			[c, "hello", { hello: 2 }],
			[d, "goodbye", { hello: 2, goodbye: 1 }],
			[a, "goodbye", { hello: 2, goodbye: 2 }],
		] as const) {
			voter.say("poll", { id: "p", answer });
			await a.expect(pollFrame("p", stats));
		}
	}),
	gatewayCase(
		"poll-vote-moves",
		"Another vote moves the voter's earlier one, and answers without votes are not told",
		async (room) => {
			const [a, b] = await room.enterAll(2);
			await a.saySettled(["subscribe", "poll"]);
			for (const [voter, answer, stats] of [
				[b, "x", { x: 1 }],
				[b, "y", { y: 1 }],
				[a, "y", { y: 2 }],
				[b, "x", { x: 1, y: 1 }],
				[a, "x", { x: 2 }],
			] as const) {
				voter.say("poll", { id: "p", answer });
				await a.expect(pollFrame("p", stats));
			}
		},
	),
	gatewayCase(
		"poll-each-vote-is-told",
		"Every vote sends the stats, also one that changes nothing",
		async (room) => {
			const [a, b] = await room.enterAll(2);
			await a.saySettled(["subscribe", "poll"]);
			for (const _ of [1, 2, 3]) {
				b.say("poll", { id: "p", answer: "x" });
				await a.expect(pollFrame("p", { x: 1 }));
			}
		},
	),
	gatewayCase("poll-votes-are-apart", "A voter has one vote in each poll", async (room) => {
		const [a, b] = await room.enterAll(2);
		await a.saySettled(["subscribe", "poll"]);
		b.say("poll", { id: "p", answer: "x" });
		b.say("poll", { id: "q", answer: "x" });
		await a.expect(pollFrame("p", { x: 1 }), pollFrame("q", { x: 1 }));
		b.say("poll", { id: "q", answer: "y" });
		await a.expect(pollFrame("q", { y: 1 }));
		a.say("poll", { id: "p", answer: "x" });
		await a.expect(pollFrame("p", { x: 2 }));
	}),
	gatewayCase(
		"poll-one-vote-a-session",
		"A session has one vote on all its connections together, and every session another",
		async (room) => {
			const [a, b] = await room.enterAll(2);
			await a.saySettled(["subscribe", "poll"]);
			b.say("poll", { id: "p", answer: "x" });
			await a.expect(pollFrame("p", { x: 1 }));
			const twin = await room.enter({ session: b.id, profile: { suffix: b.suffix, id: b.id } });
			twin.say("poll", { id: "p", answer: "y" });
			await a.expect(pollFrame("p", { y: 1 }));
			const stranger = await room.enter();
			stranger.say("poll", { id: "p", answer: "x" });
			await a.expect(pollFrame("p", { x: 1, y: 1 }));
		},
	),
	gatewayCase("poll-outlives-its-voters", "Votes stay when their voters leave", async (room) => {
		const [a, b] = await room.enterAll(2);
		await a.saySettled(["subscribe", "poll"]);
		b.say("poll", { id: "p", answer: "x" });
		await a.expect(pollFrame("p", { x: 1 }));
		await b.leave();
		const c = await room.enter();
		c.say("subscribe", "poll:p");
		await c.expect(pollFrame("p", { x: 1 }));
	}),
	gatewayCase(
		"poll-snapshot",
		"A subscription is answered with the stats of every poll that it matches, and of no other",
		async (room) => {
			const [a, b] = await room.enterAll(2);
			await b.saySettled(
				["poll", { id: "p", answer: "x" }],
				["poll", { id: "q", answer: "y" }],
				["poll", { id: "q", answer: "z" }],
			);
			a.say("subscribe", "poll:q");
			await a.expect(pollFrame("q", { z: 1 }));
			await a.saySettled(["subscribe", "poll:unknown"], ["subscribe", "poll:P"]);
			a.say("subscribe", "poll");
			await a.expect(pollFrame("p", { x: 1 }), pollFrame("q", { z: 1 }));
		},
	),
	gatewayCase(
		"poll-snapshot-oldest-first",
		"Snapshots come in the order in which the polls were made (the original puts names of digits first)",
		async (room) => {
			const [a, b] = await room.enterAll(2);
			const ids = ["10", "b", "2", "a", "1"];
			for (const id of ids) b.say("poll", { id, answer: "x" });
			b.say("poll", { id: "b", answer: "y" });
			await b.settle();
			a.say("subscribe", "poll");
			for (const id of ids) await a.expect(pollFrame(id, id === "b" ? { y: 1 } : { x: 1 }));
		},
	),
	gatewayCase(
		"poll-number-id",
		"A poll's id that is a number is told as a number with the vote, is text in snapshots, and names the same poll as its text",
		async (room) => {
			const [a, b] = await room.enterAll(2);
			await a.saySettled(["subscribe", "poll:5"]);
			b.say("poll", { id: 5, answer: "x" });
			await a.expect(pollFrame(5, { x: 1 }));
			a.say("poll", { id: "5", answer: "x" });
			await a.expect(pollFrame("5", { x: 2 }));
			const c = await room.enter();
			c.say("subscribe", "poll");
			await c.expect(pollFrame("5", { x: 2 }));
		},
	),
	gatewayCase(
		"poll-number-answer",
		"An answer that is a number counts as its text",
		async (room) => {
			const [a, b] = await room.enterAll(2);
			await a.saySettled(["subscribe", "poll"]);
			a.say("poll", { id: "p", answer: 7 });
			await a.expect(pollFrame("p", { "7": 1 }));
			b.say("poll", { id: "p", answer: "7" });
			await a.expect(pollFrame("p", { "7": 2 }));
		},
	),
	gatewayCase(
		"poll-any-names",
		"Polls and answers may have any name, the empty one and those that languages keep for themselves among them",
		async (room) => {
			const [a, b] = await room.enterAll(2);
			await a.saySettled(["subscribe", "poll"]);
			const names = ["__proto__", "constructor", "", "toString", "hasOwnProperty", "a:b", " "];
			for (const id of names)
				for (const answer of names) {
					b.say("poll", { id, answer });
					await a.expect(pollFrame(id, [[answer, 1]]));
				}
			const c = await room.enter();
			c.say("subscribe", "poll");
			for (const id of names) await c.expect(pollFrame(id, [[" ", 1]]));
			c.say("subscribe", "poll:__proto__");
			await c.expect(pollFrame("__proto__", [[" ", 1]]));
		},
	),
	gatewayCase(
		"poll-without-id-or-answer",
		"A vote without an id or an answer, or whose id is neither text nor a number, is ignored (the original makes a name of it)",
		async (room) => {
			const a = await room.enter();
			await a.saySettled(["subscribe", "poll"]);
			const votes = [
				undefined,
				null,
				5,
				"p",
				[],
				{},
				{ id: "p" },
				{ answer: "x" },
				{ id: null, answer: "x" },
				{ id: true, answer: "x" },
				{ id: {}, answer: "x" },
				{ id: ["p"], answer: "x" },
			];
			await a.saySettled(...votes.map((vote) => ["poll", vote] as const));
			await a.saySettled(["subscribe", "poll"]);
			a.say("poll", { id: "p", answer: "x" });
			await a.expect(pollFrame("p", { x: 1 }));
		},
	),
];
