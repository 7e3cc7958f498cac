import type { RoomsClientOptions } from "@gw-sim/client/rooms";
import type { Frame } from "@gw-sim/core";
import { type Fault, fromClient, fromGateway, messageIn, without } from "./tampering.js";

/** A client with one fault. */
interface ClientMutant {
	readonly name: string;
	/** Cases that have to fail for it. */
	readonly caught: readonly string[];
	readonly options?: Partial<RoomsClientOptions>;
	readonly fault?: () => Fault;
}

export const clientMutants: readonly ClientMutant[] = [
	{
		name: "does not name its room",
		caught: ["dials-its-room"],
		fault: () => (wire) => ({ url: without(wire.url, "room") }),
	},
	{
		name: "does not wait for its profile",
		caught: ["waits-for-its-profile"],
		fault: () => () => ({
			incoming(frame) {
				// A profile of its own making.
				const isConfig = messageIn(frame)?.type === "config";
				const profile = {
					suffix: 1,
					properties: {},
					id: "id",
					connectionDetails: {},
					role: "user",
				};
				return isConfig ? [frame, JSON.stringify({ type: "profile", data: profile })] : [frame];
			},
		}),
	},
	{
		name: "subscribes twice",
		caught: ["subscribes-once", "subscribes-again"],
		fault: () => fromClient("subscribe", (message) => [message, message]),
	},
	{
		name: "wraps what it sends",
		caught: ["sends-as-told"],
		fault: () => fromClient("chat", ({ type, data }) => [{ type, data: { data } }]),
	},
	{
		name: "sends null for nothing",
		caught: ["sends-as-told"],
		fault: () => fromClient("profile", ({ type }) => [{ type, data: null }]),
	},
	{
		name: "never pings",
		caught: ["keeps-pinging"],
		options: { pingMs: 0 },
	},
	{
		name: "subscribes at every profile",
		caught: ["takes-later-profiles"],
		fault: () => (wire) => {
			let subscription: Frame | null = null;
			return {
				incoming(frame) {
					const isProfile = messageIn(frame)?.type === "profile";
					if (isProfile && subscription !== null) wire.send(subscription);
					return [frame];
				},
				outgoing(frame) {
					if (messageIn(frame)?.type === "subscribe") subscription = frame;
					return [frame];
				},
			};
		},
	},
	{
		name: "complains of what it does not understand",
		caught: ["tolerates-bad-frames"],
		fault: () => (wire) => ({
			incoming(frame) {
				if (messageIn(frame)?.type === undefined) wire.send('{"type":"error","data":"what?"}');
				return [frame];
			},
		}),
	},
	{
		name: "closes at what it does not know",
		caught: ["tolerates-unknown-types", "tolerates-errors"],
		fault: () => (wire) => ({
			incoming(frame) {
				const type = messageIn(frame)?.type;
				if (["whatsup", "error"].includes(type)) wire.cut();
				return [frame];
			},
		}),
	},
	{
		name: "cuts where it ought to close",
		caught: ["stops-cleanly"],
		fault: () => () => ({ cuts: true }),
	},
	{
		name: "comes back at once",
		caught: ["returns-after-a-loss", "returns-after-a-close", "backs-off"],
		options: { backoffSteps: [50] },
	},
	{
		name: "does not back off",
		caught: ["backs-off", "backs-off-anew"],
		options: { backoffSteps: [1000] },
	},
	{
		name: "stays away too long",
		caught: ["returns-after-a-loss", "returns-once", "backs-off"],
		options: { backoffSteps: [60_000] },
	},
	{
		name: "gives up",
		caught: ["returns-after-a-close", "subscribes-again", "keeps-its-session"],
		options: { maxRetries: 0 },
	},
	{
		name: "forgets its session",
		caught: ["keeps-its-session", "takes-a-new-session", "keeps-its-session-through-failures"],
		fault: () => (wire) => ({ url: without(wire.url, "session") }),
	},
	{
		name: "needs the whole profile",
		caught: ["tolerates-older-profiles"],
		fault: () => fromGateway("profile", (message) => (message.data?.role ? [message] : [])),
	},
	{
		name: "needs the type first",
		caught: ["tolerates-any-key-order"],
		fault: () => () => ({
			incoming: (frame) => (String(frame).startsWith('{"type"') ? [frame] : []),
		}),
	},
];
