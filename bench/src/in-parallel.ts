/** Handshakes under way at once. */
const concurrency = 32;

/** Makes many of something that takes a while, some at a time, and gives them in order. */
export async function inParallel<T>(
	count: number,
	make: (index: number) => Promise<T>,
): Promise<readonly T[]> {
	const made: T[] = [];
	let next = 0;
	const worker = async (): Promise<void> => {
		for (let i = next++; i < count; i = next++) made[i] = await make(i);
	};
	await Promise.all(Array.from({ length: concurrency }, worker));
	return made;
}
