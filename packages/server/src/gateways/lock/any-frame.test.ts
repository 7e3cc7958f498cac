import { type Frame, type JsonValue, seededRandom } from "@gw-sim/core";
import { decodeClientMessage, type Version } from "@gw-sim/protocols/lock";
import { GatewayHost, type LogFields, parseConfig } from "@gw-sim/server";
import { MemoryStore } from "@gw-sim/store";
import { memoryPair, VirtualClock } from "@gw-sim/transport";
import fc from "fast-check";
import { expect, test } from "vitest";

const topics = ["lock:a", "lock:b", "lock:", "lock:__proto__", "phoenix", "room:1"] as const;
const events = [
	"phx_join",
	"phx_leave",
	"reset",
	"event",
	"pair:complete",
	"access:request",
	"heartbeat",
	"phx_close",
	"phx_reply",
	"__proto__",
	"constructor",
] as const;

const refs = fc.constantFrom<JsonValue>("1", "2", null, 1, { a: [1] }, "__proto__");
const hostileKeys = fc.dictionary(
	fc.constantFrom("__proto__", "constructor", "prototype", "serial", "user", "uuid", "toString"),
	fc.oneof(
		fc.constant({ polluted: true }),
		fc.json().map((text) => JSON.parse(text) as JsonValue),
	),
);
const payload = fc.oneof(
	hostileKeys,
	fc.json().map((text) => JSON.parse(text) as JsonValue),
	fc.constantFrom<JsonValue>({}, null, 1e308, -0, "\ud800", [[[[]]]]),
);
const lawful = fc
	.tuple(refs, refs, fc.constantFrom(...topics), fc.constantFrom(...events), payload)
	.map(([joinRef, ref, topic, event, data]) => [joinRef, ref, topic, event, data]);

const v2: fc.Arbitrary<Frame> = lawful.map((message) => JSON.stringify(message));
const v1: fc.Arbitrary<Frame> = lawful.map(([join_ref, ref, topic, event, data]) =>
	JSON.stringify({ topic, event, payload: data, ref, join_ref }),
);
const binary: fc.Arbitrary<Frame> = fc
	.tuple(fc.constantFrom(...topics), fc.constantFrom(...events), fc.uint8Array({ maxLength: 40 }))
	.map(([topic, event, data]) => {
		const text = `1${topic}${event}`;
		return Buffer.concat([
			Buffer.from([0, 0, 1, topic.length, event.length]),
			Buffer.from(text),
			data,
		]);
	});
const broken: fc.Arbitrary<Frame> = fc.oneof(
	fc.string({ unit: "binary" }),
	fc.uint8Array(),
	fc.json(),
	fc.tuple(v2, fc.nat(100)).map(([text, end]) => text.slice(0, end)),
	fc.nat(200).map((depth) => `["1","1","lock:a","event",${"[".repeat(depth)}${"]".repeat(depth)}]`),
	fc.constantFrom(
		'["1","1","lock:a","event",1e999]',
		'["1","1","lock:a","event",{"a":1,"a":2}]',
		'["1","1","lock:a","event",9007199254740993,[],{}]',
		'["1","1","lock:a","phx_join",{},"\\ud800"]',
		`["1","1","lock:${"x".repeat(60_000)}","phx_join",{}]`,
	),
);
/** Mostly frames that get far, since the first that cannot be read is a session's last. */
const script = (version: Version) =>
	fc.array(
		fc.oneof(
			{ weight: 30, arbitrary: version === 1 ? v1 : v2 },
			{ weight: 4, arbitrary: version === 1 ? v1 : binary },
			{ weight: 2, arbitrary: broken },
			{ weight: 1, arbitrary: version === 1 ? v2 : v1 },
		),
		{ minLength: 10, maxLength: 30 },
	);
const conversation = fc
	.constantFrom<Version>(1, 2, 2)
	.chain((version) => fc.tuple(fc.constant(version), script(version)));

function isReadable(frame: Frame, version: Version): boolean {
	try {
		decodeClientMessage(frame, version);
		return true;
	} catch {
		return false;
	}
}

test("whatever 20,000 frames hold, a session goes on to answer or closes 1011", async () => {
	const clock = new VirtualClock();
	const random = seededRandom("any frame");
	const store = new MemoryStore({ clock, random });
	const troubles: LogFields[] = [];
	const log = (level: string, event: string, fields: LogFields): void => {
		const isLawful = event === "bad-frame" || String(fields.why).startsWith("no handler for event");
		if (level !== "debug" && !isLawful) troubles.push({ event, ...fields });
	};
	const host = new GatewayHost({ config: parseConfig(), store, clock, random, log });
	const prototypeKeys = Object.getOwnPropertyNames(Object.prototype).sort();
	let sent = 0;
	let closed = 0;

	const converse = async (version: Version, frames: readonly Frame[]): Promise<void> => {
		const query = new URLSearchParams({ name: "fuzz", vsn: `${version}.0.0` });
		const verdict = await host.admit(
			{ path: "/socket/websocket", query, origin: null, host: null, cookie: null, offered: [] },
			`10.${sent % 250}.${(sent >> 8) % 250}.1`,
			null,
		);
		if (!verdict.ok) throw new Error(`refused with ${verdict.status}`);
		const [client, server] = memoryPair(clock);
		const answers: Frame[] = [];
		let code: number | null = null;
		client.listen({
			frame: (frame) => answers.push(frame),
			closed: (info) => {
				code = info.code;
			},
		});
		verdict.accept(server);
		for (const [i, frame] of frames.entries()) {
			const beat = `beat ${i}`;
			client.send(frame);
			client.send(
				version === 2
					? JSON.stringify([null, beat, "phoenix", "heartbeat", {}])
					: JSON.stringify({ topic: "phoenix", event: "heartbeat", payload: {}, ref: beat }),
			);
			sent++;
			await clock.advance(1);
			if (!isReadable(frame, version)) {
				expect(code).toBe(1011);
				closed++;
				return;
			}
			expect(code).toBe(null);
			expect(answers.at(-1)).toContain(beat);
		}
		client.terminate();
		await clock.advance(1);
	};

	for (let seed = 1; sent < 20_000; seed++)
		for (const [version, frames] of fc.sample(conversation, { seed, numRuns: 200 }))
			await converse(version, frames);
	expect(sent).toBeGreaterThanOrEqual(20_000);
	expect(closed).toBeGreaterThan(500);
	expect(troubles).toEqual([]);
	await clock.advance(1);
	expect(host.connections.size).toBe(0);
	expect(clock.pending).toBe(0);
	expect(Object.getOwnPropertyNames(Object.prototype).sort()).toEqual(prototypeKeys);
});
