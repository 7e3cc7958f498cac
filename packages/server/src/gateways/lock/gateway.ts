import type { Random } from "@gw-sim/core";
import { floodCloseCode, idleCloseCode, restartCloseCode } from "@gw-sim/protocols/lock";
import type { Store } from "@gw-sim/store";
import type { Limits } from "../../config.js";
import type { Connection } from "../../connection.js";
import { endpointPaths } from "../../endpoint-paths.js";
import type { Gateway } from "../../gateway.js";
import type { PeerLog } from "../../log.js";
import type { LockConfig } from "./config.js";
import { judgeConnect } from "./connect.js";
import { lockRoutes } from "./control.js";
import { LockHub } from "./hub.js";
import { PhoenixSession, type SessionTerms } from "./session.js";

const path = endpointPaths.lock;

export interface LockGatewayOptions {
	readonly config: LockConfig;
	readonly limits: Limits;
	readonly store: Store;
	readonly random: Random;
	readonly peerLog: PeerLog;
}

/** The smart-lock hub over Phoenix Channels. */
export function lockGateway({
	config,
	limits,
	store,
	random,
	peerLog,
}: LockGatewayOptions): Gateway {
	const hub = new LockHub({
		store,
		random,
		user: config.user,
		maxLocks: limits.locks,
		failed: (serial, why) => peerLog.write("store", "error", "topic-lost", { serial, why }),
	});
	const terms: SessionTerms = {
		hub,
		legacyFirmware: config.legacyFirmware,
		maxDepth: limits.depth,
		crashed: (remote, topic, why) =>
			peerLog.write(remote, "warn", "channel-crashed", { topic, why }),
	};
	return {
		protocol: "lock",
		path,
		maxPayloadBytes: config.maxPayloadBytes,
		idle:
			config.idleTimeoutMs === 0 ? null : { afterMs: config.idleTimeoutMs, code: idleCloseCode },
		floodCloseCode,
		restartCloseCode,
		serves: (asked, dedicated) =>
			asked === path || asked === `${path}/` || (dedicated && asked === "/"),
		judge(request) {
			const verdict = judgeConnect(request, config);
			if (!verdict.ok) return { ok: false, status: 403, why: verdict.why };
			const { version, name, subprotocol } = verdict;
			const open = (connection: Connection): PhoenixSession =>
				new PhoenixSession(terms, { connection, version, name });
			return { ok: true, subprotocol, open };
		},
		plain: (method) => ({
			status: 400,
			body: method === "GET" ? "this endpoint speaks WebSocket: send an upgrade request\n" : "",
		}),
		foreign: () => ({ status: 404, body: "Not Found" }),
		routes: lockRoutes(hub, config),
	};
}
