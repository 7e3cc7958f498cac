import { groupMutants } from "./puff-group-mutants.js";
import { heatMutants } from "./puff-heat-mutants.js";
import { memberMutants } from "./puff-member-mutants.js";
import { editedIf, event, onTold, type PuffMutant, said, toldWith } from "./puff-tampering.js";
import type { Wire } from "./tampered-dial.js";
import { dropped, type Fault, messageIn } from "./tampering.js";

/** Changes the query of every URL that holds. */
function asked(holds: (query: URLSearchParams) => boolean, change: Record<string, string>): Fault {
	return (wire) => {
		const url = new URL(wire.url);
		if (holds(url.searchParams))
			for (const [key, value] of Object.entries(change)) url.searchParams.set(key, value);
		return { url: url.href };
	};
}

/** Changes the path of every URL. */
function routed(from: RegExp, to: string): Fault {
	return (wire) => {
		const url = new URL(wire.url);
		url.pathname = url.pathname.replace(from, to);
		return { url: url.href };
	};
}

/** Does something about messages of clients that hold, before the gateway has them. */
function onSaid(
	holds: (text: string) => boolean,
	react: (wire: Wire) => void,
	passes = true,
): () => Fault {
	return () => (wire) => ({
		outgoing(frame) {
			if (typeof frame !== "string" || !holds(frame)) return [frame];
			react(wire);
			return passes ? [frame] : [];
		},
	});
}

const isObject = (text: string): boolean => /^\s*\{.*\}\s*$/s.test(text);
const complain = (wire: Wire): void =>
	wire.deliver(JSON.stringify(event("INTERNAL_ERROR", { code: "INVALID_OP_CODE" })));
const opIn = (text: string): unknown => messageIn(text)?.op;
const isZlib = ({ url }: Wire): boolean => url.includes("compression=zlib");

