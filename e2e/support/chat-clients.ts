import { ChatClient, type ChatClientOptions } from "@gw-sim/client/chat";
import { ExactNumber, seededRandom } from "@gw-sim/core";
import { RawGateway } from "@gw-sim/testkit";
import type { ChatClientTarget } from "@gw-sim/testkit/chat";
import { VirtualClock } from "@gw-sim/transport";
import { sign } from "./chat-targets.js";
import { type Editable, editCnf, edited, type Meddler, meddledDial } from "./meddled-dial.js";

/** A client that breaks a rule, and the cases that have to find it out. */
export interface ClientMutant {
	readonly name: string;
	readonly caughtBy: readonly string[];
	/** What it does wrong on each of its connections. */
	readonly meddler?: () => Meddler;
	/** What it was told to do wrong. */
	readonly options?: Partial<ChatClientOptions>;
}

/** `ChatClient` in memory and virtual time, or a mutant of it. */
export function clientTarget(
	seed: string,
	{ meddler, options = {} }: Partial<ClientMutant> = {},
): ChatClientTarget & { readonly clock: VirtualClock } {
	const clock = new VirtualClock();
	const gateway = new RawGateway({ clock });
	return {
		clock,
		gateway,
		hears: true,
		patienceMs: Number.POSITIVE_INFINITY,
		start({ heard }) {
			const client = new ChatClient({
				url: "ws://gateway/chat",
				token: sign('{"type":"user","id":6982582592583503353}'),
				dial: meddler === undefined ? gateway.dial : meddledDial(gateway.dial, meddler),
				clock,
				random: seededRandom(seed),
				...options,
			});
			client.on("message", ({ content }) => heard(content));
			// What becomes of it is seen from the gateway.
			client.connect().catch(() => {});
			return { send: (content) => client.send(content), stop: () => client.disconnect() };
		},
	};
}

const same = (frame: Editable) => edited(frame, {});

function sends(change: (frame: Editable) => ReturnType<typeof same>): () => Meddler {
	return () => ({ out: (frame) => [change(frame)] });
}

const isResume = ({ f, cnf }: Editable): boolean =>
	f === 110 && (cnf as Editable).session_id !== undefined;

