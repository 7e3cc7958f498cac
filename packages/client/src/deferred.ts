/** A promise settled from outside; settling it a second time does nothing. */
export interface Deferred<T> {
	readonly promise: Promise<T>;
	resolve(value: T): void;
	reject(reason: unknown): void;
}

/** A deferred whose rejection counts as handled even where nobody waits for it. */
export function deferred<T>(): Deferred<T> {
	let resolve: (value: T) => void = () => {};
	let reject: (reason: unknown) => void = () => {};
	const promise = new Promise<T>((yes, no) => {
		resolve = yes;
		reject = no;
	});
	promise.catch(() => {});
	return { promise, resolve, reject };
}

/**
 * The promise, or a rejection with the signal's reason as soon as that is aborted; `aborted` runs
 * first then. The listener is gone once either has happened.
 */
export function orAborted<T>(
	promise: Promise<T>,
	signal: AbortSignal | undefined,
	aborted: () => void = () => {},
): Promise<T> {
	if (signal === undefined) return promise;
	return new Promise((resolve, reject) => {
		const abort = (): void => {
			aborted();
			reject(signal.reason);
		};
		if (signal.aborted) {
			abort();
			return;
		}
		signal.addEventListener("abort", abort, { once: true });
		promise.finally(() => signal.removeEventListener("abort", abort)).then(resolve, reject);
	});
}
