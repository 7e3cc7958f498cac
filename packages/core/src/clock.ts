/** Takes a pending call back; calling it again, or after it ran, does nothing. */
export type Cancel = () => void;

/** The only source of time. Real programs use the system's, tests and scenarios a virtual one. */
export interface Clock {
	/** Milliseconds since an arbitrary origin; never goes back. */
	now(): number;
	/** Milliseconds since 1970-01-01 UTC, whole; may jump when the machine's time is set. */
	wallTime(): number;
	/** Calls `run` once, at least `ms` milliseconds from now. */
	after(ms: number, run: () => void): Cancel;
}
