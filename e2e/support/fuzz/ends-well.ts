import { expect } from "vitest";
import { cleanPrototypes, type HostileTarget } from "../hostile-target.js";

/**
 * That a server goes down in order, nobody has changed its prototypes, and it has told nobody a
 * secret: neither in its logs nor in the texts that came of it.
 */
export async function endsWell(
	server: HostileTarget,
	secrets: readonly string[],
	texts: Iterable<string>,
): Promise<void> {
	const { code, prototypes } = await server.stop();
	expect(code).toBe(0);
	expect(prototypes).toEqual(cleanPrototypes);
	const { stderr, lines } = server.process;
	for (const text of [...texts, stderr, ...lines])
		for (const secret of secrets) expect(text).not.toContain(secret);
}
