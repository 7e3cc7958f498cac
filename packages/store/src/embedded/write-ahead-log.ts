/**
 * What LevelDB's log format (its doc/log_format.md) tells about damage. LevelDB itself skips a
 * damaged part of its log in silence, and with it changes that were acknowledged.
 */
const blockSize = 32_768;
/** Checksum (4 bytes), length (2), type (1). */
const headerSize = 7;
const full = 1;
const first = 2;
const last = 4;

/**
 * Whether every byte of a log is as it was written, apart from a last record that a crash cut off:
 * nobody was told that this one is safe.
 */
export function isLogWhole(bytes: Uint8Array): boolean {
	const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	let offset = 0;
	while (offset < bytes.length) {
		const room = blockSize - (offset % blockSize);
		const size = room < headerSize ? room : fragmentSize(view, offset);
		if (size === 0) return !isRecordBeyond(view, offset + 1);
		offset += size;
	}
	return true;
}

/**
 * Only the start of another record proves that the damaged one was not the last: a record spans
 * blocks, and after a power cut any of them may be missing.
 */
function isRecordBeyond(view: DataView, from: number): boolean {
	for (let offset = from; offset + headerSize <= view.byteLength; offset++) {
		const type = view.getUint8(offset + 6);
		if ((type === full || type === first) && fragmentSize(view, offset) > 0) return true;
	}
	return false;
}

/** The size of the sound fragment at an offset, its header included; 0 where there is none. */
function fragmentSize(view: DataView, offset: number): number {
	const end = Math.min(view.byteLength, offset + blockSize - (offset % blockSize));
	if (offset + headerSize > end) return 0;
	const type = view.getUint8(offset + 6);
	const next = offset + headerSize + view.getUint16(offset + 4, true);
	if (type < full || type > last || next > end) return 0;
	return view.getUint32(offset, true) === maskedCrc(view, offset + 6, next) ? next - offset : 0;
}

/** CRC-32C, rotated and shifted as LevelDB stores it. */
function maskedCrc(view: DataView, from: number, to: number): number {
	let crc = 0xffffffff;
	for (let i = from; i < to; i++)
		crc = (crc >>> 8) ^ (crcTable[(crc ^ view.getUint8(i)) & 0xff] ?? 0);
	crc = ~crc >>> 0;
	return (((crc >>> 15) | (crc << 17)) + 0xa282ead8) >>> 0;
}

const crcTable = Uint32Array.from({ length: 256 }, (_, byte) => {
	let crc = byte;
	for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0x82f63b78 : crc >>> 1;
	return crc;
});
