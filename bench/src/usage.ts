/** What a measured process tells about itself. */
export interface Usage {
	/** CPU time so far, of all threads. */
	readonly cpuMicros: number;
	readonly rssBytes: number;
	/** What the garbage collector manages, and what hangs on it. */
	readonly heapBytes: number;
}

/** `settle` collects garbage first, and gives its pages back to the system. */
export interface UsageRequest {
	readonly settle: boolean;
}
