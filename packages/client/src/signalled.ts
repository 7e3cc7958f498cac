/** What every call that waits takes: a signal that makes it reject with the signal's reason. */
export interface Signalled {
	readonly signal?: AbortSignal | undefined;
}
