import { safe, UsageError } from "@gw-sim/core";

/**
 * The URL of a WebSocket endpoint.
 * @param example A right one, for the error.
 * @throws UsageError that says how to mend it.
 */
export function wsUrl(text: string, example: string): URL {
	let url: URL;
	try {
		url = new URL(text);
	} catch {
		throw new UsageError(`${JSON.stringify(safe(text))} is no URL: write one as in ${example}`);
	}
	if (url.protocol !== "ws:" && url.protocol !== "wss:")
		throw new UsageError(
			`the URL begins with ${safe(url.protocol)} but a WebSocket's with ws: or wss:, as in ${example}`,
		);
	if (url.hash !== "") throw new UsageError('a WebSocket URL has no "#" part: take it away');
	return url;
}

/** A URL without query and credentials, which may hold secrets: for messages. */
export function shownUrl(url: URL): string {
	return `${url.protocol}//${url.host}${url.pathname}`;
}
