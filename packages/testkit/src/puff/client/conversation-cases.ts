import { type ConformanceCase, ConformanceFailure } from "../../conformance.js";
import { clientCase, groupId, joinFrame, userFrame } from "./client-case.js";
import type { PuffClientTarget } from "./target.js";

const known: Readonly<Record<string, readonly (string | null)[]>> = {
	encoding: [null, "json"],
	compression: [null, "none", "zlib"],
};

/** What a client says, and when. */
export const conversationCases: readonly ConformanceCase<PuffClientTarget>[] = [
	clientCase(
		"dials-with-a-known-query",
		"A client asks for JSON, plain or deflated, and for nothing that gateways do not have",
		async (stage) => {
			stage.start();
			const { query } = await stage.arrival();
			for (const [key, values] of Object.entries(known))
				if (!values.includes(query.get(key)))
					throw new ConformanceFailure(`the client asked for ${key}=${query.get(key)}`);
		},
	),
	clientCase("waits-for-hello", "Until it had its hello a client sends nothing", async (stage) => {
		stage.start({ name: "Al" });
		const visit = await stage.arrival();
		await visit.quiet(5000);
		visit.hello();
		await visit.expect(userFrame({ name: "Al" }));
	}),
	clientCase(
		"introduces-itself-first",
		"After hello a client says who it is by op 6, before anything else",
		async (stage) => {
			const user = { name: "Al \u{1f525}", device_type: "opal" };
			const client = stage.start(user);
			const visit = await stage.arrival();
			visit.hello();
			await visit.expect(userFrame(user));
			client.join(groupId);
			await visit.expect(joinFrame);
		},
	),
	clientCase(
		"joins-and-leaves",
		"A client joins by op 1 with the group's id and leaves by op 7, each sent once",
		async (stage) => {
			const [client, visit] = await stage.inGroup();
			client.leave();
			await visit.expect({ op: 7 });
			client.join("zz99zz");
			await visit.expect({ op: 1, d: { group_id: "zz99zz" } });
			visit.joined("zz99zz");
			await visit.quiet(5000);
		},
	),
	clientCase(
		"creates",
		"A client creates a group by op 2 with the name that it is given; being told of it is not being in it",
		async (stage) => {
			const [client, visit] = await stage.greeted();
			client.create("Friday");
			await visit.expect({ op: 2, d: { name: "Friday" } });
			visit.event("GROUP_CREATE", { group_id: groupId, name: "Friday" });
			await visit.quiet(2000);
			client.join(groupId);
			await visit.expect(joinFrame);
		},
	),
	clientCase(
		"bears-refusals",
		"A client that may not join a group stays connected, does not ask again by itself, and may join another",
		async (stage) => {
			const [client, visit] = await stage.greeted();
			client.join("zz99zz");
			await visit.expect({ op: 1, d: { group_id: "zz99zz" } });
			visit.event("GROUP_JOIN_ERROR", { code: "INVALID_GROUP_ID" });
			await visit.quiet(10_000);
			client.join(groupId);
			await visit.expect(joinFrame);
			visit.joined(groupId);
			await visit.pass(100);
			await stage.expectAlive(client, visit);
		},
	),
	clientCase(
		"tells-its-device-in-a-group",
		"What a device tells goes out by op 4 as it is, once JOINED_GROUP has come and not before",
		async (stage) => {
			const [client, visit] = await stage.greeted();
			client.join(groupId);
			await visit.expect(joinFrame);
			await visit.quiet(2000);
			visit.joined(groupId);
			await visit.pass(100);
			const device = { temperature: 24, battery: 80, totalDabs: 5, state: 5 };
			client.tell(device);
			await visit.expect({ op: 4, d: device });
			client.tell({ temperature: 25 });
			await visit.expect({ op: 4, d: { temperature: 25 } });
			client.tell({ state: 6 });
			await visit.expect({ op: 4, d: { state: 6 } });
		},
	),
	clientCase(
		"speaks-as-told",
		"A client changes its user by op 6, its group by op 5, and inquires by op 8",
		async (stage) => {
			const [client, visit] = await stage.inGroup();
			client.change({ name: "Bo" });
			await visit.expect(userFrame({ name: "Bo" }));
			client.change({ device_type: "peak" });
			await visit.expect(userFrame({ device_type: "peak" }));
			client.edit({ name: "Saturday" });
			await visit.expect({ op: 5, d: { name: "Saturday" } });
			client.edit({ visibility: "public" });
			await visit.expect({ op: 5, d: { visibility: "public" } });
			client.inquire();
			await visit.expect({ op: 8 });
		},
	),
	clientCase(
		"writes-integers",
		"A client writes its ops as integers, digits alone, since gateways ignore any others",
		async (stage) => {
			const client = stage.start({ name: "Al" });
			const visit = await stage.arrival();
			visit.hello(2000);
			await visit.pass(100);
			client.join(groupId);
			for (const op of [6, 1, 420]) {
				const { text } = await visit.next(`op ${op}`);
				const written = /"op"\s*:\s*([^,}\s]+)/.exec(text)?.[1];
				if (written !== String(op))
					throw new ConformanceFailure(`expected op ${op}, got ${written}`);
			}
		},
	),
	clientCase(
		"stops-cleanly",
		"A client that is stopped closes with a closing handshake, and does not come back",
		async (stage) => {
			const [client, visit] = await stage.inGroup();
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
			const [client, visit] = await stage.inGroup();
			visit.cut();
			await visit.pass(100);
			await client.stop();
			await stage.target.gateway.quiet(60_000);
		},
	),
	clientCase(
		"hears-of-heat",
		"A client hears the inquiry and the start, with or without its role, as the one that is to heat or that is to watch",
		async (stage) => {
			const [client, visit] = await stage.inGroup();
			const role = { excluded: false, watcher: false, away: false };
			const steps = [
				["inquiry", () => visit.event("GROUP_HEAT_INQUIRY", { session_id: "other" })],
				["heat", () => visit.event("GROUP_START_HEATING")],
				["heat", () => visit.event("GROUP_START_HEATING", role)],
				["watch", () => visit.event("GROUP_START_HEATING", { ...role, watcher: true })],
				["watch", () => visit.event("GROUP_START_HEATING", { ...role, excluded: true })],
				["watch", () => visit.event("GROUP_START_HEATING", { ...role, away: true })],
				["inquiry", () => visit.event("GROUP_HEAT_INQUIRY", { session_id: "x", watcher: true })],
			] as const;
			for (const [, tell] of steps) tell();
			await stage.expectAlive(client, visit);
			const expected = steps.map(([what]) => what);
			if (stage.heard.join() !== expected.join())
				throw new ConformanceFailure(`expected to hear ${expected}, heard ${stage.heard}`);
		},
		{ hears: true },
	),
];
