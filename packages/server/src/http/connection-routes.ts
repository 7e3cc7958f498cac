import type { Clock } from "@gw-sim/core";
import type { GatewayHost } from "../host.js";
import type { ControlRoute } from "./control-route.js";

/** The control API's part for connections of every protocol. */
export function connectionRoutes(host: GatewayHost, clock: Clock): readonly ControlRoute[] {
	return [
		{
			method: "GET",
			path: "/connections",
			handle() {
				const now = clock.now();
				const data = [...host.connections].map(({ gateway, id, remote, openedAt }) => ({
					protocol: gateway.protocol,
					id,
					remote,
					sinceMs: Math.round(now - openedAt),
				}));
				return { status: 200, body: { data } };
			},
		},
	];
}
