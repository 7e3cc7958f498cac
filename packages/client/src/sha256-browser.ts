import { UsageError, utf8Encode } from "@gw-sim/core";
import type { Sha256 } from "./sha256.js";

/**
 * The hash by WebCrypto.
 * @throws UsageError `no-webcrypto` on a page from an insecure origin, where browsers have none.
 */
export const sha256: Sha256 = async (text) => {
	const crypto: typeof globalThis.crypto | undefined = globalThis.crypto;
	if (crypto?.subtle === undefined)
		throw new UsageError(
			"this page has no WebCrypto: serve it by https or from localhost, or give the option sha256",
			{ code: "no-webcrypto" },
		);
	const digest = await crypto.subtle.digest("SHA-256", new Uint8Array(utf8Encode(text)));
	return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
};
