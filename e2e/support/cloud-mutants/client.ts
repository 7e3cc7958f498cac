import type { CloudClientOptions } from "@gw-sim/client/cloud";
import { type Frame, utf8Encode } from "@gw-sim/core";
import type { ClientUnderTest } from "@gw-sim/testkit/cloud";
import type { Dial } from "@gw-sim/transport";
import { secret } from "../cloud-secret.js";
import type { Fault } from "../tampering.js";

/** A lamp with one fault. */
export interface ClientMutant {
	readonly name: string;
	/** Cases that have to fail for it, without `cloud/client-`. */
	readonly caught: readonly string[];
	readonly options?: Partial<CloudClientOptions>;
	/** The fault of one lamp, which all its connections share. */
	readonly fault?: () => Fault;
	readonly dial?: (dial: Dial) => Dial;
	/** What it does instead of what it is told. */
	readonly client?: (client: ClientUnderTest, tools: ClientTools) => Partial<ClientUnderTest>;
}

/** What a faulty lamp may do. */
interface ClientTools {
	/** Cuts its connection, and lets it come back. */
	drop(): void;
	/** Sends a frame on its connection. */
	send(frame: string): void;
}

/** Edits what the lamp sends. */
export function says(edit: (frame: Frame) => readonly Frame[]): () => Fault {
	return () => () => ({ outgoing: edit });
}

/** Edits the texts that the lamp hears. */
export function hears(edit: (text: string) => readonly string[]): () => Fault {
	return () => () => ({
		incoming: (frame) => (typeof frame === "string" ? edit(frame) : [frame]),
	});
}

const isSecret = (frame: Frame): boolean => frame === secret;

