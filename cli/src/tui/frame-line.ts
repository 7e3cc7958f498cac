/** One frame on the wire, as its device saw it. */
export interface FrameLine {
	/** Counts all frames of all devices: a stable key for a view. */
	readonly seq: number;
	/** Milliseconds on the orchestra's clock. */
	readonly at: number;
	/** Of the device. */
	readonly name: string;
	readonly dir: "in" | "out";
	/** What it says, in a few words. */
	readonly text: string;
	/** As it stood on the wire, cut where it is long; bytes in base64. */
	readonly raw: string;
	readonly isBinary: boolean;
	/** Nobody could make sense of it. */
	readonly isForeign: boolean;
}
