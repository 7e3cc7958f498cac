import { safe } from "@gw-sim/core";
import type { GatewayView, ServerMetrics } from "../up/orchestra.js";
import { limits } from "./limits.js";
import type { ProtocolFigures, ServerModel } from "./model.js";
import { emptyRing, pushed } from "./ring.js";

/** A gateway of which only the addresses are known. */
export function newServer({ url, endpoints, isOwn }: GatewayView): ServerModel {
	return {
		url: safe(url),
		endpoints: Object.entries(endpoints).map(([protocol, endpoint]) => ({
			protocol: safe(protocol),
			url: safe(endpoint),
		})),
		isOwn,
		storeOk: null,
		storeFolder: null,
		protocols: [],
		inRates: emptyRing,
		outRates: emptyRing,
		connectionCounts: emptyRing,
	};
}

/** The server a second later. */
export function withMetrics(server: ServerModel, metrics: ServerMetrics): ServerModel {
	const protocols = Object.entries(metrics.protocols).map(
		([protocol, { connections, receivedPerSecond, sentPerSecond }]): ProtocolFigures => ({
			protocol: safe(protocol),
			connections,
			inRate: receivedPerSecond,
			outRate: sentPerSecond,
		}),
	);
	const sum = (figure: (of: ProtocolFigures) => number): readonly [number] => [
		protocols.reduce((total, protocol) => total + figure(protocol), 0),
	];
	return {
		...server,
		storeOk: metrics.storeOk,
		storeFolder: metrics.storeFolder === null ? null : safe(metrics.storeFolder),
		protocols,
		inRates: pushed(
			server.inRates,
			sum(({ inRate }) => inRate),
			limits.figures,
		),
		outRates: pushed(
			server.outRates,
			sum(({ outRate }) => outRate),
			limits.figures,
		),
		connectionCounts: pushed(
			server.connectionCounts,
			sum(({ connections }) => connections),
			limits.figures,
		),
	};
}
