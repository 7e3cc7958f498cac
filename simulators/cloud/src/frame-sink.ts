/** Something that shows frames, as a driver of real LEDs does. */
export interface FrameSink {
	/**
	 * Takes the frame that is due, red, green and blue of each LED; called at the strip's rate, and
	 * less often where the process is busy. A sink that throws gets no more frames, and is closed.
	 * @param frame Its own: it is not written to again.
	 * @param atMs When it was due, on the device's clock.
	 */
	show(frame: Uint8Array, atMs: number): void;
	/** The lamp was switched off: no frame comes any more. */
	close(): void;
}
