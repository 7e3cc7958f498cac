import { ClosedError, safe, TimeoutError, UsageError } from "@gw-sim/core";
import type { PuffOutcome } from "@gw-sim/protocols/puff";
import { PendingRequests } from "../pending-requests.js";
import { PuffRefusedError } from "./errors.js";
import type { CreatedGroup } from "./events.js";

/** The promises of ops 1 and 2 that wait for their answer; the machine bounds how many there are. */
export class Requests extends PendingRequests<string, CreatedGroup> {
	settle(id: number, outcome: PuffOutcome): void {
		const pending = this.take(id);
		if (pending === undefined) return;
		const { request: what, answer } = pending;
		if (outcome.ok) answer.resolve({ groupId: outcome.groupId, name: outcome.name });
		else answer.reject(this.#failure(what, outcome));
	}

	#failure(what: string, outcome: Extract<PuffOutcome, { readonly ok: false }>): Error {
		const { requestTimeoutMs, maxRequests } = this.limits;
		switch (outcome.why) {
			case "not-online":
				return notOnline(what);
			case "closed":
				return new ClosedError(`the connection ended before the gateway answered ${what}`, {
					code: outcome.why,
				});
			case "left":
				return new ClosedError(`leaveGroup() was called before the gateway answered ${what}`, {
					code: outcome.why,
				});
			case "timeout":
				return new TimeoutError(
					`the gateway did not answer ${what} within ${requestTimeoutMs} ms`,
					{ code: outcome.why, afterMs: requestTimeoutMs },
				);
			case "too-many":
				return new UsageError(
					`${what} was not sent: ${maxRequests} requests wait for their answer, await some first`,
					{ code: outcome.why },
				);
			case "refused":
				return new PuffRefusedError(
					`the gateway refused to ${what}: ${safe(outcome.code, 80)}${hint(outcome.code)}`,
					outcome.code,
				);
		}
	}
}

/** The error of a call that needs a connection. */
export function notOnline(what: string): ClosedError {
	return new ClosedError(`${what} was not sent: the client is not online`, {
		code: "not-online",
	});
}

const hints: ReadonlyMap<string, string> = new Map([
	["INVALID_GROUP_ID", "; check the id, a group without members goes after some seconds"],
	["GROUP_FULL", "; wait until somebody leaves, or create another group"],
	["TOO_MANY_GROUPS", "; wait until some are gone"],
]);

function hint(code: string): string {
	return hints.get(code) ?? "";
}
