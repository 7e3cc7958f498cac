/** An open serial port, as far as LEDs need one. */
export interface SerialLine {
	/** Resolves when the operating system has taken the bytes, which is before they have left. */
	write(bytes: Uint8Array): Promise<void>;
	/** Changes the rate of the open port, once what was written has left. */
	setBaud(baud: number): Promise<void>;
	/**
	 * Closes the port.
	 * @param discard Throw away what has not left yet, for which the system would wait.
	 */
	close(discard: boolean): Promise<void>;
}

/** A port to be opened, and who hears of it. */
export interface LineRequest {
	/** A device file, a link to one, or the name that the platform gives its ports. */
	readonly path: string;
	readonly baud: number;
	/** What came from the port; nothing before the promise of the open port has settled. */
	received(bytes: Uint8Array): void;
	/** The port is gone or broken, and closed; called once, and not after `close`. */
	lost(error: Error): void;
}

/**
 * Opens a serial port.
 * @throws EnvironmentError where that is not possible; the message says how to mend it.
 */
export type OpenLine = (request: LineRequest) => Promise<SerialLine>;
