/** What a measured process tells about itself. */
export interface Usage {
	/** CPU time so far, of all threads. */
	readonly cpuMicros: number;
	readonly rssBytes: number;
	/** What the garbage collector manages, and what hangs on it. */
	readonly heapBytes: number;
}

/** `settle` first brings memory into a state that can be compared: no garbage, and its pages free. */
export interface UsageRequest {
	readonly settle: boolean;
}
