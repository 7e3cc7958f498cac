import { type Clock, EnvironmentError, UsageError } from "@gw-sim/core";
import {
	floodCloseCode,
	restartCloseCode,
	serverPingIntervalMs,
	type Weather,
} from "@gw-sim/protocols/cloud";
import type { Store } from "@gw-sim/store";
import { endpointPaths } from "../../endpoint-paths.js";
import type { Gateway, HttpAnswer, UpgradeVerdict } from "../../gateway.js";
import type { PeerLog } from "../../log.js";
import type { Metrics } from "../../metrics.js";
import { SharedTimeout } from "../../shared-timeout.js";
import type { CloudConfig } from "./config.js";
import { cloudRoutes } from "./control.js";
import { SharedDisplay } from "./display.js";
import { Lamp, type LampTerms } from "./lamp.js";
import type { Fetch } from "./open-weather-map.js";
import { cloudPages } from "./pages.js";
import { unlessStoreFails } from "./unless-store-fails.js";
import { WeatherWatch } from "./weather-watch.js";

const path = endpointPaths.cloud;

export interface CloudGatewayOptions {
	readonly config: CloudConfig;
	readonly store: Store;
	readonly clock: Clock;
	readonly peerLog: PeerLog;
	readonly metrics: Metrics;
	/** Null where there is none, which is wrong where the configuration names a provider. */
	readonly weatherApiKey: string | null;
	readonly fetch: Fetch;
}

const upgradeRequired: HttpAnswer = {
	status: 426,
	body: "this endpoint speaks WebSocket: send an upgrade request\n",
	headers: { upgrade: "websocket" },
};

/** What the origin's HTTP server says to every path that it does not know. */
const unknownPath: HttpAnswer = { status: 400, body: "404 Not Found" };

/** The cloud server: lamps that all show the same. */
export function cloudGateway(options: CloudGatewayOptions): Gateway {
	const { config, store, clock, peerLog } = options;
	const failed = (why: string): void => peerLog.write("store", "error", "cloud-failed", { why });
	const display = new SharedDisplay({
		store,
		clock,
		lost: (why) => peerLog.write("store", "error", "cloud-lost", { why }),
	});
	const weather = weatherWatch(options, (found) =>
		unlessStoreFails(
			async () => {
				await display.change((now) => ({ ...now, weather: found }));
				return true;
			},
			failed,
			false,
		),
	);
	weather?.start();
	const terms = lampTerms(options, display);
	return {
		protocol: "cloud",
		path,
		maxPayloadBytes: config.maxPayloadBytes,
		idle: null,
		floodCloseCode,
		restartCloseCode,
		// The origin upgrades whatever path is asked for.
		serves: (asked, dedicated) => dedicated || asked === path,
		async judge(): Promise<UpgradeVerdict> {
			try {
				await display.ready();
			} catch (error) {
				if (!(error instanceof EnvironmentError)) throw error;
				return { ok: false, status: 503, why: error.message };
			}
			return {
				ok: true,
				subprotocol: null,
				open: (connection) => new Lamp(terms, connection),
			};
		},
		plain: (_, asked) => (asked === path || asked === "/" ? upgradeRequired : unknownPath),
		foreign: () => unknownPath,
		routes: cloudRoutes(display, failed),
		pages: cloudPages(display, failed),
		stop() {
			weather?.stop();
			display.stop();
		},
	};
}

function lampTerms({ config, clock }: CloudGatewayOptions, display: SharedDisplay): LampTerms {
	const { secret, handshakeTimeoutMs, repeatMs, heartbeatTimeoutMs } = config;
	const unlessOff = (ms: number, over: (lamp: Lamp) => void): SharedTimeout<Lamp> | null =>
		ms === 0 ? null : new SharedTimeout(clock, ms, over);
	return {
		secret,
		display,
		handshakes: new SharedTimeout(clock, handshakeTimeoutMs, (lamp) => lamp.secretOverdue()),
		repeats: unlessOff(repeatMs, (lamp) => lamp.repeat()),
		heartbeats: unlessOff(heartbeatTimeoutMs, (lamp) => lamp.heartbeatOverdue()),
		pings: new SharedTimeout(clock, serverPingIntervalMs, (lamp) => lamp.ping()),
	};
}

/** Null where the weather is nobody's but the control API's. */
function weatherWatch(
	{ config, clock, peerLog, metrics, weatherApiKey, fetch }: CloudGatewayOptions,
	changed: (weather: Weather) => Promise<boolean>,
): WeatherWatch | null {
	const { provider, city, baseUrl, everyMs } = config.weather;
	if (provider === "none" || city === null) return null;
	if (weatherApiKey === null)
		throw new UsageError(
			"cloud.weather: openweathermap needs an API key: name a file that holds it as apiKeyFile, or set OPENWEATHERMAP_API_KEY",
			{ code: "bad-config" },
		);
	return new WeatherWatch({
		query: { baseUrl, city, apiKey: weatherApiKey },
		everyMs,
		fetch,
		clock,
		metrics,
		log: (level, event, fields) => peerLog.write("weather", level, event, fields),
		changed,
	});
}
