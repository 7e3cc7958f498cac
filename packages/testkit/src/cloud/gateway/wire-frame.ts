import { utf8Encode } from "@gw-sim/core";

/** A WebSocket frame of a gateway (RFC 6455 section 5.2). */
export interface WireFrame {
	/** FIN, the reserved bits and the opcode. */
	readonly firstByte: number;
	readonly opcode: number;
	/** Which a server's frame never is; its payload is as it came. */
	readonly isMasked: boolean;
	readonly payload: Uint8Array;
}

/** The mask 0 changes nothing and is as lawful as any other. */
const mask = [0, 0, 0, 0];

/** A client's frame. */
export function frameBytes(
	firstByte: number,
	payload: Uint8Array | string,
	isMasked = true,
): Uint8Array {
	const bytes = typeof payload === "string" ? utf8Encode(payload) : payload;
	const { length } = bytes;
	const masked = isMasked ? 0x80 : 0;
	const size =
		length < 126
			? [masked | length]
			: length < 65_536
				? [masked | 126, length >> 8, length & 255]
				: [masked | 127, 0, 0, 0, 0, ...[24, 16, 8, 0].map((shift) => (length >> shift) & 255)];
	return Uint8Array.from([firstByte, ...size, ...(isMasked ? mask : []), ...bytes]);
}

/** The first frame in what a gateway has sent, and the bytes that it takes; null where it is not whole yet. */
export function takeFrame(
	bytes: Uint8Array,
): { readonly frame: WireFrame; readonly length: number } | null {
	const [firstByte, sizeByte] = bytes;
	if (firstByte === undefined || sizeByte === undefined) return null;
	const isMasked = sizeByte >= 0x80;
	const short = sizeByte & 0x7f;
	const sizeLength = short < 126 ? 0 : short === 126 ? 2 : 8;
	const start = 2 + sizeLength + (isMasked ? mask.length : 0);
	if (bytes.length < start) return null;
	const long = bytes.slice(2, 2 + sizeLength).reduce((sum, byte) => sum * 256 + byte, 0);
	const end = start + (sizeLength === 0 ? short : long);
	if (bytes.length < end) return null;
	const frame = { firstByte, opcode: firstByte & 15, isMasked, payload: bytes.slice(start, end) };
	return { frame, length: end };
}
