import type { ReferenceServer } from "@gw-sim/server";

/** The line that tells scripts where the server is. */
export function listeningEvent({
	url,
	endpoints,
	dedicated,
	development,
}: ReferenceServer): object {
	return {
		event: "listening",
		url,
		endpoints,
		...(Object.keys(dedicated).length === 0 ? {} : { dedicated }),
		...(Object.keys(development).length === 0 ? {} : { development }),
	};
}
