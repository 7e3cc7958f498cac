import { type Inflate, tooBig } from "./inflate.js";

/** A part of the input becomes a thousand times as much at the worst, all of it at once. */
const partBytes = 1024;

/** By the platform's streams, in parts, so that a bomb is found out before it has unfolded. */
export const inflate: Inflate = async (deflated, maxBytes) => {
	const stream = new DecompressionStream("deflate");
	const reader = stream.readable.getReader();
	// What goes wrong with the input shows at the output.
	feed(stream.writable.getWriter(), deflated).catch(() => {});
	const parts: Uint8Array[] = [];
	let length = 0;
	for (;;) {
		const { done, value } = await reader.read();
		if (done) return joined(parts, length);
		length += value.length;
		if (length > maxBytes) {
			// Nobody waits for the rest.
			reader.cancel().catch(() => {});
			throw tooBig(maxBytes);
		}
		parts.push(value);
	}
};

interface Writer {
	write(part: Uint8Array<ArrayBuffer>): Promise<void>;
	close(): Promise<void>;
}

async function feed(writer: Writer, bytes: Uint8Array): Promise<void> {
	for (let at = 0; at < bytes.length; at += partBytes)
		await writer.write(new Uint8Array(bytes.subarray(at, at + partBytes)));
	await writer.close();
}

function joined(parts: readonly Uint8Array[], length: number): Uint8Array {
	const whole = new Uint8Array(length);
	let at = 0;
	for (const part of parts) {
		whole.set(part, at);
		at += part.length;
	}
	return whole;
}