/** Faults of connections, frames and heartbeats. */
const wireMutants: readonly PuffMutant[] = [
	{
		name: "says hello twice",
		caught: ["hello-comes-first"],
		fault: () => (wire) => ({
			incoming(frame) {
				if (messageIn(frame)?.op === 0) wire.deliver(frame);
				return [frame];
			},
		}),
	},
	{
		name: "tells another interval than it has",
		caught: ["hello-interval"],
		settings: { heartbeatIntervalMs: 10_000 },
	},
	{
		name: "numbers its sessions as anybody could",
		caught: ["hello-session-ids", "hello-comes-first"],
		fault: () => () => ({
			incoming: (frame) =>
				editedIf(
					frame,
					({ op }) => op === 0,
					(hello) => [{ ...hello, d: { ...hello.d, session_id: "1" } }],
				),
		}),
	},
	{
		name: "gives everybody the same session",
		caught: ["hello-session-ids"],
		fault: () => {
			let first: string | null = null;
			return () => ({
				incoming: (frame) =>
					editedIf(
						frame,
						({ op }) => op === 0,
						(hello) => {
							first ??= hello.d.session_id;
							return [{ ...hello, d: { ...hello.d, session_id: first } }];
						},
					),
			});
		},
	},
	{
		name: "is strict about its path",
		caught: ["path-with-a-slash"],
		fault: () => routed(/\/$/, "/nowhere"),
	},
	{
		name: "upgrades on any path",
		caught: ["path-unknown-is-404"],
		fault: () => routed(/.*/, "/socket"),
	},
	{
		name: "deflates unless told not to",
		caught: ["query-defaults", "query-unknown-values", "hello-comes-first"],
		fault: () => asked((query) => !query.has("compression"), { compression: "zlib" }),
	},
	{
		name: "deflates for whatever compression",
		caught: ["query-unknown-values"],
		fault: () =>
			asked((query) => (query.get("compression") ?? "none") !== "none", { compression: "zlib" }),
	},
	{
		name: "drops who asks for etf",
		caught: ["query-etf-is-json", "zlib-frames-are-bytes"],
		fault: () => (wire) => ({
			incoming(frame) {
				if (!wire.url.includes("etf")) return [frame];
				wire.cut();
				return [];
			},
		}),
	},
	{
		name: "never deflates",
		caught: ["zlib-frames-are-bytes", "zlib-and-text-are-alike", "inbound-text-or-bytes"],
		fault: () => asked((query) => query.get("compression") === "zlib", { compression: "none" }),
	},
	{
		name: "writes text to some of those who want bytes",
		caught: ["zlib-and-text-are-alike"],
		fault: () => {
			let last = "";
			return (wire) => ({
				incoming(frame) {
					if (typeof frame === "string") last = frame;
					return [isZlib(wire) && last.includes("GROUP_USER_DEVICE_UPDATE") ? last : frame];
				},
			});
		},
	},
	{
		name: "reads text alone",
		caught: [
			"inbound-text-or-bytes",
			"inbound-any-level",
			"bad-bytes-are-1011",
			"bad-deflated-json-is-1011",
		],
		fault: () => () => ({ outgoing: (frame) => (typeof frame === "string" ? [frame] : []) }),
	},
	{
		name: "reads one level alone",
		caught: ["inbound-any-level"],
		fault: () => () => ({
			outgoing: (frame) => (typeof frame === "string" || frame[1] === 0x9c ? [frame] : []),
		}),
	},
	{
		name: "closes at bad JSON",
		caught: ["bad-json-is-ignored", "no-object-is-ignored"],
		fault: onSaid(
			(text) => !isObject(text),
			(wire) => wire.cut(),
		),
	},
	{
		name: "reads any number, and texts, as an op",
		caught: ["op-is-an-integer"],
		fault: () => () => ({
			outgoing: (frame) =>
				editedIf(
					frame,
					({ op }) => op !== undefined,
					(message) => [{ ...message, op: Math.floor(Number(message.op)) }],
				),
		}),
	},
	{
		name: "complains about ops that it does not know",
		caught: ["unknown-op-is-ignored"],
		fault: onSaid((text) => Number(opIn(text)) > 8 && opIn(text) !== 420, complain),
	},
	{
		name: "complains about ops of its own",
		caught: ["gateway-ops-are-ignored"],
		fault: onSaid((text) => opIn(text) === 0 || opIn(text) === 3, complain),
	},
	{
		name: "wants the op first, and nothing else in front of d",
		caught: ["extra-keys-are-ignored"],
		fault: onSaid(
			(text) => isObject(text) && !/^\{"op":/.test(text),
			() => {},
			false,
		),
	},
	{
		name: "closes at what nests too deep",
		caught: ["nested-too-deep-is-ignored"],
		fault: onSaid(
			(text) => text.includes('{"a":'.repeat(30)),
			(wire) => wire.cut(),
		),
	},
	{
		name: "acknowledges heartbeats",
		caught: ["heartbeat-has-no-answer"],
		fault: onSaid(
			(text) => opIn(text) === 420,
			(wire) => wire.deliver('{"op":421}'),
		),
	},
	{
		name: "waits too long for who is silent",
		caught: ["silence-closes-1000", "silence-counts-what-comes-in"],
		settings: { idleTimeoutMs: 90_000 },
	},
	{
		name: "closes too early",
		caught: ["silence-closes-1000", "heartbeats-keep-the-connection", "any-message-is-activity"],
		settings: { idleTimeoutMs: 20_000 },
	},
	{
		name: "does not count heartbeats",
		caught: ["heartbeats-keep-the-connection"],
		fault: said(420, dropped),
	},
	{
		name: "does not count what it ignores",
		caught: ["any-message-is-activity"],
		fault: onSaid(
			(text) => ![1, 2, 4, 5, 6, 8, 420].includes(Number(opIn(text))),
			() => {},
			false,
		),
	},
	{
		name: "counts what it sends",
		caught: ["silence-counts-what-comes-in"],
		fault: () => onTold((wire) => wire.send('{"op":420}')),
	},
	{
		name: "answers in the order of its own mind",
		caught: ["order-of-each-sender", "order-across-groups"],
		fault: () => () => {
			let held: string | null = null;
			return {
				outgoing(frame) {
					const text = String(frame);
					if (held === null && messageIn(frame)?.op === 4) {
						held = text;
						return [];
					}
					const late = held;
					held = null;
					return late === null ? [frame] : [frame, late];
				},
			};
		},
	},
	{
		name: "tells one of them a name too late",
		caught: ["order-same-for-all"],
		fault: () => {
			let connections = 0;
			return () => {
				const isFirst = ++connections === 1;
				let held: string | null = null;
				return {
					incoming(frame) {
						if (!isFirst || !/^\{"op":3,"t":"GROUP_UPDATE"/.test(String(frame))) return [frame];
						const late = held;
						held = late === null ? String(frame) : null;
						return late === null ? [] : [frame, late];
					},
				};
			};
		},
	},
	{
		name: "has an envelope of its own",
		caught: ["create-answers-its-sender", "join-answers-joined-group", "device-reaches-the-others"],
		fault: () => () => ({
			incoming: (frame) =>
				editedIf(
					frame,
					({ op }) => op === 3,
					(message) => [{ ...message, s: 1 }],
				),
		}),
	},
	{
		name: "writes null where there is no data",
		caught: ["heating-of-one"],
		fault: toldWith("GROUP_START_HEATING", () => null),
	},
];

/** Gateways with one fault each. */
export const mutants: readonly PuffMutant[] = [
	...wireMutants,
	...memberMutants,
	...groupMutants,
	...heatMutants,
];
