import { EnvironmentError } from "@gw-sim/core";

/**
 * What work on the store comes to; where the store fails, `failed` is told why, and `otherwise`
 * comes instead.
 */
export async function unlessStoreFails<T>(
	work: () => Promise<T>,
	failed: (why: string) => void,
	otherwise: T,
): Promise<T> {
	try {
		return await work();
	} catch (error) {
		if (!(error instanceof EnvironmentError)) throw error;
		failed(error.message);
		return otherwise;
	}
}
