import { RefusedError } from "@gw-sim/core";

/** The gateway understood and said no. Its code is `refused`. */
export class PuffRefusedError extends RefusedError {
	/** In the gateway's words, as `INVALID_GROUP_ID`; not escaped for a terminal. */
	readonly reason: string;

	constructor(message: string, reason: string) {
		super(message, { code: "refused" });
		this.reason = reason;
	}
}
