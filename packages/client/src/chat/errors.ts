import { RefusedError } from "@gw-sim/core";

/** The gateway will not have this client, and would say so again. Its code is `refused`. */
export class ChatRefusedError extends RefusedError {
	/** The gateway's error code, as 0 for an invalid token; null where it closed without one. */
	readonly errorCode: number | null;

	constructor(message: string, errorCode: number | null) {
		super(message, { code: "refused" });
		this.errorCode = errorCode;
	}
}
