import { type Clock, EnvironmentError, type Random, uuidV4 } from "@gw-sim/core";
import {
	floodCloseCode,
	idleCloseCode,
	isClientSession,
	restartCloseCode,
} from "@gw-sim/protocols/rooms";
import type { Store } from "@gw-sim/store";
import type { Limits } from "../../config.js";
import { endpointPaths } from "../../endpoint-paths.js";
import type { Gateway, UpgradeRequest, UpgradeVerdict } from "../../gateway.js";
import type { PeerLog } from "../../log.js";
import { SharedTimeout } from "../../shared-timeout.js";
import type { RoomsConfig } from "./config.js";
import { roomId, roomIn, roomsPages } from "./pages.js";
import type { Room } from "./room.js";
import { RoomTable } from "./room-table.js";
import { RoomsSession } from "./session.js";
import type { SessionTerms } from "./session-terms.js";

const path = endpointPaths.rooms;

export interface RoomsGatewayOptions {
	readonly config: RoomsConfig;
	readonly limits: Limits;
	readonly store: Store;
	readonly clock: Clock;
	readonly random: Random;
	readonly peerLog: PeerLog;
}

/** The room server: chat, polls and counters in rooms. */
export function roomsGateway(options: RoomsGatewayOptions): Gateway {
	const { config, limits, store, clock, random, peerLog } = options;
	const failed = (room: string, why: string): void =>
		peerLog.write("store", "error", "room-lost", { room, why });
	const rooms = new RoomTable({ store, config, limits, clock, failed });
	const { pingIntervalMs } = config;
	const terms: SessionTerms = {
		config,
		limits,
		clock,
		pings:
			pingIntervalMs === 0
				? null
				: new SharedTimeout(clock, pingIntervalMs, (session) => session.ping()),
		entered: (room) => rooms.entered(room),
		left: (room) => rooms.left(room),
	};
	return {
		protocol: "rooms",
		path,
		maxPayloadBytes: config.maxPayloadBytes,
		idle:
			config.idleTimeoutMs === 0 ? null : { afterMs: config.idleTimeoutMs, code: idleCloseCode },
		floodCloseCode,
		restartCloseCode,
		serves: (asked, dedicated) => asked === path || (dedicated && asked === "/"),
		async judge(request): Promise<UpgradeVerdict> {
			const { ok, reason = "" } = store.health();
			// Every socket uses up a suffix, so nobody comes in where nothing can be kept.
			if (!ok) return unavailable(reason);
			try {
				const room = await rooms.enter(roomIn(request.query));
				if (room === null) return unavailable("too many rooms");
				const session = (await givenSession(request, room, config)) ?? uuidV4(random);
				return {
					ok: true,
					subprotocol: null,
					headers: answerHeaders(room, session),
					open: (connection) => new RoomsSession(terms, room, session, connection),
				};
			} catch (error) {
				if (error instanceof EnvironmentError) return unavailable(error.message);
				throw error;
			}
		},
		plain: () => ({ status: 400, body: "expected websocket" }),
		foreign: () => ({ status: 404, body: "Oh, the sadness! This route does not exist." }),
		routes: [],
		pages: roomsPages({ rooms, config, clock }),
		stop: () => rooms.stop(),
	};
}

function unavailable(why: string): UpgradeVerdict {
	return { ok: false, status: 503, why };
}

/** As the original's: `?session`, else the room's cookie; null where this room never gave it out. */
async function givenSession(
	{ query, cookie }: UpgradeRequest,
	room: Room,
	{ clientSessions }: RoomsConfig,
): Promise<string | null> {
	const session = query.get("session") || cookieValue(cookie ?? "", cookieName(room));
	if (session === null || !isClientSession(session)) return null;
	return clientSessions || (await room.visitors.knows(session)) ? session : null;
}

function answerHeaders(room: Room, session: string): readonly string[] {
	return [
		`Set-Cookie: ${cookieName(room)}=${encodeURIComponent(session)}; SameSite=None; Secure`,
		`X-Session-Id: ${session}`,
		"X-Socket-Server: Pact Studio <workwithpact.com>",
	];
}

function cookieName({ name }: Room): string {
	return `${roomId(name)}_session`;
}

function cookieValue(header: string, name: string): string | null {
	for (const pair of header.split(";")) {
		const [key = "", value = ""] = pair.trim().split("=", 2);
		if (key !== name) continue;
		try {
			return decodeURIComponent(value);
		} catch {
			return null;
		}
	}
	return null;
}
