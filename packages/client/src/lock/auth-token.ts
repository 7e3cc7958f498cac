import { UsageError, utf8Encode } from "@gw-sim/core";

/**
 * The subprotocols that carry a token to a Phoenix 1.8 hub. Despite the prefix the alphabet is that
 * of standard base64, without padding (phoenix.js 1.8.16 and Phoenix 1.8.12).
 * @throws UsageError for a token that is empty or cannot be sent this way.
 */
export function tokenProtocols(authToken: string): readonly string[] {
	let bytes = "";
	for (const byte of utf8Encode(authToken)) bytes += String.fromCharCode(byte);
	const encoded = btoa(bytes).replaceAll("=", "");
	if (encoded === "") throw new UsageError("authToken is empty: leave it out, or give the token");
	// RFC 6455 section 4.1 allows no "/" in a subprotocol.
	if (encoded.includes("/"))
		throw new UsageError(
			'authToken cannot be sent, as its base64 contains "/": use a token of letters, digits, "-", "." and "_"',
		);
	return ["phoenix", `base64url.bearer.phx.${encoded}`];
}
