import type { Protocol } from "@gw-sim/server";
import type { ProtocolRates, ServerMetrics } from "./orchestra.js";

/** One look at the server's `/metrics`. */
export interface MetricsSample {
	/** On the orchestra's clock, in milliseconds. */
	readonly at: number;
	readonly storeOk: boolean;
	readonly counts: Readonly<Record<Protocol, MessageCounts>>;
}

interface MessageCounts {
	readonly connections: number;
	readonly received: number;
	readonly sent: number;
}

/** Reads what the server's `/metrics` tell; what is missing counts as 0. */
export function parseMetrics(text: string, at: number): MetricsSample {
	const values = new Map<string, number>();
	for (const line of text.split("\n")) {
		const [, sample = "", value = ""] = /^([a-z_]+(?:\{[^}]*\})?) (\S+)$/.exec(line) ?? [];
		if (sample !== "" && Number.isFinite(Number(value))) values.set(sample, Number(value));
	}
	const value = (name: string, protocol: Protocol): number =>
		values.get(`${name}{protocol="${protocol}"}`) ?? 0;
	return {
		at,
		storeOk: values.get("gw_sim_store_ok") === 1,
		counts: each((protocol) => ({
			connections: value("gw_sim_connections", protocol),
			received: value("gw_sim_frames_received_total", protocol),
			sent: value("gw_sim_frames_sent_total", protocol),
		})),
	};
}

/** What happened between two looks; a server that was started again counts from 0. */
export function ratesBetween(
	before: MetricsSample | null,
	now: MetricsSample,
	storeFolder: string | null,
): ServerMetrics {
	const seconds = before === null ? 0 : (now.at - before.at) / 1000;
	const rate = (was: number, is: number): number =>
		seconds > 0 && is >= was ? (is - was) / seconds : 0;
	return {
		at: now.at,
		storeOk: now.storeOk,
		storeFolder,
		protocols: each((protocol): ProtocolRates => {
			const { connections, received, sent } = now.counts[protocol];
			const was = before?.counts[protocol];
			return {
				connections,
				receivedPerSecond: rate(was?.received ?? 0, received),
				sentPerSecond: rate(was?.sent ?? 0, sent),
			};
		}),
	};
}

function each<T>(of: (protocol: Protocol) => T): Record<Protocol, T> {
	return {
		lock: of("lock"),
		rooms: of("rooms"),
		chat: of("chat"),
		cloud: of("cloud"),
		puff: of("puff"),
	};
}
