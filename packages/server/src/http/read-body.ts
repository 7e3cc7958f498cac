import type { IncomingMessage } from "node:http";
import { utf8Decode } from "@gw-sim/core";

/** What a body over plain HTTP may weigh. */
export const maxBodyBytes = 65_536;

/** A request's body as text; null where it is not UTF-8, or where the client breaks off. */
export async function readBody(
	request: IncomingMessage,
	maxBytes: number,
): Promise<{ readonly text: string } | "too-large" | null> {
	const chunks: Buffer[] = [];
	let size = 0;
	try {
		for await (const chunk of request as AsyncIterable<Buffer>) {
			size += chunk.length;
			// What is left is read and dropped, so that the client gets to read its answer.
			if (size <= maxBytes) chunks.push(chunk);
			else if (size > maxBytes * 16) break;
		}
	} catch {
		return null;
	}
	if (size > maxBytes) return "too-large";
	const text = utf8Decode(Buffer.concat(chunks));
	return text === null ? null : { text };
}
