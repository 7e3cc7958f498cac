import { UsageError } from "@gw-sim/core";
import { shownUrl, wsUrl } from "../ws-url.js";

/** How the gateway packs what it sends. */
export type Compression = "none" | "zlib";

/** Where a client connects to. */
export interface PuffEndpoint {
	readonly url: string;
	/** Without query and credentials: for messages. */
	readonly shown: string;
}

/**
 * The query that was given, then encoding and compression, which an option overrules.
 * @throws UsageError that says how to mend the URL or the compression.
 */
export function puffEndpoint({
	url: given,
	compression,
}: {
	readonly url: string | URL;
	readonly compression?: Compression | undefined;
}): PuffEndpoint {
	const url = wsUrl(String(given), "ws://127.0.0.1:4000/socket");
	if (compression !== undefined && compression !== "none" && compression !== "zlib")
		throw new UsageError('compression must be "none" or "zlib"');
	const asked = url.searchParams.get("compression") === "zlib" ? "zlib" : "none";
	const kept = url.search.slice(1).split("&").filter(isForeign);
	url.search = [...kept, "encoding=json", `compression=${compression ?? asked}`].join("&");
	return { url: url.href, shown: shownUrl(url) };
}

function isForeign(pair: string): boolean {
	return pair !== "" && !/^(encoding|compression)(=|$)/.test(pair);
}
