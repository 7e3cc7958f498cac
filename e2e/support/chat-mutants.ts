import { type ExactJson, parseExactJson, stringifyExactJson } from "@gw-sim/core";
import type { Dial } from "@gw-sim/transport";
import { type Editable, editCnf, edited, type Meddler, meddledDial } from "./meddled-dial.js";

/** A gateway that breaks a rule, and the cases that have to find it out. */
export interface GatewayMutant {
	readonly name: string;
	readonly caughtBy: readonly string[];
	/** What one of its connections does wrong. */
	readonly meddler?: () => Meddler;
	/** What it is configured to do wrong. */
	readonly settings?: object;
}

export function mutated(dial: Dial, { meddler }: GatewayMutant): Dial {
	return meddler === undefined ? dial : meddledDial(dial, meddler);
}

const isEvent = (frame: Editable, name: string): boolean => frame.f === 130 && frame.e === name;

/** Changes what the gateway sends; `null` drops it. */
function sends(change: (frame: Editable) => ExactJson | null): () => Meddler {
	return () => ({
		in: (frame) => {
			const changed = change(frame);
			return changed === null ? [] : [changed];
		},
	});
}

/** Changes what the gateway understands. */
function reads(change: (frame: Editable) => ExactJson): () => Meddler {
	return () => ({ out: (frame) => [change(frame)] });
}

const same = (frame: Editable): ExactJson => edited(frame, {});

