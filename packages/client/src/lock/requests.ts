import { ClosedError, safe, TimeoutError, UsageError } from "@gw-sim/core";
import type { Payload, RequestOutcome } from "@gw-sim/protocols/lock";
import { PendingRequests } from "../pending-requests.js";
import { LockRefusedError } from "./errors.js";

/** The promises of requests that wait for their reply; the machine bounds how many there are. */
export class Requests extends PendingRequests<string, Payload> {
	settle(id: number, outcome: RequestOutcome): void {
		const pending = this.take(id);
		if (pending === undefined) return;
		const { request: event, answer } = pending;
		if (!outcome.ok) answer.reject(this.#failure(event, outcome.why));
		else if (outcome.status === "ok") answer.resolve(outcome.response);
		else answer.reject(new LockRefusedError(event, outcome.status, outcome.response));
	}

	#failure(event: string, why: "not-online" | "too-many" | "timeout" | "closed"): Error {
		const { requestTimeoutMs, maxRequests } = this.limits;
		const name = safe(event, 80);
		switch (why) {
			case "not-online":
				return new ClosedError(`${name} was not sent: the lock is not online`, { code: why });
			case "closed":
				return new ClosedError(`the connection ended before the hub answered ${name}`, {
					code: why,
				});
			case "timeout":
				return new TimeoutError(`the hub did not answer ${name} within ${requestTimeoutMs} ms`, {
					code: why,
					afterMs: requestTimeoutMs,
				});
			case "too-many":
				return new UsageError(
					`${name} was not sent: ${maxRequests} requests wait for their reply, await some first`,
					{ code: why },
				);
		}
	}
}
