import { utf8Decode } from "@gw-sim/core";
import { negotiateVersion, type Version } from "@gw-sim/protocols/lock";
import type { UpgradeRequest } from "../../gateway.js";
import { originAllowed } from "../../origin.js";
import { secretEquals } from "../../secret.js";
import type { LockConfig } from "./config.js";

export type ConnectVerdict =
	| {
			readonly ok: true;
			readonly version: Version;
			readonly name: string;
			readonly subprotocol: string | null;
	  }
	| { readonly ok: false; readonly why: string };

const bearerPrefix = "base64url.bearer.phx.";

/** Whether a socket may connect to the hub; every refusal is an HTTP 403 without a body. */
export function judgeConnect(request: UpgradeRequest, config: LockConfig): ConnectVerdict {
	const { query } = request;
	const version = negotiateVersion(
		query.getAll("vsn").at(-1) ?? (hasNested(query, "vsn") ? "" : null),
	);
	if (version === null) return { ok: false, why: "unsupported vsn" };
	if (!originAllowed(request.origin, request.host, config.checkOrigin))
		return { ok: false, why: "foreign origin" };
	const name = query.getAll("name").at(-1) ?? "";
	if (name === "") return { ok: false, why: "no name" };
	if (config.authToken === null) return { ok: true, version, name, subprotocol: null };
	const bearer = bearerToken(request.offered);
	if (bearer === "garbage") return { ok: false, why: "unreadable auth token" };
	const given = bearer?.token ?? query.getAll("token").at(-1) ?? null;
	if (given === null || !secretEquals(given, config.authToken))
		return { ok: false, why: given === null ? "no auth token" : "wrong auth token" };
	const subprotocol = request.offered.includes("phoenix") ? "phoenix" : null;
	return { ok: true, version, name, subprotocol };
}

/** Plug reads `vsn[]=x` as a list, which is no version at all. */
function hasNested(query: URLSearchParams, key: string): boolean {
	return [...query.keys()].some((name) => name.startsWith(`${key}[`));
}

/**
 * The token that a Phoenix 1.8 client hides in its subprotocols. The alphabet is standard base64
 * despite the prefix; the URL-safe one is taken too. Two tokens count as none.
 */
function bearerToken(offered: readonly string[]): { readonly token: string } | "garbage" | null {
	const [encoded, ...more] = offered
		.filter((protocol) => protocol.startsWith(bearerPrefix))
		.map((protocol) => protocol.slice(bearerPrefix.length));
	if (encoded === undefined || more.length > 0) return null;
	if (!/^(?:[A-Za-z0-9+/]*|[A-Za-z0-9_-]*)$/.test(encoded) || encoded.length % 4 === 1)
		return "garbage";
	const token = utf8Decode(Buffer.from(encoded, "base64"));
	return token === null ? "garbage" : { token };
}
