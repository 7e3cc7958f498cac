import { ClosedError, safe, TimeoutError, UsageError } from "@gw-sim/core";
import type { Payload, RequestOutcome } from "@gw-sim/protocols/lock";
import { type Deferred, deferred, orAborted } from "../deferred.js";
import { LockRefusedError } from "./errors.js";

interface Waiting {
	readonly id: number;
	readonly event: string;
	readonly answer: Deferred<Payload>;
}

export interface RequestLimits {
	readonly requestTimeoutMs: number;
	readonly maxRequests: number;
}

/** The promises of requests that wait for their reply; the machine bounds how many there are. */
export class Requests {
	readonly #limits: RequestLimits;
	/** Few, and never changed, but replaced. */
	#waiting: readonly Waiting[] = [];
	#lastId = 0;

	constructor(limits: RequestLimits) {
		this.#limits = limits;
	}

	/** Starts one: `send` is given its id, by which it is settled. */
	async start(
		event: string,
		signal: AbortSignal | undefined,
		send: (id: number) => void,
	): Promise<Payload> {
		signal?.throwIfAborted();
		const id = ++this.#lastId;
		const answer = deferred<Payload>();
		this.#waiting = [...this.#waiting, { id, event, answer }];
		send(id);
		return orAborted(answer.promise, signal, () => this.#forget(id));
	}

	settle(id: number, outcome: RequestOutcome): void {
		const waiting = this.#waiting.find((one) => one.id === id);
		if (waiting === undefined) return;
		this.#forget(id);
		const { event, answer } = waiting;
		if (!outcome.ok) answer.reject(this.#failure(event, outcome.why));
		else if (outcome.status === "ok") answer.resolve(outcome.response);
		else answer.reject(new LockRefusedError(event, outcome.status, outcome.response));
	}

	#forget(id: number): void {
		this.#waiting = this.#waiting.filter((one) => one.id !== id);
	}

	#failure(event: string, why: "not-online" | "too-many" | "timeout" | "closed"): Error {
		const { requestTimeoutMs, maxRequests } = this.#limits;
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