/** How a lamp comes, stays and goes. */
export const clientLinkMutants: readonly ClientMutant[] = [
	{
		name: "has another secret",
		caught: ["sends-the-secret-first", "sends-the-secret-on-every-connection"],
		options: { secret: "cloud-my-butt" },
	},
	{
		name: "sends the secret as bytes",
		caught: ["sends-the-secret-first"],
		fault: says((frame) => [isSecret(frame) ? utf8Encode(secret) : frame]),
	},
	{
		name: "introduces itself before the secret",
		caught: ["sends-the-secret-first"],
		fault: says((frame) => (isSecret(frame) ? ["d:hello", frame] : [frame])),
	},
	{
		name: "tells the secret in the URL, too",
		caught: ["secret-is-not-in-the-url"],
		fault: () => (wire) => ({ url: `${wire.url}&secret=${encodeURIComponent(secret)}` }),
	},
	{
		name: "sends the secret twice",
		caught: ["waits-for-ok", "sends-the-secret-on-every-connection"],
		fault: says((frame) => (isSecret(frame) ? [frame, frame] : [frame])),
	},
	{
		name: "pings before ok",
		caught: ["waits-for-ok", "leaves-without-ok", "ok-is-exact"],
		fault: says((frame) => (isSecret(frame) ? [frame, "ping"] : [frame])),
	},
	{
		name: "waits too long for ok",
		caught: ["leaves-without-ok", "ok-is-exact"],
		options: { joinTimeoutMs: 20_000 },
	},
	{
		name: "does not wait long enough for ok",
		caught: ["leaves-without-ok", "waits-for-ok", "ok-is-exact"],
		options: { joinTimeoutMs: 3000 },
	},
	{
		name: "takes ok in any letters",
		caught: ["ok-is-exact"],
		fault: hears((text) => [/^\s*ok\s*$/i.test(text) ? "ok" : text]),
	},
	{
		name: "begins anew at every ok",
		caught: ["ok-counts-once"],
		fault: () => (wire) => {
			let oks = 0;
			return {
				incoming(frame) {
					if (frame === "ok" && ++oks > 1) wire.send(secret);
					return [frame];
				},
			};
		},
	},
	{
		name: "closes with 1000",
		caught: ["stops-with-an-empty-close"],
		dial: (dial) => (request) => {
			const socket = dial(request);
			const close = socket.close.bind(socket);
			socket.close = (code = 1000) => close(code);
			return socket;
		},
	},
	{
		name: "cuts where it ought to close",
		caught: ["stops-with-an-empty-close"],
		fault: () => () => ({ cuts: true }),
	},
	{
		name: "comes back when it is stopped",
		caught: ["stops-with-an-empty-close", "stops-while-away"],
		client: (_, { drop }) => ({ stop: async () => drop() }),
	},
	{
		name: "does not ping",
		caught: [
			"first-ping",
			"pings-every-4-s",
			"keeps-pinging",
			"tolerates-other-text",
			"tolerates-a-flood",
		],
		fault: () => (wire) => ({
			outgoing(frame) {
				if (frame !== "ping") return [frame];
				wire.deliver("pong");
				return [];
			},
		}),
	},
	{
		name: "pings half as often",
		caught: ["first-ping", "pings-every-4-s", "keeps-pinging", "ok-counts-once"],
		options: { pingMs: 8000 },
	},
	{
		name: "pings twice as often",
		caught: ["first-ping", "pings-every-4-s", "keeps-pinging", "ok-counts-once"],
		options: { pingMs: 2000 },
	},
	{
		name: "pings in capitals",
		caught: ["first-ping", "pings-every-4-s"],
		fault: says((frame) => [frame === "ping" ? "PING" : frame]),
	},
	{
		name: "does not ping while it is told something",
		caught: ["pings-while-it-is-told"],
		fault: () => (wire) => {
			let isTold = false;
			return {
				incoming(frame) {
					isTold ||= String(frame).startsWith("[cc:");
					return [frame];
				},
				outgoing(frame) {
					if (frame !== "ping" || !isTold) return [frame];
					isTold = false;
					wire.deliver("pong");
					return [];
				},
			};
		},
	},
	{
		name: "stays without pongs",
		caught: ["misses-two-pongs", "ignores-pongs-that-it-did-not-ask-for"],
		options: { pongTimeoutMs: 60_000 },
	},
	{
		name: "leaves at the first late pong",
		caught: ["misses-two-pongs", "forgives-a-late-pong"],
		options: { pongTimeoutMs: 500 },
	},
	{
		name: "keeps pongs for later",
		caught: ["ignores-pongs-that-it-did-not-ask-for"],
		fault: () => (wire) => {
			let pongs = 0;
			return {
				incoming(frame) {
					if (frame === "pong") pongs++;
					return [frame];
				},
				outgoing(frame) {
					if (frame === "ping" && pongs > 0) {
						pongs--;
						queueMicrotask(() => wire.deliver("pong"));
					}
					return [frame];
				},
			};
		},
	},
	{
		name: "comes back at once",
		caught: ["returns-after-a-close", "returns-after-a-loss", "backs-off"],
		options: { backoffSteps: [50] },
	},
	{
		name: "never waits longer",
		caught: ["backs-off", "backs-off-from-any-end"],
		options: { backoffSteps: [1000] },
	},
	{
		name: "waits as long for ever",
		caught: ["returns-after-a-close", "backs-off-anew"],
		options: { backoffSteps: [4000] },
	},
	{
		name: "waits as other devices do",
		caught: ["backs-off"],
		options: { backoffSteps: [1000, 2000, 5000, 10_000, 15_000] },
	},
	{
		name: "gives up",
		caught: ["returns-after-a-close", "returns-after-a-loss", "backs-off", "leaves-without-ok"],
		options: { maxRetries: 0 },
	},
	{
		name: "comes twice",
		caught: ["returns-once"],
		dial: (dial) => (request) => {
			dial(request).listen({ frame: () => {}, closed: () => {} });
			return dial(request);
		},
	},
	{
		name: "goes dark when it is alone",
		caught: ["keeps-its-light"],
		options: { whenOffline: "off" },
	},
];
