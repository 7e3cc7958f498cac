import { type Clock, type Random, UsageError } from "@gw-sim/core";
import { floodCloseCode, heartbeatDeadlineFactor, restartCloseCode } from "@gw-sim/protocols/chat";
import type { Store } from "@gw-sim/store";
import type { Limits } from "../../config.js";
import { endpointPaths } from "../../endpoint-paths.js";
import type { Gateway } from "../../gateway.js";
import type { PeerLog } from "../../log.js";
import { SharedTimeout } from "../../shared-timeout.js";
import { Community } from "./community.js";
import type { ChatConfig } from "./config.js";
import { chatRoutes } from "./control.js";
import { Conversation, type ConversationTerms } from "./conversation.js";
import { signChatToken } from "./jwt.js";
import { developmentMember, randomSecret } from "./members.js";

const path = endpointPaths.chat;

/** Beyond this a payload is not even read; up to it the client is told error 4000. */
const readableBytes = 65_536;

/** `ws` counts in 32 bits, and takes what is beyond for no limit. */
const maxReadableBytes = 2 ** 30;

export interface ChatGatewayOptions {
	readonly config: ChatConfig;
	readonly limits: Limits;
	readonly store: Store;
	readonly clock: Clock;
	readonly random: Random;
	readonly peerLog: PeerLog;
}

export interface ChatGateway extends Gateway {
	/** Lets the user `dev` in; null where a secret was configured. */
	readonly developmentToken: string | null;
}

/** The function-code chat gateway. */
export function chatGateway(options: ChatGatewayOptions): ChatGateway {
	const { limits, store, clock, random, peerLog } = options;
	if (options.config.jwtSecretFile !== null)
		throw new UsageError("chat.jwtSecretFile was not read: give its content as chat.jwtSecret");
	const isDevelopment = options.config.jwtSecret === null;
	const secret = options.config.jwtSecret ?? randomSecret(random);
	const dev = developmentMember(options.config.users);
	const config: ChatConfig = isDevelopment
		? { ...options.config, users: [...options.config.users, dev] }
		: options.config;
	const community = new Community({
		config,
		limits,
		store,
		clock,
		random,
		failed: (room, why) => peerLog.write("store", "error", "chat-room-lost", { room, why }),
	});
	const terms: ConversationTerms = {
		community,
		config,
		secret,
		limits,
		clock,
		heartbeats: new SharedTimeout(
			clock,
			config.heartbeatIntervalMs * heartbeatDeadlineFactor,
			(conversation) => conversation.silent(),
		),
		failed: (remote, why) => peerLog.write(remote, "error", "chat-failed", { why }),
	};
	return {
		protocol: "chat",
		path,
		maxPayloadBytes: Math.min(
			Math.max(readableBytes, 2 * config.maxPayloadBytes),
			maxReadableBytes,
		),
		idle: null,
		floodCloseCode,
		restartCloseCode,
		developmentToken: isDevelopment ? signChatToken(secret, dev) : null,
		serves: (asked, dedicated) => asked === path || (dedicated && asked === "/"),
		judge: () => ({
			ok: true,
			subprotocol: null,
			open: (connection) => new Conversation(terms, connection),
		}),
		plain: () => ({
			status: 426,
			body: "this endpoint speaks WebSocket: send an upgrade request\n",
		}),
		foreign: () => ({ status: 404, body: "not found\n" }),
		routes: chatRoutes(community),
		stop: () => community.stop(),
	};
}
