// Loaded into each measured server with `--import`: answers the bench over the channel between
// parent and child, so that both servers are asked in the same way.
import { setTimeout as sleep } from "node:timers/promises";
import type { Usage, UsageRequest } from "./usage.js";

declare const gc: (() => void) | undefined;

/** Makes V8's young generation grow to its full size, as it does sooner or later in any server. */
function fillYoungGeneration(): void {
	const kept: object[] = [];
	for (let i = 0; i < 4_000_000; i++) kept[i % 100_000] = { i };
}

async function usage({ settle }: UsageRequest): Promise<Usage> {
	if (settle) fillYoungGeneration();
	for (let i = 0; settle && i < 8; i++) {
		gc?.();
		await sleep(100);
	}
	const { user, system } = process.cpuUsage();
	const { rss, heapUsed, external } = process.memoryUsage();
	return { cpuMicros: user + system, rssBytes: rss, heapBytes: heapUsed + external };
}

process.on("message", (request: UsageRequest | object) => {
	if (!("settle" in request)) return;
	usage(request).then(
		(answer) => process.send?.(answer),
		() => process.exit(1),
	);
});
process.on("disconnect", () => process.exit());
process.channel?.unref();
