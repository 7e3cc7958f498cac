import { type ConformanceCase, ConformanceFailure } from "../../conformance.js";
import { clientCase, subscribeFrame } from "./client-case.js";
import type { RoomsClientTarget } from "./target.js";

/** A gateway may drop clients that it has not heard of for this long. */
const longestSilenceMs = 50_000;

export const conversationCases: readonly ConformanceCase<RoomsClientTarget>[] = [
	clientCase(
		"dials-its-room",
		"A client names its room in the query of the URL that it dials",
		async (stage) => {
			stage.start();
			const { query } = await stage.arrival();
			const [room, ...more] = query.getAll("room");
			if (room !== stage.target.room || more.length > 0)
				throw new ConformanceFailure(
					`expected the room ${stage.target.room}, got ${query.getAll("room")}`,
				);
		},
	),
	clientCase(
		"waits-for-its-profile",
		"Until it has its profile a client sends nothing but pings",
		async (stage) => {
			const client = stage.start();
			client.subscribe("chat");
			const visit = await stage.arrival();
			await visit.quiet(2000);
			visit.say("config", "");
			await visit.quiet(2000);
			visit.welcome("id");
			await visit.expect(subscribeFrame("chat"));
		},
	),
	clientCase(
		"subscribes-once",
		'Each subscription is sent once, as "event" or "event:id"',
		async (stage) => {
			const client = stage.start();
			client.subscribe("chat");
			client.subscribe("poll", "a:b");
			const visit = await stage.arrival();
			visit.welcome("id");
			await visit.expect(subscribeFrame("chat"), subscribeFrame("poll:a:b"));
			client.subscribe("counter");
			await visit.expect(subscribeFrame("counter"));
			await visit.quiet(2000);
		},
	),
	clientCase(
		"sends-as-told",
		"A message goes out as text with its type and its data, or without data where there is none",
		async (stage) => {
			const [client, visit] = await stage.enter("id");
			for (const data of ["hello", null, 5, { id: "p", answer: "x" }, [1, { __proto_: 2 }]]) {
				client.send("chat", data);
				await visit.expect({ type: "chat", data });
			}
			client.send("profile");
			await visit.expect({ type: "profile" });
		},
	),
	clientCase(
		"keeps-pinging",
		"An idle client shows every 50 s or sooner that it is there",
		async (stage) => {
			const [, visit] = await stage.enter("id");
			for (const _ of [1, 2, 3, 4])
				if ((await visit.quiet(longestSilenceMs)) === 0)
					throw new ConformanceFailure(`nothing came of the client for ${longestSilenceMs} ms`);
		},
	),
	clientCase(
		"takes-later-profiles",
		"A profile amid the conversation does not start it anew: nothing is subscribed to again",
		async (stage) => {
			const [client, visit] = await stage.enter("id");
			visit.welcome("id");
			visit.welcome("id", 9);
			await visit.quiet(2000);
			await stage.expectAlive(client, visit);
		},
	),
	clientCase(
		"stops-cleanly",
		"A client that is stopped closes with a closing handshake, and does not come back",
		async (stage) => {
			const [client, visit] = await stage.enter("id");
			const stopped = client.stop();
			const code = await visit.ended();
			await stopped;
			if (code === 1006) throw new ConformanceFailure("the client cut its connection");
			await stage.target.gateway.quiet(60_000);
		},
	),
	clientCase(
		"stops-while-away",
		"A client that is stopped while it waits to come back does not come back",
		async (stage) => {
			const [client, visit] = await stage.enter("id");
			visit.cut();
			await visit.pass(100);
			await client.stop();
			await stage.target.gateway.quiet(60_000);
		},
	),
];
