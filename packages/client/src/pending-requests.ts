import { type Deferred, deferred, orAborted } from "./deferred.js";

export interface RequestLimits {
	readonly requestTimeoutMs: number;
	readonly maxRequests: number;
}

interface Pending<Request, Answer> {
	readonly id: number;
	readonly request: Request;
	readonly answer: Deferred<Answer>;
}

/**
 * The promises of requests that wait for their answer; the protocol's machine bounds how many there
 * are. What an answer means is the protocol's.
 */
export abstract class PendingRequests<Request, Answer> {
	protected readonly limits: RequestLimits;
	/** Few, and never changed, but replaced. */
	#pending: readonly Pending<Request, Answer>[] = [];
	#lastId = 0;

	constructor(limits: RequestLimits) {
		this.limits = limits;
	}

	/** Starts one: `send` is given its id, by which it is settled. */
	async start(
		request: Request,
		signal: AbortSignal | undefined,
		send: (id: number) => void,
	): Promise<Answer> {
		signal?.throwIfAborted();
		const id = ++this.#lastId;
		const answer = deferred<Answer>();
		this.#pending = [...this.#pending, { id, request, answer }];
		send(id);
		return orAborted(answer.promise, signal, () => void this.take(id));
	}

	/** Takes one out, to settle it; undefined where nobody waits for it any more. */
	protected take(id: number): Pending<Request, Answer> | undefined {
		const taken = this.#pending.find((one) => one.id === id);
		this.#pending = this.#pending.filter((one) => one !== taken);
		return taken;
	}
}
