/** What the process's end tells scripts. */
export const ExitCode = {
	done: 0,
	/** The work failed: an assertion, a refused login, retries used up. */
	failed: 1,
	/** A bad option, an unreadable configuration, a port in use. */
	badUsage: 2,
	/** Ctrl-C before anything was running, or twice. */
	interrupted: 130,
} as const;
