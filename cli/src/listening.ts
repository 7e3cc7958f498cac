import type { ReferenceServer } from "@gw-sim/server";

/** The line that tells scripts where the server is. */
export function listeningEvent({ url, endpoints, dedicated }: ReferenceServer): object {
	return {
		event: "listening",
		url,
		endpoints,
		...(Object.keys(dedicated).length === 0 ? {} : { dedicated }),
	};
}
