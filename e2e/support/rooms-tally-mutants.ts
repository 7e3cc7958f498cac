import { answering, edited, fromClient, fromGateway, type Mutant, messageIn } from "./tampering.js";

/** JavaScript's own order of keys. */
function digitsFirst(frames: readonly string[]): readonly string[] {
	const byId = frames.map((frame) => [messageIn(frame)?.data?.id ?? "", frame] as const);
	return Object.values(Object.fromEntries(byId));
}

/** Faults of polls and counters. */
export const tallyMutants: readonly Mutant[] = [
	{
		name: "has no snapshots",
		caught: ["poll-snapshot", "counter-snapshot", "subscribe-again", "poll-outlives-its-voters"],
		fault: () => answering(() => []),
	},
	{
		name: "sorts its snapshots as JavaScript does",
		caught: ["poll-snapshot-oldest-first", "counter-snapshot"],
		fault: () => answering(digitsFirst),
	},
	{
		name: "tells counters twice",
		caught: ["subscribe-one-copy", "counter-adds"],
		fault: () => fromGateway("counter", (message) => [message, message]),
	},
	{
		name: "tells answers without votes",
		caught: ["poll-vote-moves", "subscribe-again", "poll-one-vote-a-session"],
		fault: () => {
			const answers = new Map<unknown, Set<string>>();
			return fromGateway("poll", ({ type, data: { id, stats } }) => {
				const known = answers.get(id) ?? new Set();
				answers.set(id, known);
				for (const answer of Object.keys(stats)) known.add(answer);
				const zeros = Object.fromEntries([...known].map((answer) => [answer, 0]));
				return [{ type, data: { id, stats: { ...zeros, ...stats } } }];
			});
		},
	},
	{
		name: "tells polls only when they change",
		caught: ["poll-each-vote-is-told"],
		fault: () => () => {
			let last = "";
			return {
				incoming: (frame) =>
					edited(frame, "poll", (message) => {
						const text = JSON.stringify(message);
						const isNews = text !== last;
						last = text;
						return isNews ? [message] : [];
					}),
			};
		},
	},
	{
		name: "makes every id a text",
		caught: ["poll-number-id"],
		fault: () =>
			fromGateway("poll", ({ type, data: { id, stats } }) => [
				{ type, data: { id: String(id), stats } },
			]),
	},
	{
		name: "keeps ephemeral votes",
		caught: [
			"ephemeral-vote-goes-on-close",
			"ephemeral-vote-goes-on-loss",
			"ephemeral-vote-goes-on-request",
			"ephemeral-emptied-stays",
		],
		fault: () => () => {
			let most = 0;
			return {
				incoming: (frame) =>
					edited(frame, "ephemeralPoll", (message) => {
						const votes = Object.values<number>(message.data.stats).reduce((a, b) => a + b, 0);
						most = Math.max(most, votes);
						return votes < most ? [] : [message];
					}),
			};
		},
	},
	{
		name: "counts in floating point",
		caught: ["counter-is-exact", "counter-does-not-drift", "counter-large-and-exact"],
		fault: () => {
			const sums = new Map<unknown, number>();
			return () => ({
				outgoing(frame) {
					const { type, data } = messageIn(frame) ?? {};
					if (type === "counter" && typeof data?.value === "number")
						sums.set(data.id, (sums.get(data.id) ?? 0) + data.value);
					return [frame];
				},
				incoming: (frame) =>
					edited(frame, "counter", ({ type, data: { id } }) => [
						{ type, data: { id, value: sums.get(id) } },
					]),
			});
		},
	},
	{
		name: "spells counters as text unasked",
		caught: ["counter-adds"],
		fault: () =>
			fromGateway("counter", ({ type, data: { id, value } }) => [
				{ type, data: { id, value: String(value) } },
			]),
	},
	{
		name: "loses some increments",
		caught: ["order-nothing-lost"],
		fault: () => {
			let count = 0;
			return fromClient("counter", (message) => (++count % 7 === 0 ? [] : [message]));
		},
	},
	{
		name: "counts one vote for each answer",
		caught: ["poll-counts-voters", "poll-number-answer", "poll-vote-moves"],
		fault: () =>
			fromGateway("poll", ({ type, data: { id, stats } }) => {
				const ones = Object.keys(stats).map((answer) => [answer, 1]);
				return [{ type, data: { id, stats: Object.fromEntries(ones) } }];
			}),
	},
	{
		name: "makes a name of whatever is an id",
		caught: ["poll-without-id-or-answer"],
		fault: () =>
			fromClient("poll", ({ type, data }) => [
				{ type, data: { id: String(data?.id), answer: String(data?.answer) } },
			]),
	},
];
