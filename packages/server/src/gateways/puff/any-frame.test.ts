import { deflateSync } from "node:zlib";
import type { Frame, JsonValue } from "@gw-sim/core";
import fc from "fast-check";
import { expect, test } from "vitest";
import { PuffBench, type Puffer } from "./testing/puff-bench.js";

const names = [
	"__proto__",
	"constructor",
	"",
	"Unnamed",
	"x".repeat(33),
	"\ud800",
	"\u0000",
	"👩‍👩‍👧‍👦",
];

const anything: fc.Arbitrary<JsonValue> = fc.oneof(
	fc.json().map((text) => JSON.parse(text) as JsonValue),
	fc.constantFrom<JsonValue>({}, null, [], 1e308, -0, "\ud800", [[[[]]]], 6),
);
const fields = fc.dictionary(
	fc.constantFrom(
		"name",
		"visibility",
		"device_type",
		"state",
		"members",
		"ready",
		"group_id",
		"session_id",
		"__proto__",
		"constructor",
	),
	fc.oneof(fc.constantFrom<JsonValue>("public", "private", 5, 6, 7, 8, 9, ...names), anything),
);
/** What `op` and `d` come to; the group's id stands where `ID` is. */
const lawful: fc.Arbitrary<string> = fc
	.tuple(
		fc.oneof(
			{ weight: 20, arbitrary: fc.constantFrom<JsonValue>(1, 2, 4, 4, 4, 5, 6, 7, 8, 420) },
			{ weight: 1, arbitrary: anything },
		),
		fc.oneof(
			{ weight: 2, arbitrary: fc.constant<JsonValue>({ group_id: "ID" }) },
			{ weight: 2, arbitrary: fc.integer({ min: 4, max: 9 }).map((state) => ({ state })) },
			{ weight: 3, arbitrary: fields },
			{ weight: 1, arbitrary: anything },
		),
	)
	.map(([op, d]) => JSON.stringify({ op, d }));
const odd: fc.Arbitrary<string> = fc.oneof(
	fc.string({ unit: "binary" }),
	fc.json(),
	fc.tuple(lawful, fc.nat(60)).map(([text, end]) => text.slice(0, end)),
	fc.nat(100).map((depth) => `{"op":4,"d":${'{"a":'.repeat(depth)}1${"}".repeat(depth)}}`),
	fc.constantFrom(
		'{"op":4,"op":8}',
		'{"op":4,"d":{"state":6,"state":5}}',
		'{"op":4,"d":{"state":1e999}}',
		'{"op":4,"d":{"state":6.0}}',
		'{ "op" : 4 , "d" : { "a b\\"" : [ { } , "}" ] } }',
		'{"op":5,"d":{"name":"\\ud800"}}',
		'\ufeff{"op":2}',
	),
);
const text = fc.oneof({ weight: 5, arbitrary: lawful }, { weight: 1, arbitrary: odd });

interface Said {
	readonly who: number;
	readonly text: string;
	readonly isDeflated: boolean;
}

const said: fc.Arbitrary<Said> = fc.record({
	who: fc.nat(3),
	text,
	isDeflated: fc.boolean(),
});

const known = new Set([
	"JOINED_GROUP",
	"GROUP_CREATE",
	"GROUP_UPDATE",
	"GROUP_USER_JOIN",
	"GROUP_USER_LEFT",
	"GROUP_USER_UPDATE",
	"GROUP_USER_DEVICE_UPDATE",
	"GROUP_HEAT_INQUIRY",
	"GROUP_USER_READY",
	"GROUP_START_HEATING",
	"GROUP_VISIBILITY_CHANGE",
	"PUBLIC_GROUPS_UPDATE",
	"GROUP_JOIN_ERROR",
	"GROUP_CREATE_ERROR",
	"GROUP_ACTION_ERROR",
	"USER_UPDATE_ERROR",
	"SYNTAX_ERROR",
]);

/** What every frame of the server has to be, whatever was said. */
function expectLawful(puffer: Puffer): void {
	for (const message of puffer.take()) {
		expect(message.op).toBe(3);
		expect(known).toContain(message.t);
		expect(Object.keys(message)).toEqual(["op", "t", "d"]);
	}
}

test("whatever clients say, nothing throws, and a stranger's group goes on", async () => {
	await fc.assert(
		fc.asyncProperty(fc.array(said, { minLength: 20, maxLength: 60 }), async (script) => {
			const bench = new PuffBench();
			const { id, members } = await bench.group(4);
			const { members: strangers } = await bench.group(2);
			for (const { who, text, isDeflated } of script) {
				const frame: Frame = text.replace("ID", id);
				members[who]?.raw(isDeflated ? deflateSync(frame) : frame);
			}
			await bench.turn();
			for (const member of members) {
				expectLawful(member);
				// Binary that holds no JSON is all that ends a connection.
				expect([null, 1011]).toContain(member.code);
			}
			expect(bench.log.filter(({ event }) => event !== "bad-json")).toEqual([]);
			const [a, b] = strangers;
			b?.take();
			await a?.ask(4, { state: 5 });
			expect(b?.take()).toMatchObject([{ d: { session_id: a?.id, device_state: { state: 5 } } }]);
			for (const member of members) member.socket.terminate();
			await bench.clock.advance(11_000);
			expect((await bench.get(`/v1/groups/${id}`)).status).toBe(404);
		}),
		{ numRuns: 150 },
	);
	expect(Reflect.get({}, "polluted")).toBeUndefined();
}, 60_000);