export const gatewayMutants = (goodToken: string): readonly GatewayMutant[] => [
	{
		name: "no echo to who typed or said it last",
		caughtBy: ["chat/message-reaches-the-whole-room", "chat/message-shape", "chat/name-in-e"],
		meddler: () => {
			let said: ExactJson | undefined;
			return {
				out: (frame) => {
					if (isEvent(frame, "MESSAGE_CREATE")) said = (frame.cnf as Editable | undefined)?.content;
					return [same(frame)];
				},
				in: (frame) =>
					isEvent(frame, "MESSAGE_CREATE") && (frame.cnf as Editable).content === said
						? []
						: [same(frame)],
			};
		},
	},
	{
		name: "s with holes",
		caughtBy: [
			"chat/sequence-from-1",
			"chat/resume-replays-what-was-missed",
			"chat/resume-from-an-earlier-s",
		],
		meddler: sends((frame) =>
			frame.f === 130 ? edited(frame, { s: 2 * Number(frame.s) - 1 }) : same(frame),
		),
	},
	{
		name: "s over all sessions",
		caughtBy: ["chat/sequence-from-1", "chat/sequence-is-per-session", "chat/resume-s-missing"],
		meddler: sends((frame) =>
			frame.f === 130 ? edited(frame, { s: 10 + Number(frame.s) }) : same(frame),
		),
	},
	{
		name: "digits rounded on the way out",
		caughtBy: [
			"chat/user-id-is-exact",
			"chat/neighbouring-ids-are-two-users",
			"chat/nonce-number-is-exact",
		],
		meddler: sends((frame) => JSON.parse(rounded(frame)) as ExactJson),
	},
	{
		name: "numbers written as text",
		caughtBy: ["chat/user-id-is-exact", "chat/nonce-number-is-exact", "chat/message-shape"],
		meddler: sends((frame) => JSON.parse(JSON.stringify(frame)) as ExactJson),
	},
	{
		name: "4004 fatal",
		caughtBy: [
			"chat/bad-json-is-4004",
			"chat/second-present-is-4004",
			"chat/blank-content-is-4004",
		],
		meddler: sends((frame) =>
			(frame.cnf as Editable | undefined)?.c === 4004 ? editCnf(frame, { d: true }) : same(frame),
		),
	},
	{
		name: "4005 called 4004",
		caughtBy: ["chat/event-before-present-is-4005"],
		meddler: sends((frame) =>
			(frame.cnf as Editable | undefined)?.c === 4005 ? editCnf(frame, { c: 4004 }) : same(frame),
		),
	},
	{
		name: "errors with a text",
		caughtBy: ["chat/error-shape"],
		meddler: sends((frame) => (frame.f === 150 ? editCnf(frame, { message: "why" }) : same(frame))),
	},
	{
		name: "no ROOM_USER_REMOVE",
		caughtBy: [
			"chat/close-1000-leaves-at-once",
			"chat/close-1001-leaves-at-once",
			"chat/presence-is-per-session",
			"chat/move-is-told-to-both-rooms",
			"chat/ban-is-seen-by-the-room",
			"chat/lost-session-leaves-in-the-end",
		],
		meddler: sends((frame) => (isEvent(frame, "ROOM_USER_REMOVE") ? null : same(frame))),
	},
	{
		name: "a cut shown at once",
		caughtBy: ["chat/lost-connection-is-not-shown-at-once", "chat/resume-replays-what-was-missed"],
		settings: { session: { ttlMs: 1, bufferEvents: 256 } },
	},
	{
		name: "t alone",
		caughtBy: ["chat/server-writes-both-names"],
		meddler: sends((frame) => edited(frame, { e: undefined })),
	},
	{
		name: "e alone understood",
		caughtBy: ["chat/name-in-t", "chat/names-that-differ-are-4004"],
		meddler: reads((frame) => edited(frame, { t: undefined })),
	},
	{
		name: "an encryption key",
		caughtBy: ["chat/ready-shape"],
		meddler: sends((frame) =>
			frame.f === 140 ? editCnf(frame, { enc_key: "c2VjcmV0" }) : same(frame),
		),
	},
	{
		name: "no word of a resume",
		caughtBy: ["chat/resume-keeps-the-session", "chat/resume-takes-over-a-live-connection"],
		meddler: sends((frame) =>
			frame.f === 140 ? editCnf(frame, { resumed: undefined }) : same(frame),
		),
	},
	{
		name: "every session resumed",
		caughtBy: ["chat/ready-shape", "chat/resume-unknown-session", "chat/no-resume-after-1000"],
		meddler: sends((frame) => (frame.f === 140 ? editCnf(frame, { resumed: true }) : same(frame))),
	},
	{
		name: "the first missed event lost",
		caughtBy: ["chat/resume-replays-what-was-missed", "chat/resume-within-the-buffer"],
		meddler: () => {
			let isReplaying = false;
			return {
				in: (frame) => {
					const isLost = isReplaying && frame.f === 130;
					isReplaying = !isLost && (isReplaying || (frame.cnf as Editable)?.resumed === true);
					return isLost ? [] : [same(frame)];
				},
			};
		},
	},
	{
		name: "any token taken",
		caughtBy: [
			"chat/token-alg-none-is-0",
			"chat/token-bad-signature-is-0",
			"chat/token-expired-is-0",
			"chat/unknown-user-is-1",
			"chat/banned-user-is-5",
			"chat/resume-needs-a-good-token",
		],
		meddler: reads((frame) =>
			frame.f === 110 && typeof (frame.cnf as Editable | undefined)?.token === "string"
				? editCnf(frame, { token: goodToken })
				: same(frame),
		),
	},
	{
		name: "a second 110 ignored",
		caughtBy: ["chat/second-present-is-4004"],
		meddler: () => {
			let isReady = false;
			return {
				in: (frame) => {
					isReady ||= frame.f === 140;
					return [same(frame)];
				},
				out: (frame) => (isReady && frame.f === 110 ? [] : [same(frame)]),
			};
		},
	},
	{
		name: "heartbeats answered with more",
		caughtBy: ["chat/heartbeat-is-answered", "chat/heartbeat-before-present"],
		meddler: sends((frame) => (frame.f === 120 ? edited(frame, { cnf: null }) : same(frame))),
	},
	{
		name: "every frame a heartbeat",
		caughtBy: ["chat/other-traffic-is-no-heartbeat"],
		meddler: () => {
			let unasked = 0;
			return {
				out: (frame) => {
					if (frame.f !== 130) return [same(frame)];
					unasked++;
					return [{ f: 120 }, same(frame)];
				},
				in: (frame) => {
					const isUnasked = frame.f === 120 && unasked > 0;
					if (isUnasked) unasked--;
					return isUnasked ? [] : [same(frame)];
				},
			};
		},
	},
	{
		name: "fatal errors closed with 1000",
		caughtBy: ["chat/token-garbage-is-0", "chat/rate-limit-is-4002", "chat/shutdown-is-announced"],
		meddler: () => ({ closedWith: (code) => (code === 1006 ? code : 1000) }),
	},
	{
		name: "words after a fatal error",
		caughtBy: ["chat/fatal-error-is-the-last-word", "chat/payload-over-the-limit-is-4000"],
		meddler: () => ({
			in: (frame) =>
				(frame.cnf as Editable | undefined)?.d === true ? [same(frame), { f: 120 }] : [same(frame)],
		}),
	},
	{
		name: "markup escaped",
		caughtBy: ["chat/content-is-not-filtered", "chat/room-keeps-its-description"],
		meddler: reads(
			(frame) =>
				parseExactJson(stringifyExactJson(same(frame)).replaceAll("<", "&lt;"), 64) ?? null,
		),
	},
	{
		name: "blanks trimmed",
		caughtBy: ["chat/content-is-not-filtered"],
		meddler: reads((frame) => {
			const content = (frame.cnf as Editable | undefined)?.content;
			return typeof content === "string" && content.trim() !== ""
				? editCnf(frame, { content: content.trim() })
				: same(frame);
		}),
	},
	{
		name: "who types told of it",
		caughtBy: ["chat/typing-goes-to-others"],
		meddler: () => {
			let isTyping = false;
			return {
				out: (frame) => {
					isTyping ||= isEvent(frame, "START_TYPING");
					return [same(frame)];
				},
				in: (frame) => {
					const also = isTyping && frame.f === 120;
					if (also) isTyping = false;
					const told = { f: 130, e: "START_TYPING", t: "START_TYPING", s: 99, cnf: {} };
					return also ? [told, same(frame)] : [same(frame)];
				},
			};
		},
	},
	{
		name: "no messageID",
		caughtBy: ["chat/message-shape", "chat/author-may-delete"],
		meddler: sends((frame) =>
			isEvent(frame, "MESSAGE_CREATE") ? editCnf(frame, { messageID: undefined }) : same(frame),
		),
	},
	{
		name: "an unknown room made",
		caughtBy: ["chat/unknown-room-is-3"],
		meddler: sends((frame) => ((frame.cnf as Editable | undefined)?.c === 3 ? null : same(frame))),
	},
	{
		name: "shutting down without a word",
		caughtBy: ["chat/shutdown-is-announced", "chat/shutdown-closes-everybody"],
		meddler: sends((frame) => (isEvent(frame, "GATEWAY_DOWN") ? null : same(frame))),
	},
	{
		name: "4097 bytes taken",
		caughtBy: ["chat/payload-over-the-limit-is-4000", "chat/payload-limit-counts-bytes"],
		settings: { maxPayloadBytes: 4097 },
	},
	{
		name: "4095 bytes taken",
		caughtBy: ["chat/payload-at-the-limit", "chat/payload-limit-counts-bytes"],
		settings: { maxPayloadBytes: 4095 },
	},
	{
		name: "121 payloads taken",
		caughtBy: ["chat/rate-limit-is-4002", "chat/rate-limit-before-present"],
		settings: { rateLimit: { payloads: 121, perMs: 60_000 } },
	},
	{
		name: "a window of two minutes",
		caughtBy: ["chat/rate-window-passes"],
		settings: { rateLimit: { payloads: 120, perMs: 120_000 } },
	},
	{
		name: "sessions kept too long",
		caughtBy: ["chat/lost-session-leaves-in-the-end", "chat/resume-after-its-time"],
		settings: { session: { ttlMs: 240_000, bufferEvents: 256 } },
	},
	{
		name: "255 events kept",
		caughtBy: ["chat/resume-within-the-buffer"],
		settings: { session: { ttlMs: 120_000, bufferEvents: 255 } },
	},
	{
		name: "257 events kept",
		caughtBy: ["chat/resume-beyond-the-buffer"],
		settings: { session: { ttlMs: 120_000, bufferEvents: 257 } },
	},
	{
		name: "a shorter interval kept than told",
		caughtBy: ["chat/missed-heartbeat-is-4001", "chat/heartbeats-keep-a-session"],
		settings: { heartbeatIntervalMs: 10_000 },
		meddler: sends((frame) => (frame.f === 100 ? editCnf(frame, { hb_int: 20_000 }) : same(frame))),
	},
];

/** As the platform's own JSON reads what was written exactly. */
function rounded(frame: Editable): string {
	return JSON.stringify(frame, (_key, value: unknown) =>
		typeof value === "string" && /^\d{16,}$/.test(value) ? Number(value) : value,
	);
}
