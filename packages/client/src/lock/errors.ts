import { RefusedError, safe } from "@gw-sim/core";
import type { Payload } from "@gw-sim/protocols/lock";

/** The hub answered a request with a status other than `ok`. Its code is `refused`. */
export class LockRefusedError extends RefusedError {
	/** The hub's own words, or its status where it gave none; not escaped for a terminal. */
	readonly reason: string;
	/** The whole answer. */
	readonly response: Payload;

	constructor(event: string, status: string, response: Payload) {
		const reason = reasonIn(response) ?? status;
		super(`the hub refused ${safe(event, 80)}: ${safe(reason)}`, { code: "refused" });
		this.reason = reason;
		this.response = response;
	}
}

function reasonIn(response: Payload): string | null {
	if (typeof response !== "object" || response === null || !("reason" in response)) return null;
	return typeof response.reason === "string" ? response.reason : null;
}
