import { utf8Decode } from "@gw-sim/core";
import { tallyMutants } from "./rooms-tally-mutants.js";
import type { Wire } from "./tampered-dial.js";
import {
	dropped,
	edited,
	fromClient,
	fromGateway,
	type Message,
	type Mutant,
	messageIn,
	without,
} from "./tampering.js";

/** Gateways with one fault each. */
export const mutants: readonly Mutant[] = [
	...tallyMutants,
	{
		name: "greets with the profile first",
		caught: ["connect-config-then-profile"],
		fault: () => () => {
			let config: string | null = null;
			return {
				incoming(frame) {
					if (config === null) {
						config = String(frame);
						return [];
					}
					const late = config;
					config = "";
					return late === "" ? [frame] : [frame, late];
				},
			};
		},
	},
	{
		name: "says more than its greeting",
		caught: ["connect-config-then-profile", "chat-goes-to-subscribers-only"],
		fault: () => fromGateway("config", (config) => [config, { type: "welcome" }]),
	},
	{
		name: "numbers its connections from 2",
		caught: ["connect-profile-shape", "suffix-counts-connections"],
		fault: () =>
			fromGateway("profile", ({ type, data }) => [
				{ type, data: { ...data, suffix: data.suffix + 1 } },
			]),
	},
	{
		name: "tells private properties",
		caught: ["properties-private", "login-any-names", "chat-tells-who"],
		fault: () => {
			const properties = new Map<unknown, Message>();
			return () => ({
				incoming(frame) {
					const data = messageIn(frame)?.data;
					if (data?.id !== undefined) properties.set(data.suffix, data.properties);
					return edited(frame, "chat", ({ type, data: { message, user } }) => {
						const known = properties.get(user.suffix) ?? {};
						return [{ type, data: { message, user: { ...user, properties: known } } }];
					});
				},
			});
		},
	},
	{
		name: "hides nested private names, too",
		caught: ["properties-public"],
		fault: () =>
			fromGateway("chat", ({ type, data }) => {
				const text = JSON.stringify(data, (key, value) => (/^_/.test(key) ? undefined : value));
				return [{ type, data: JSON.parse(text) }];
			}),
	},
	{
		name: "merges logins",
		caught: ["login-replaces", "session-restores-the-last-login", "chat-tells-who"],
		fault: () => () => {
			let properties = {};
			return {
				outgoing: (frame) =>
					edited(frame, "login", ({ type, data }) => {
						properties = { ...properties, ...data };
						return [{ type, data: properties }];
					}),
			};
		},
	},
	{
		name: "spreads the texts of logins",
		caught: ["login-without-an-object"],
		fault: () =>
			fromClient("login", ({ type, data }) => [
				{ type, data: typeof data === "string" ? { ...Array.from(data) } : data },
			]),
	},
	{
		name: "answers a login twice",
		caught: ["login-answers-the-sender"],
		fault: () => fromClient("login", (login) => [login, { type: "profile" }]),
	},
	{
		name: "splits at the last colon",
		caught: ["subscribe-splits-at-the-first-colon"],
		fault: () =>
			fromClient("subscribe", ({ type, data }) => [
				{ type, data: String(data).replace(/^([^:]+):.*:(?=[^:]|$)/, "$1:") },
			]),
	},
	{
		name: "narrows a subscription",
		caught: ["unsubscribe-does-not-narrow", "unsubscribe-one-id"],
		fault: () =>
			fromClient("unsubscribe", ({ type, data }) => [{ type, data: String(data).split(":")[0] }]),
	},
	{
		name: "unsubscribes by the letter",
		caught: ["unsubscribe-drops-every-id"],
		fault: () =>
			fromClient("unsubscribe", (message) => (/:(?!all$)./.test(message.data) ? [message] : [])),
	},
	{
		name: "echoes chats to senders that did not subscribe",
		caught: ["chat-echo-by-subscription", "chat-goes-to-subscribers-only"],
		fault: () => (wire) => {
			let suffix = 0;
			let subscribed = false;
			return {
				incoming(frame) {
					const message = messageIn(frame);
					if (message?.type === "profile") suffix = message.data.suffix;
					return [frame];
				},
				outgoing(frame) {
					const message = messageIn(frame);
					if (message?.type === "subscribe") subscribed ||= message.data === "chat";
					if (message?.type === "chat" && !subscribed) {
						const user = { suffix, properties: {} };
						wire.deliver(JSON.stringify({ type: "chat", data: { message: message.data, user } }));
					}
					return [frame];
				},
			};
		},
	},
	{
		name: "keeps a history of chats",
		caught: ["chat-has-no-history"],
		fault: () => {
			const said: string[] = [];
			return () => ({
				outgoing(frame) {
					const message = messageIn(frame);
					if (message?.type === "chat") said.push(String(frame));
					// The new reader is told by saying it all again.
					return message?.type === "subscribe" ? [frame, ...said] : [frame];
				},
			});
		},
	},
	{
		name: "does not tell null from nothing",
		caught: ["chat-null-or-nothing"],
		fault: () =>
			fromGateway("chat", ({ type, data: { message, user } }) => [
				{ type, data: { message: message ?? null, user } },
			]),
	},
	{
		name: "shuffles the chats of one reader",
		caught: ["order-same-for-all", "order-of-each-sender"],
		fault: () => {
			let connections = 0;
			return () => {
				const isFirst = ++connections === 1;
				let held: Message[] = [];
				return {
					incoming: (frame) =>
						edited(frame, "chat", (message) => {
							if (!isFirst) return [message];
							held.unshift(message);
							if (held.length < 3) return [];
							const shuffled = held;
							held = [];
							return shuffled;
						}),
				};
			};
		},
	},
	{
		name: "keeps wrong times to itself",
		caught: ["authenticate-wrong-time"],
		fault: () => fromGateway("error", dropped),
	},
	{
		name: "writes relays and errors in the common key order",
		caught: ["relay-key-order"],
		fault: () => () => ({
			incoming(frame) {
				const { type, data } = messageIn(frame) ?? {};
				return type === "error" || String(type).startsWith("relay:")
					? [JSON.stringify({ type, data })]
					: [frame];
			},
		}),
	},
	{
		name: "broadcasts to everybody, whatever the address",
		caught: ["broadcast-to-an-event", "broadcast-to-an-id", "broadcast-to-any-name"],
		fault: () => fromClient("broadcast", ({ type, data: { to: _, ...data } }) => [{ type, data }]),
	},
	{
		name: "does not tell the admin its own config",
		caught: ["config-goes-to-all", "config-stays"],
		fault: () => () => {
			let isMine = false;
			return {
				outgoing(frame) {
					isMine ||= messageIn(frame)?.type === "config";
					return [frame];
				},
				incoming: (frame) => edited(frame, "config", (config) => (isMine ? [] : [config])),
			};
		},
	},
	{
		name: "reads bytes as text",
		caught: ["silence-binary"],
		fault: () => () => ({
			outgoing: (frame) => [typeof frame === "string" ? frame : (utf8Decode(frame) ?? "")],
		}),
	},
	{
		name: "answers pings",
		caught: ["silence-ping"],
		fault: () => (wire) => ({
			outgoing(frame) {
				if (messageIn(frame)?.type === "ping") wire.deliver('{"type":"pong"}');
				return [frame];
			},
		}),
	},
	{
		name: "complains about what it does not know",
		caught: ["silence-bad-json", "silence-no-object"],
		fault: () => (wire) => ({
			outgoing(frame) {
				if (messageIn(frame)?.type === undefined) wire.deliver('{"type":"error","data":"what?"}');
				return [frame];
			},
		}),
	},
	{
		name: "never pings",
		caught: ["server-pings"],
		fault: () => fromGateway("ping", dropped),
	},
	{
		name: "answers subscriptions",
		caught: ["subscribe-is-silent", "profile-hides-subscriptions"],
		fault: () => (wire) => ({
			outgoing(frame) {
				if (messageIn(frame)?.type === "subscribe") wire.deliver('{"type":"subscribed"}');
				return [frame];
			},
		}),
	},
	{
		name: "believes every key",
		caught: [
			"authenticate-wrong-key",
			"authenticate-time-is-a-number",
			"authenticate-without-parts",
		],
		fault: () => (wire) => {
			let profile: Message;
			return {
				incoming: (frame) =>
					edited(frame, "profile", (message) => {
						profile ??= message.data;
						return [{ type: "profile", data: { ...message.data, role: profile.role } }];
					}),
				outgoing(frame) {
					if (messageIn(frame)?.type !== "authenticate") return [frame];
					profile.role = "admin";
					wire.deliver(JSON.stringify({ type: "profile", data: profile }));
					return [];
				},
			};
		},
	},
	{
		name: "takes anybody's config",
		caught: ["config-from-a-user"],
		fault: () => {
			const wires: Wire[] = [];
			return (wire) => {
				wires.push(wire);
				return {
					outgoing: (frame) =>
						edited(frame, "config", (config) => {
							for (const { deliver } of wires) deliver(JSON.stringify(config));
							return [];
						}),
				};
			};
		},
	},
	{
		name: "takes any session",
		caught: ["session-unknown"],
		fault: () => (wire) => ({
			incoming: (frame) =>
				edited(frame, "profile", ({ type, data }) => {
					const id = new URL(wire.url).searchParams.get("session") ?? data.id;
					return [{ type, data: { ...data, id } }];
				}),
		}),
	},
	{
		name: "forgets sessions",
		caught: [
			"session-restores",
			"session-consumes-a-suffix",
			"session-on-two-connections",
			"poll-one-vote-a-session",
		],
		fault: () => (wire) => ({ url: without(wire.url, "session") }),
	},
	{
		name: "has one room for all",
		caught: ["rooms-are-apart", "connect-any-room-name", "config-goes-to-all"],
		fault: () => (wire) => ({ url: without(wire.url, "room") }),
	},
];
