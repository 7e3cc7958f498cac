import { type ExactJson, parseExactJson } from "@gw-sim/core";
import { type ConformanceCase, ConformanceFailure } from "../../conformance.js";
import {
	anyInteger,
	anyText,
	anything,
	including,
	type Matcher,
	matches,
	oneOf,
	type Pattern,
	showPattern,
	textLike,
} from "../../pattern.js";
import { gatewayCase } from "./gateway-case.js";
import type { RoomsTarget } from "./target.js";
import type { TestRoom } from "./test-room.js";

const anyNumber: Matcher = { name: "<number>", matches: (value) => typeof value === "number" };

/** A page about a room; it has to be JSON like this. */
async function expectPage(room: TestRoom, page: string, pattern: Pattern): Promise<ExactJson> {
	const path = `${page}?${new URLSearchParams({ room: room.name })}`;
	const answer = await room.target.http?.(path);
	const value = answer?.status === 200 ? parseExactJson(answer.body, 20) : undefined;
	if (value === undefined || !matches(pattern, value))
		throw new ConformanceFailure(
			`${page}: expected ${showPattern(pattern)}, got ${answer?.status} ${answer?.body}`,
		);
	return value;
}

/** As `expectPage`, for what a gateway may notice a little later than the client that did it. */
async function expectPageSoon(room: TestRoom, page: string, pattern: Pattern): Promise<void> {
	const { clock, waitMs = 4000 } = room.target;
	const deadline = clock.now() + waitMs;
	for (;;) {
		try {
			await expectPage(room, page, pattern);
			return;
		} catch (error) {
			if (clock.now() >= deadline) throw error;
			await new Promise<void>((resolve) => clock.after(20, resolve));
		}
	}
}

export const httpCases: readonly ConformanceCase<RoomsTarget>[] = [
	gatewayCase(
		"http-without-upgrade",
		"The endpoint without an upgrade answers 400 and `expected websocket`",
		async ({ target }) => {
			const answer = await target.http?.(new URL(target.url).pathname);
			if (answer?.status !== 400 || answer.body !== "expected websocket")
				throw new ConformanceFailure(
					`expected 400 expected websocket, got ${answer?.status} ${answer?.body}`,
				);
		},
		"http",
	),
	gatewayCase(
		"http-details",
		"/details tells a room's id, name, config, polls, numbers and times",
		async (room) => {
			const a = await room.enter();
			await a.saySettled(
				["poll", { id: "p", answer: "x" }],
				["ephemeralPoll", { id: "e", answer: "x" }],
				["ephemeralPoll", { id: "f", answer: "x" }],
			);
			await expectPage(
				room,
				"/details",
				including({
					id: textLike(/^[0-9a-f]{64}$/),
					name: room.name,
					count: 1,
					uniqueCount: 1,
					increment: anyInteger,
					incrementSinceRestart: anyInteger,
					pollCount: 1,
					ephemeralPollCount: 2,
					config: room.target.initialConfig ?? "",
					bootupTime: anything,
					uptime: anyNumber,
				}),
			);
		},
		"http",
	),
	gatewayCase(
		"http-details-counts",
		"/details counts connections and sessions apart, as they come and go",
		async (room) => {
			const [a, b] = await room.enterAll(2);
			const twin = await room.enter({ session: a.id, profile: { suffix: a.suffix } });
			await expectPage(room, "/details", including({ count: 3, uniqueCount: 2 }));
			await twin.leave();
			await expectPageSoon(room, "/details", including({ count: 2, uniqueCount: 2 }));
			await b.leave();
			await expectPageSoon(room, "/details", including({ count: 1, uniqueCount: 1 }));
		},
		"http",
	),
	gatewayCase(
		"http-users",
		"/users tells everybody's suffix, public properties and last message, and not who they are",
		async (room) => {
			const [a, b] = await room.enterAll(2);
			await a.login({ name: "Al", _key: 1, subscriptions: "z" });
			const user = (suffix: number, properties: Pattern): Pattern => ({
				suffix,
				properties,
				lastCommunication: anyNumber,
			});
			const [al, other] = [user(a.suffix, { name: "Al" }), user(b.suffix, {})];
			const users = oneOf([al, other], [other, al]);
			await expectPage(room, "/users", { ts: anything, users });
		},
		"http",
	),
	gatewayCase(
		"http-names",
		"/details and /users know rooms by any name",
		async (room) => {
			const other = `${room.name}/a b&c=d \u{1f6aa}`;
			const query = { room: other };
			await room.enter({ query });
			const path = `/details?${new URLSearchParams(query)}`;
			const answer = await room.target.http?.(path);
			const value = parseExactJson(answer?.body ?? "", 20);
			const pattern = including({ name: other, count: 1, id: anyText });
			if (!matches(pattern, value))
				throw new ConformanceFailure(`expected ${showPattern(pattern)}, got ${answer?.body}`);
		},
		"http",
	),
];