export const clientMutants: readonly ClientMutant[] = [
	{
		name: "talks first",
		caughtBy: ["chat/client-waits-for-greeting"],
		meddler: () => ({ first: { f: 120 } }),
	},
	{
		name: "asks for a session that it never had",
		caughtBy: ["chat/client-presents-a-token"],
		meddler: sends((frame) =>
			frame.f === 110 ? editCnf(frame, { session_id: 1, s: 0 }) : same(frame),
		),
	},
	{
		name: "talks before 140",
		caughtBy: ["chat/client-waits-for-ready"],
		meddler: () => ({
			out: (frame) =>
				frame.f === 110
					? [same(frame), { f: 130, e: "START_TYPING", t: "START_TYPING" }]
					: [same(frame)],
		}),
	},
	{
		name: "does not beat",
		caughtBy: ["chat/client-first-beat", "chat/client-beats-every-interval"],
		meddler: () => ({ out: (frame) => (frame.f === 120 ? [] : [same(frame)]) }),
	},
	{
		name: "beats twice as often as it was told",
		caughtBy: ["chat/client-beats-every-interval"],
		meddler: () => ({
			in: (frame) =>
				frame.f === 100
					? [editCnf(frame, { hb_int: Number((frame.cnf as Editable).hb_int) / 2 })]
					: [same(frame)],
		}),
	},
	{
		name: "beats half as often as it was told",
		caughtBy: ["chat/client-beats-every-interval", "chat/client-notices-silence"],
		meddler: () => ({
			in: (frame) =>
				frame.f === 100
					? [editCnf(frame, { hb_int: Number((frame.cnf as Editable).hb_int) * 2 })]
					: [same(frame)],
		}),
	},
	{
		name: "beats with a body",
		caughtBy: ["chat/client-beat-is-bare"],
		meddler: sends((frame) => (frame.f === 120 ? edited(frame, { cnf: 5 }) : same(frame))),
	},
	{
		name: "takes any frame for an answer to its heartbeat",
		caughtBy: ["chat/client-notices-silence"],
		meddler: () => ({
			in: (frame) => (frame.f === 130 ? [{ f: 120 }, same(frame)] : [same(frame)]),
		}),
	},
	{
		name: "ends its session when it leaves a dead connection",
		caughtBy: ["chat/client-notices-silence"],
		meddler: () => ({ closesWith: () => 1000 }),
	},
	{
		name: "stops without a word",
		caughtBy: ["chat/client-stop-closes-1000"],
		meddler: () => ({ closesWith: () => null }),
	},
	{
		name: "names its events differently in e and t",
		caughtBy: ["chat/client-names-its-events"],
		meddler: sends((frame) =>
			frame.f === 130 ? edited(frame, { t: "START_TYPING" }) : same(frame),
		),
	},
	{
		name: "escapes markup",
		caughtBy: ["chat/client-sends-what-it-is-given"],
		meddler: sends((frame) => {
			const content = (frame.cnf as Editable | undefined)?.content;
			return typeof content === "string"
				? editCnf(frame, { content: content.replaceAll("<", "&lt;") })
				: same(frame);
		}),
	},
	{
		name: "writes negative nonces",
		caughtBy: ["chat/client-nonce-is-an-integer"],
		meddler: sends((frame) => (frame.f === 130 ? editCnf(frame, { nonce: -1 }) : same(frame))),
	},
	{
		name: "sends payloads of any length",
		caughtBy: ["chat/client-keeps-the-payload-limit"],
		options: { maxPayloadBytes: 65_536 },
	},
	{
		name: "reads e alone",
		caughtBy: ["chat/client-reads-t-alone"],
		meddler: () => ({ in: (frame) => [edited(frame, { t: undefined })] }),
	},
	{
		name: "reads t alone",
		caughtBy: ["chat/client-reads-e-alone"],
		meddler: () => ({ in: (frame) => [edited(frame, { e: undefined })] }),
	},
	{
		name: "takes every error for the end",
		caughtBy: ["chat/client-bears-errors"],
		meddler: () => ({
			in: (frame) => [frame.f === 150 ? editCnf(frame, { d: true }) : same(frame)],
		}),
	},
	{
		name: "never resumes",
		caughtBy: [
			...[4000, 4001, 4003, 1001, 1006, 1011, 1012].map((c) => `chat/client-resumes-after-${c}`),
			"chat/client-waits-after-4002",
			"chat/client-counts-replayed-events",
		],
		meddler: sends((frame) =>
			isResume(frame) ? editCnf(frame, { session_id: undefined, s: undefined }) : same(frame),
		),
	},
	{
		name: "resumes from 0",
		caughtBy: ["chat/client-resumes-after-1006", "chat/client-starts-afresh"],
		meddler: sends((frame) => (isResume(frame) ? editCnf(frame, { s: 0 }) : same(frame))),
	},
	{
		name: "counts events of its connection instead of reading s",
		caughtBy: [
			"chat/client-counts-replayed-events",
			"chat/client-keeps-its-session-when-nothing-came",
		],
		meddler: (() => {
			let seen = 0;
			return () => {
				const before = seen;
				seen = 0;
				return {
					in: (frame: Editable) => {
						if (frame.f === 130) seen++;
						return [same(frame)];
					},
					out: (frame: Editable) => [isResume(frame) ? editCnf(frame, { s: before }) : same(frame)],
				};
			};
		})(),
	},
	{
		name: "rounds session ids",
		caughtBy: ["chat/client-session-id-is-exact"],
		meddler: sends((frame) => {
			const id = (frame.cnf as Editable | undefined)?.session_id;
			return id instanceof ExactNumber
				? editCnf(frame, { session_id: Number(id.text) })
				: same(frame);
		}),
	},
	{
		name: "comes back although it was refused",
		caughtBy: [
			...[0, 1, 4, 5].map((code) => `chat/client-stops-after-${code}`),
			"chat/client-stops-when-banned",
		],
		meddler: () => ({ closedWith: (code) => (code === 1008 ? 1011 : code) }),
	},
	{
		name: "comes back at once after a flood",
		caughtBy: ["chat/client-waits-after-4002"],
		meddler: () => ({ closedWith: (code) => (code === 4002 ? 1011 : code) }),
	},
	{
		name: "gives up after a close",
		caughtBy: ["chat/client-resumes-after-1012"],
		meddler: () => ({ closedWith: (code) => (code === 1012 ? 1008 : code) }),
	},
	{
		name: "waits too long",
		caughtBy: ["chat/client-backs-off"],
		options: { backoffSteps: [1000, 2000, 4000, 8000, 16_000, 60_000] },
	},
	{
		name: "never waits longer",
		caughtBy: ["chat/client-backs-off"],
		options: { backoffSteps: [1000] },
	},
];
