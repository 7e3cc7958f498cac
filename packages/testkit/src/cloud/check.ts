import { safe } from "@gw-sim/core";
import { ConformanceFailure } from "../conformance.js";

const maxLength = 600;

/** Shorter secrets are parts of ordinary words, which would give them away. */
const shortestHidden = 4;

/** @throws ConformanceFailure unless the condition holds. */
export function check(condition: boolean, message: string): asserts condition {
	if (!condition) throw new ConformanceFailure(message);
}

/** Does the work of a case; what it says of a broken rule is told without the secret, and fit to print. */
export async function withoutSecret(secret: string, work: () => Promise<void>): Promise<void> {
	try {
		await work();
	} catch (error) {
		if (!(error instanceof ConformanceFailure)) throw error;
		const spellings = [secret, safe(secret), JSON.stringify(secret).slice(1, -1)];
		let { message } = error;
		if (secret.length >= shortestHidden)
			for (const spelling of spellings) message = message.replaceAll(spelling, "<secret>");
		throw new ConformanceFailure(safe(message, maxLength));
	}
}
