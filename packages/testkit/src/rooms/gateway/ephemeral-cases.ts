import type { ConformanceCase } from "../../conformance.js";
import { oneOf } from "../../pattern.js";
import { ephemeralFrame, pollFrame } from "./frames.js";
import { gatewayCase } from "./gateway-case.js";
import type { Guest } from "./guest.js";
import type { RoomsTarget } from "./target.js";
import type { TestRoom } from "./test-room.js";

/** A reader of ephemeral polls who votes x in poll e, and a second voter who chose y there. */
async function twoVoters(room: TestRoom): Promise<readonly [Guest, Guest]> {
	const [a, b] = await room.enterAll(2);
	await a.saySettled(["subscribe", "ephemeralPoll"]);
	a.say("ephemeralPoll", { id: "e", answer: "x" });
	await a.expect(ephemeralFrame("e", { x: 1 }));
	b.say("ephemeralPoll", { id: "e", answer: "y" });
	await a.expect(ephemeralFrame("e", { x: 1, y: 1 }));
	return [a, b];
}

export const ephemeralCases: readonly ConformanceCase<RoomsTarget>[] = [
	gatewayCase(
		"ephemeral-names-of-its-own",
		"An ephemeral poll and a poll of the same name have nothing in common",
		async (room) => {
			const [a, b, c] = await room.enterAll(3);
			await a.saySettled(["subscribe", "poll"]);
			await b.saySettled(["subscribe", "ephemeralPoll:p"]);
			c.say("poll", { id: "p", answer: "x" });
			await a.expect(pollFrame("p", { x: 1 }));
			c.say("ephemeralPoll", { id: "p", answer: "y" });
			await b.expect(ephemeralFrame("p", { y: 1 }));
			a.say("subscribe", "ephemeralPoll");
			await a.expect(ephemeralFrame("p", { y: 1 }));
			b.say("subscribe", "poll:p");
			await b.expect(pollFrame("p", { x: 1 }));
		},
	),
	gatewayCase(
		"ephemeral-vote-moves",
		"Ephemeral votes count and move as others do, while the voters stay",
		async (room) => {
			const [a, b] = await twoVoters(room);
			b.say("ephemeralPoll", { id: "e", answer: "x" });
			await a.expect(ephemeralFrame("e", { x: 2 }));
			a.say("ephemeralPoll", { id: "e", answer: "y" });
			await a.expect(ephemeralFrame("e", { x: 1, y: 1 }));
		},
	),
	gatewayCase(
		"ephemeral-vote-goes-on-close",
		"A vote goes when its voter closes the connection, and the stats are told",
		async (room) => {
			const [a, b] = await twoVoters(room);
			await b.leave();
			await a.expect(ephemeralFrame("e", { x: 1 }));
		},
	),
	gatewayCase(
		"ephemeral-vote-goes-on-loss",
		"A vote goes when its voter's connection is lost",
		async (room) => {
			const [a, b] = await twoVoters(room);
			b.cut();
			await a.expect(ephemeralFrame("e", { x: 1 }));
		},
	),
	gatewayCase(
		"ephemeral-vote-goes-on-request",
		"A vote goes when its voter asks the gateway to close",
		async (room) => {
			const [a, b] = await twoVoters(room);
			b.say("close");
			await a.expect(ephemeralFrame("e", { x: 1 }));
		},
	),
	gatewayCase(
		"ephemeral-last-connection",
		"A vote stays while its session has a connection, whichever closes first (in the original any takes it along)",
		async (room) => {
			const [a, b] = await twoVoters(room);
			const twin = await room.enter({ session: b.id, profile: { suffix: b.suffix } });
			await b.leave();
			const late = await room.enter();
			late.say("subscribe", "ephemeralPoll:e");
			await late.expect(ephemeralFrame("e", { x: 1, y: 1 }));
			await room.silence();
			await twin.leave();
			for (const reader of [a, late]) await reader.expect(ephemeralFrame("e", { x: 1 }));
		},
	),
	gatewayCase(
		"ephemeral-emptied-stays",
		"A poll that lost its last vote is told without answers, and stays among the snapshots",
		async (room) => {
			const [a, b] = await room.enterAll(2);
			await a.saySettled(["subscribe", "ephemeralPoll"]);
			b.say("ephemeralPoll", { id: "e", answer: "x" });
			await a.expect(ephemeralFrame("e", { x: 1 }));
			await b.leave();
			await a.expect(ephemeralFrame("e", {}));
			a.say("subscribe", "ephemeralPoll:e");
			await a.expect(ephemeralFrame("e", {}));
			a.say("ephemeralPoll", { id: "e", answer: "z" });
			await a.expect(ephemeralFrame("e", { z: 1 }));
		},
	),
	gatewayCase(
		"ephemeral-leaves-its-polls",
		"Who leaves takes a vote from every poll that they voted in, and no other poll is told",
		async (room) => {
			const [a, b] = await twoVoters(room);
			a.say("ephemeralPoll", { id: "other", answer: "x" });
			await a.expect(ephemeralFrame("other", { x: 1 }));
			b.say("ephemeralPoll", { id: "f", answer: "x" });
			await a.expect(ephemeralFrame("f", { x: 1 }));
			await b.leave();
			const first = ephemeralFrame("e", { x: 1 });
			const second = ephemeralFrame("f", {});
			await a.expect(oneOf(first, second), oneOf(first, second));
			a.say("subscribe", "ephemeralPoll");
			await a.expect(first, ephemeralFrame("other", { x: 1 }), second);
		},
	),
	gatewayCase(
		"ephemeral-voter-leaves-for-good",
		"A session that comes back has no vote until it votes again",
		async (room) => {
			const [a, b] = await twoVoters(room);
			await b.leave();
			await a.expect(ephemeralFrame("e", { x: 1 }));
			const again = await room.enter({ session: b.id, profile: { suffix: b.suffix } });
			again.say("subscribe", "ephemeralPoll");
			await again.expect(ephemeralFrame("e", { x: 1 }));
			again.say("ephemeralPoll", { id: "e", answer: "y" });
			for (const reader of [a, again]) await reader.expect(ephemeralFrame("e", { x: 1, y: 1 }));
		},
	),
	gatewayCase(
		"ephemeral-any-names",
		"Ephemeral polls and answers may have any name, too",
		async (room) => {
			const [a, b] = await room.enterAll(2);
			await a.saySettled(["subscribe", "ephemeralPoll"]);
			const names = ["__proto__", "constructor", "", "toString"];
			for (const name of names) {
				b.say("ephemeralPoll", { id: name, answer: name });
				await a.expect(ephemeralFrame(name, [[name, 1]]));
			}
			b.cut();
			const emptied = oneOf(...names.map((name) => ephemeralFrame(name, {})));
			for (const _ of names) await a.expect(emptied);
			a.say("subscribe", "ephemeralPoll");
			for (const name of names) await a.expect(ephemeralFrame(name, {}));
		},
	),
	gatewayCase(
		"ephemeral-number-id",
		"A number as an ephemeral poll's id is told as a number with the vote and is text in snapshots",
		async (room) => {
			const [a, b] = await room.enterAll(2);
			await a.saySettled(["subscribe", "ephemeralPoll"]);
			b.say("ephemeralPoll", { id: 10, answer: "x" });
			b.say("ephemeralPoll", { id: 9, answer: "x" });
			await a.expect(ephemeralFrame(10, { x: 1 }), ephemeralFrame(9, { x: 1 }));
			a.say("subscribe", "ephemeralPoll");
			await a.expect(ephemeralFrame("10", { x: 1 }), ephemeralFrame("9", { x: 1 }));
		},
	),
	gatewayCase(
		"ephemeral-without-id-or-answer",
		"An ephemeral vote without an id or an answer is ignored",
		async (room) => {
			const a = await room.enter();
			await a.saySettled(["subscribe", "ephemeralPoll"]);
			for (const vote of [undefined, null, 5, {}, { id: "e" }, { answer: "x" }])
				a.say("ephemeralPoll", vote);
			await a.saySettled(["subscribe", "ephemeralPoll"]);
			a.say("ephemeralPoll", { id: "e", answer: "x" });
			await a.expect(ephemeralFrame("e", { x: 1 }));
		},
	),
];
