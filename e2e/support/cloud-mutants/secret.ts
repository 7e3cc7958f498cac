import { utf8Decode } from "@gw-sim/core";
import { secret } from "../cloud-secret.js";
import type { Wire } from "../tampered-dial.js";
import { type CloudMutant, isPacket, reads, readsFirst, sends } from "./mutant.js";

const everyRefusal = [
	"wrong-secret-is-1008",
	"secret-is-whole",
	"secret-is-not-trimmed",
	"secret-has-its-case",
	"secret-is-no-empty-text",
	"secret-is-text",
	"ping-before-secret",
	"words-before-secret",
	"refusal-is-final",
	"refused-may-return",
	"refusal-is-nobody-elses",
];

/** Who is let in, and how. */
export const secretMutants: readonly CloudMutant[] = [
	{ name: "lets everybody in", caught: everyRefusal, fault: readsFirst(() => [secret]) },
	{
		name: "refuses with another code",
		caught: [...everyRefusal, "silence-is-1008"],
		ends: (info) => (info.code === 1008 ? { ...info, code: 1002 } : info),
	},
	{
		name: "refuses with a reason",
		caught: [...everyRefusal, "silence-is-1008"],
		ends: (info) => (info.code === 1008 ? { ...info, reason: "wrong secret" } : info),
	},
	{
		name: "explains why it refuses",
		caught: everyRefusal,
		fault: () => (wire) => {
			let isFirst = true;
			return {
				outgoing(frame) {
					if (isFirst && frame !== secret) wire.deliver("wrong secret");
					isFirst = false;
					return [frame];
				},
			};
		},
	},
	{
		name: "trims secrets",
		caught: ["secret-is-not-trimmed"],
		fault: readsFirst((frame) => [typeof frame === "string" ? frame.trim() : frame]),
	},
	{
		name: "does not tell letters apart",
		caught: ["secret-has-its-case"],
		fault: readsFirst((frame) =>
			String(frame).toLowerCase() === secret.toLowerCase() ? [secret] : [frame],
		),
	},
	{
		name: "compares the beginning of secrets",
		caught: ["secret-is-whole"],
		fault: readsFirst((frame) => (String(frame).startsWith(secret) ? [secret] : [frame])),
	},
	{
		name: "reads bytes as text",
		caught: ["secret-is-text", "ping-is-text"],
		fault: reads((frame) => [typeof frame === "string" ? frame : (utf8Decode(frame) ?? frame)]),
	},
	{
		name: "takes nothing for the secret",
		caught: ["secret-is-no-empty-text"],
		fault: readsFirst((frame) => [frame === "" ? secret : frame]),
	},
	{
		name: "knows all its words before the secret",
		caught: ["words-before-secret"],
		fault: readsFirst((frame) => [frame === "ok" || frame === "pong" ? secret : frame]),
	},
	{
		name: "answers pings before the secret",
		caught: ["ping-before-secret", "refusal-is-final"],
		fault: () => (wire) => {
			let isFirst = true;
			return {
				outgoing(frame) {
					if (isFirst && frame === "ping") {
						wire.deliver("pong");
						return [];
					}
					isFirst = false;
					return [frame];
				},
			};
		},
	},
	{
		name: "waits for the right secret",
		caught: ["wrong-secret-is-1008", "refusal-is-final"],
		fault: () => () => {
			let isKnown = false;
			return {
				outgoing(frame) {
					isKnown ||= frame === secret;
					return isKnown ? [frame] : [];
				},
			};
		},
	},
	{
		name: "lets nobody in after a wrong secret",
		caught: ["refused-may-return"],
		fault: () => {
			let isAngry = false;
			return () => ({
				outgoing(frame) {
					isAngry ||= String(frame).startsWith("wrong");
					return isAngry ? ["wrong"] : [frame];
				},
			});
		},
	},
	{
		name: "drops everybody at a wrong secret",
		caught: ["refusal-is-nobody-elses"],
		fault: () => {
			const wires: Wire[] = [];
			return (wire) => {
				wires.push(wire);
				return {
					outgoing(frame) {
						if (frame === "wrong") for (const each of wires) each.cut();
						return [frame];
					},
				};
			};
		},
	},
	{
		name: "greets before the secret",
		caught: ["silent-before-secret", "repeats-for-lamps-alone", "any-number-of-lamps"],
		settings: { handshakeTimeoutMs: 200_000 },
		fault: () => (wire) => {
			queueMicrotask(() => wire.deliver("[cc:0:?:?]"));
			return {};
		},
	},
	{
		name: "says OK",
		caught: ["first-frame-is-the-secret", "packet-follows-ok"],
		fault: sends((text) => [text === "ok" ? "OK" : text]),
	},
	{
		name: "sends no packet after ok, as the first servers",
		caught: ["packet-follows-ok", "newcomer-gets-the-current-packet"],
		fault: () => () => {
			let packets = 0;
			return { incoming: (frame) => (isPacket(frame) && ++packets === 1 ? [] : [frame]) };
		},
	},
	{
		name: "says more after ok",
		caught: ["packet-follows-ok"],
		fault: sends((text) => (text === "ok" ? [text, "[cc:0:?:?]", "welcome"] : [text])),
	},
	{
		name: "hears nothing until it has said ok",
		caught: ["secret-with-a-ping-behind"],
		fault: () => () => {
			let isKnown = false;
			let isFirst = true;
			return {
				incoming(frame) {
					isKnown ||= frame === "ok";
					return [frame];
				},
				outgoing(frame) {
					const isHeard = isFirst || isKnown;
					isFirst = false;
					return isHeard ? [frame] : [];
				},
			};
		},
	},
	{
		name: "says ok for every secret",
		caught: ["secret-counts-once"],
		fault: () => (wire) => {
			let secrets = 0;
			return {
				outgoing(frame) {
					if (frame === secret && ++secrets > 1) wire.deliver("ok");
					return [frame];
				},
			};
		},
	},
	{
		name: "serves one lamp, as the original",
		caught: ["any-number-of-lamps", "pong-goes-to-who-asked", "change-reaches-every-lamp"],
		fault: () => {
			let connections = 0;
			return () => (++connections > 1 ? { outgoing: () => [] } : {});
		},
	},
	{
		name: "waits longer for the secret than it says",
		caught: ["silence-is-1008"],
		settings: { handshakeTimeoutMs: 20_000 },
		target: () => ({ handshakeTimeoutMs: 10_000 }),
	},
	{
		name: "does not wait as long as it says",
		caught: ["silence-is-1008", "late-secret"],
		settings: { handshakeTimeoutMs: 5000 },
		target: () => ({ handshakeTimeoutMs: 10_000 }),
	},
];
