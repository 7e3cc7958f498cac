/** A frame that the emulated board has shown. */
export interface Lit {
	/** Red, green and blue of the first LED. */
	readonly color: readonly [number, number, number];
	readonly at: number;
}

/** Milliseconds since 1970 with fractions: a time that processes of one machine share. */
export function epochMs(): number {
	return performance.timeOrigin + performance.now();
}
