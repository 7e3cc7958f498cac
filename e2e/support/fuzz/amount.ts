const { GW_SIM_FUZZ = "", GW_SIM_FUZZ_SEED, GW_SIM_FUZZ_RUNS } = process.env;

/** Everything where asked for, else as much of it as a test run has time for. */
const isFull = GW_SIM_FUZZ === "full";
const share = Number(GW_SIM_FUZZ_RUNS ?? 1);

export interface Amount {
	/** Generated messages of each protocol. */
	readonly messages: number;
	/** Mutated transcripts of each protocol. */
	readonly transcripts: number;
	/** Messages of each protocol over real sockets. */
	readonly socketMessages: number;
	/** All of it follows from this. */
	readonly seed: string;
	readonly timeoutMs: number;
	/** Whether to tell how it gets on. */
	readonly isTold: boolean;
}

/** How much is to be fuzzed, by the environment. */
export const amount: Amount = {
	messages: Math.ceil((isFull ? 100_000 : 10_000) * share),
	transcripts: Math.ceil((isFull ? 20_000 : 2000) * share),
	socketMessages: Math.ceil((isFull ? 20_000 : 2000) * share),
	seed: GW_SIM_FUZZ_SEED ?? "gw-sim",
	timeoutMs: isFull ? 3_600_000 : 120_000,
	isTold: isFull,
};
