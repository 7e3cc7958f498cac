/**
 * `ws` options that bound what a peer can make us hold. Deflate stays off: it costs 250 KB a
 * connection and lets 60 KB become 60 MiB. A legal message may come in one-byte slices, so the
 * number of chunks follows the payload.
 */
export function tightLimits(maxPayloadBytes: number): {
	readonly maxPayload: number;
	readonly maxFragments: number;
	readonly maxBufferedChunks: number;
	readonly perMessageDeflate: false;
	readonly closeTimeout: number;
} {
	return {
		maxPayload: maxPayloadBytes,
		maxFragments: 64,
		maxBufferedChunks: maxPayloadBytes + 1024,
		perMessageDeflate: false,
		// A peer that does not answer a close frame keeps its connection no longer than this.
		closeTimeout: 5000,
	};
}
