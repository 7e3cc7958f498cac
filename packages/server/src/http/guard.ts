import type { IncomingMessage } from "node:http";
import { isLoopback, originAllowed } from "../origin.js";
import { secretEquals } from "../secret.js";
import { type ControlAnswer, refusal } from "./control-route.js";

/** Who may control the server, over HTTP. */
export class Guard {
	readonly #token: string | null;

	/** `token` is `admin.token` of the configuration. */
	constructor(token: string | null) {
		this.#token = token;
	}

	/** Why a caller may not even look; null where it may. */
	refusedCaller({ headers, socket }: IncomingMessage): ControlAnswer | null {
		if (this.#token === null) {
			// A page that has bound its name to a loopback address still gives that name as Host.
			const host = hostName(headers.host);
			return isLoopback(socket.localAddress ?? "") && (host === null || isLoopback(host))
				? null
				: refusal(
						403,
						"forbidden",
						"beyond loopback the control API needs admin.token in the configuration",
					);
		}
		const given = /^Bearer (.+)$/i.exec(headers.authorization ?? "")?.[1];
		return given !== undefined && secretEquals(given, this.#token)
			? null
			: refusal(401, "unauthorized", "send the header Authorization: Bearer <admin.token>");
	}

	/** Why a caller who may look may not change anything; null where it may. */
	refusedWriter({ headers }: IncomingMessage): ControlAnswer | null {
		return originAllowed(headers.origin ?? null, headers.host ?? null, true)
			? null
			: refusal(403, "foreign_origin", "pages of another origin may not change anything");
	}
}

/** Why a body is not taken for JSON; null where it says that it is. */
export function refusedType({ headers }: IncomingMessage): ControlAnswer | null {
	return /^application\/(?:[\w.+-]+\+)?json\s*(?:;|$)/i.test(headers["content-type"] ?? "")
		? null
		: refusal(415, "unsupported_media_type", "send content-type: application/json");
}

function hostName(header: string | undefined): string | null {
	if (header === undefined) return null;
	const url = `http://${header}`;
	return URL.canParse(url) ? new URL(url).hostname : "";
}
