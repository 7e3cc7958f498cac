import { type Clock, EnvironmentError, type Random, uuidV4 } from "@gw-sim/core";
import { floodCloseCode, idleCloseCode, restartCloseCode } from "@gw-sim/protocols/puff";
import type { Store } from "@gw-sim/store";
import type { Limits } from "../../config.js";
import { endpointPaths } from "../../endpoint-paths.js";
import type { Gateway, UpgradeVerdict } from "../../gateway.js";
import type { PeerLog } from "../../log.js";
import { SharedTimeout } from "../../shared-timeout.js";
import type { PuffConfig } from "./config.js";
import { puffRoutes } from "./control.js";
import { Groups } from "./groups.js";
import { puffPages, unknownRoute } from "./pages.js";
import { PublicList } from "./public-list.js";
import { PuffSession, type SessionTerms } from "./session.js";
import { boundedInflate } from "./zlib.js";

const path = endpointPaths.puff;

export interface PuffGatewayOptions {
	readonly config: PuffConfig;
	readonly limits: Limits;
	readonly store: Store;
	readonly clock: Clock;
	readonly random: Random;
	readonly peerLog: PeerLog;
}

/** The group heating gateway. */
export function puffGateway(options: PuffGatewayOptions): Gateway {
	const { config, limits, store, clock, random, peerLog } = options;
	const failed = (group: string, why: string): void =>
		peerLog.write("store", "error", "puff-group-failed", { group, why });
	const sessions = new Set<PuffSession>();
	const groups = new Groups({
		store,
		config,
		limits,
		clock,
		random,
		listChanged: () => list.changed(),
		failed,
	});
	const list = new PublicList({
		clock,
		list: () => groups.list(),
		receivers: sessions,
		failed: (why) => failed("public", why),
	});
	const { heartbeatTimeoutMs, idleTimeoutMs, maxPayloadBytes } = config;
	const terms: SessionTerms = {
		groups,
		config,
		limits,
		inflate: boundedInflate(maxPayloadBytes),
		sessions,
		heartbeats:
			heartbeatTimeoutMs === 0
				? null
				: new SharedTimeout(clock, heartbeatTimeoutMs, (session) => session.silent()),
		failed,
	};
	groups.restore();
	return {
		protocol: "puff",
		path,
		maxPayloadBytes,
		idle: idleTimeoutMs === 0 ? null : { afterMs: idleTimeoutMs, code: idleCloseCode },
		floodCloseCode,
		restartCloseCode,
		serves: (asked, dedicated) =>
			asked === path || asked === `${path}/` || (dedicated && asked === "/"),
		async judge({ query }): Promise<UpgradeVerdict> {
			const { ok, reason = "" } = store.health();
			if (!ok) return unavailable(reason);
			try {
				await groups.ready();
			} catch (error) {
				if (error instanceof EnvironmentError) return unavailable(error.message);
				throw error;
			}
			// Any other encoding than JSON was never spoken, and any other compression is none.
			const isDeflated = query.get("compression") === "zlib";
			return {
				ok: true,
				subprotocol: null,
				open: (connection) => new PuffSession(terms, uuidV4(random), isDeflated, connection),
			};
		},
		plain: () => ({
			status: 426,
			body: "this endpoint speaks WebSocket: send an upgrade request\n",
		}),
		foreign: unknownRoute,
		routes: puffRoutes(groups),
		pages: puffPages(groups),
		stop() {
			list.stop();
			groups.stop();
		},
	};
}

function unavailable(why: string): UpgradeVerdict {
	return { ok: false, status: 503, why };
}
