import { safe, UsageError } from "@gw-sim/core";
import { negotiateVersion, type Version } from "@gw-sim/protocols/lock";
import { wsUrl } from "../ws-url.js";

/** Where a lock connects to, and as whom. */
export interface Endpoint {
	/** With the whole query. */
	readonly url: string;
	readonly version: Version;
}

export interface EndpointOptions {
	readonly url: string | URL;
	readonly serial: string;
	readonly name?: string | undefined;
	readonly vsn?: string | undefined;
}

const loneSurrogate = /\p{Cs}/u;

/**
 * The URL that is dialled: the query that was given, then `name` and `vsn`, in the order of
 * phoenix.js. Where the query has these two itself they count, unless an option overrules them.
 * @throws UsageError that says how to mend the URL, the name or the version.
 */
export function lockEndpoint(options: EndpointOptions): Endpoint {
	const url = wsUrl(String(options.url), "ws://127.0.0.1:4000/socket/websocket");
	const kept = url.search.slice(1).split("&").filter(isForeign);
	const name = options.name ?? url.searchParams.get("name") ?? options.serial;
	if (name === "" || loneSurrogate.test(name))
		throw new UsageError("name must be text that is not empty: leave it out to use the serial");
	const vsn = options.vsn ?? url.searchParams.get("vsn") ?? "2.0.0";
	const version = negotiateVersion(vsn);
	if (version === null)
		throw new UsageError(`vsn ${JSON.stringify(safe(vsn))} is unknown: use 2.0.0 or 1.0.0`);
	url.search = [...kept, `name=${encodeURIComponent(name)}`, `vsn=${encodeURIComponent(vsn)}`].join(
		"&",
	);
	return { url: url.href, version };
}

function isForeign(pair: string): boolean {
	return pair !== "" && !/^(name|vsn)(=|$)/.test(pair);
}
