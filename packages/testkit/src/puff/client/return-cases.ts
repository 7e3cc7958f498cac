import { type ConformanceCase, ConformanceFailure } from "../../conformance.js";
import { clientCase, groupId, joinFrame, userFrame } from "./client-case.js";
import type { PuffClientTarget } from "./target.js";

const shortestMs = 1000;
/** The last step of all devices' schedule, 15 s, and what chance may add to it. */
const longestMs = 22_500;
/** What timers and handshakes may take. */
const slackMs = 500;

function expectWait(ms: number, fromMs = shortestMs, toMs = longestMs): void {
	if (ms < fromMs - 10 || ms > toMs + slackMs)
		throw new ConformanceFailure(
			`the client came back after ${Math.round(ms)} ms; it ought to wait ${fromMs} to ${toMs} ms`,
		);
}

export const returnCases: readonly ConformanceCase<PuffClientTarget>[] = [
	clientCase(
		"returns-after-a-close",
		"A client comes back to its group after a close with whatever code, a second later or more",
		async (stage) => {
			let [, visit] = await stage.inGroup();
			for (const code of [1000, 1001, 1009, 1011, 1012, 1013, 4001, 4002]) {
				const gone = visit;
				const [ms, next] = await stage.away(() => gone.close(code));
				expectWait(ms);
				next.hello();
				await next.expect(joinFrame);
				next.joined(groupId);
				await next.pass(100);
				visit = next;
			}
		},
	),
	clientCase(
		"returns-after-a-loss",
		"A client comes back to its group after a lost connection, a second later or more",
		async (stage) => {
			const [, visit] = await stage.inGroup();
			const [ms, next] = await stage.away(() => visit.cut());
			expectWait(ms);
			next.hello();
			await next.expect(joinFrame);
		},
	),
	clientCase(
		"returns-once",
		"A client has one connection at a time: each loss brings one new connection",
		async (stage) => {
			const [client, visit] = await stage.inGroup();
			visit.close(1012);
			const next = await stage.comesBack();
			await stage.target.gateway.quiet(60_000);
			await stage.expectAlive(client, next);
		},
	),
	clientCase(
		"backs-off",
		"A client that is never greeted waits in steps of 1, 2, 5, 10, then 15 s, up to half as long again, and never gives up",
		async (stage) => {
			stage.start();
			let visit = await stage.arrival();
			for (const stepMs of [1000, 2000, 5000, 10_000, 15_000, 15_000, 15_000, 15_000]) {
				const gone = visit;
				const [ms, next] = await stage.away(() => gone.cut());
				expectWait(ms, stepMs, 1.5 * stepMs);
				visit = next;
			}
		},
	),
	clientCase(
		"backs-off-anew",
		"Once a client is back where it wants to be, its waits begin with the shortest again",
		async (stage) => {
			let [, visit] = await stage.inGroup();
			for (const _ of [1, 2]) {
				for (let n = 0; n < 4; n++) {
					const gone = visit;
					[, visit] = await stage.away(() => gone.cut());
				}
				visit.hello();
				await visit.expect(joinFrame);
				visit.joined(groupId);
				await visit.pass(100);
				const gone = visit;
				const [ms, next] = await stage.away(() => gone.cut());
				expectWait(ms, shortestMs, 1.5 * shortestMs);
				visit = next;
			}
		},
	),
	clientCase(
		"waits-for-no-hello-for-ever",
		"A client that is not greeted within a minute dials again",
		async (stage) => {
			stage.start();
			await stage.arrival();
			const next = await stage.arrival(60_000);
			next.hello();
			await next.quiet(1000);
		},
	),
	clientCase(
		"returns-as-itself",
		"On a new connection a client says first by op 6 what it calls itself now, then joins its group by op 1",
		async (stage) => {
			const client = stage.start({ name: "Al", device_type: "opal" });
			let visit = await stage.arrival();
			visit.hello();
			await visit.expect(userFrame({ name: "Al", device_type: "opal" }));
			client.join(groupId);
			await visit.expect(joinFrame);
			visit.joined(groupId);
			await visit.pass(100);
			client.change({ name: "Bo" });
			await visit.expect(userFrame({ name: "Bo" }));
			for (const _ of [1, 2]) {
				visit.cut();
				visit = await stage.arrival();
				visit.hello();
				await visit.expect(userFrame({ name: "Bo", device_type: "opal" }), joinFrame);
				await visit.quiet(500);
				visit.joined(groupId);
				await visit.pass(100);
			}
		},
	),
	clientCase(
		"returns-with-its-whole-device",
		"The first op 4 after each JOINED_GROUP tells all that the device has told, the later ones what is new",
		async (stage) => {
			const [client, visit] = await stage.inGroup();
			client.tell({ temperature: 24, battery: 80, state: 5 });
			await visit.expect({ op: 4, d: { temperature: 24, battery: 80, state: 5 } });
			client.tell({ temperature: 25, deviceName: "x" });
			await visit.expect({ op: 4, d: { temperature: 25, deviceName: "x" } });
			visit.cut();
			const next = await stage.comesBack();
			await next.expect({
				op: 4,
				d: { temperature: 25, battery: 80, state: 5, deviceName: "x" },
			});
			client.tell({ battery: 79 });
			await next.expect({ op: 4, d: { battery: 79 } });
			client.join("zz99zz");
			await next.expect({ op: 1, d: { group_id: "zz99zz" } });
			next.joined("zz99zz");
			await next.expect({
				op: 4,
				d: { temperature: 25, battery: 79, state: 5, deviceName: "x" },
			});
		},
	),
	clientCase(
		"returns-to-the-last-group",
		"A client comes back to the group where it was last",
		async (stage) => {
			const [client, visit] = await stage.inGroup();
			client.join("zz99zz");
			await visit.expect({ op: 1, d: { group_id: "zz99zz" } });
			visit.joined("zz99zz");
			await visit.pass(100);
			visit.close(1012);
			const next = await stage.arrival();
			next.hello();
			await next.expect({ op: 1, d: { group_id: "zz99zz" } });
		},
	),
	clientCase(
		"returns-to-where-it-stayed",
		"A client that could not join another group is still in its own, and comes back to it",
		async (stage) => {
			const [client, visit] = await stage.inGroup();
			client.join("zz99zz");
			await visit.expect({ op: 1, d: { group_id: "zz99zz" } });
			visit.event("GROUP_JOIN_ERROR", { code: "INVALID_GROUP_ID" });
			await visit.pass(100);
			await stage.expectAlive(client, visit);
			visit.cut();
			await stage.comesBack();
		},
	),
	clientCase(
		"returns-to-no-group-it-left",
		"A client does not go back to a group that it left, nor to one that was deleted",
		async (stage) => {
			for (const way of ["leave", "delete"] as const) {
				const [client, visit] = await stage.inGroup();
				if (way === "leave") {
					client.leave();
					await visit.expect({ op: 7 });
				} else visit.event("GROUP_DELETE", { group_id: groupId });
				await visit.pass(100);
				visit.cut();
				const next = await stage.arrival();
				next.hello();
				await next.quiet(10_000);
				await client.stop();
				await stage.forget();
			}
		},
	),
	clientCase(
		"returns-through-failures",
		"A connection that ends before the client is in its group again does not make it forget the group",
		async (stage) => {
			const [, visit] = await stage.inGroup();
			visit.cut();
			const early = await stage.arrival();
			early.close(1012);
			const greeted = await stage.arrival();
			greeted.hello();
			await greeted.expect(joinFrame);
			greeted.cut();
			const last = await stage.comesBack();
			await last.quiet(1000);
		},
	),
	clientCase(
		"asks-for-its-group-again",
		"A client whose group cannot be joined again stays connected and asks for it again, with a second or more in between",
		async (stage) => {
			const [client, visit] = await stage.inGroup();
			visit.cut();
			const next = await stage.arrival();
			next.hello();
			for (const code of ["INVALID_GROUP_ID", "invalid_group", "INVALID_GROUP_ID"]) {
				await next.expectWithin(longestMs, joinFrame);
				next.event("GROUP_JOIN_ERROR", { code });
				await next.quiet(shortestMs - 10);
			}
			await next.expectWithin(longestMs, joinFrame);
			next.joined(groupId);
			await next.quiet(30_000);
			await stage.expectAlive(client, next);
		},
	),
];
