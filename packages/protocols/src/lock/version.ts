import type { Version } from "./messages.js";

/**
 * The serializer for a `vsn` parameter: `~> 1.0.0` gives 1, `~> 2.0.0` gives 2, absent gives 1, and
 * anything else null, which a hub answers with HTTP 403 (measured on Phoenix 1.7 and 1.8).
 */
export function negotiateVersion(vsn: string | null): Version | null {
	if (vsn === null) return 1;
	const major = /^([12])\.0\.(?:0|[1-9]\d*)$/.exec(vsn)?.[1];
	return major === "1" ? 1 : major === "2" ? 2 : null;
}
