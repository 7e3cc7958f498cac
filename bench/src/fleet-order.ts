/** What a measured fleet is told to do; it answers "joined" when all are. */
export interface FleetOrder {
	/** The hub's endpoint. */
	readonly url: string;
	/** How many locks more to join, beside those that there are. */
	readonly join: number;
}

/** Joined at the same time, so that the server is not what is measured. */
const atOnce = 50;

/** Carries out the orders of the bench in a process of its own. */
export function obeyOrders(join: (url: string, number: number) => Promise<void>): void {
	let joined = 0;
	const joinAll = async ({ url, join: count }: FleetOrder): Promise<void> => {
		for (const end = joined + count; joined < end; ) {
			const numbers = Array.from({ length: Math.min(atOnce, end - joined) }, () => joined++);
			await Promise.all(numbers.map((number) => join(url, number)));
		}
	};
	process.on("message", (order: FleetOrder | object) => {
		if (!("join" in order)) return;
		joinAll(order).then(
			() => process.send?.("joined"),
			(error: unknown) => {
				process.stderr.write(`${String(error)}\n`);
				process.exit(1);
			},
		);
	});
	process.channel?.ref();
	// The probe listens earlier: what was sent before would have reached it alone.
	process.send?.("ready");
}
