/** How much the model keeps. What a device sends can be as much as it likes; this is what stays. */
export const limits = {
	/** Frames of all devices, and of one where the share of all allows it. */
	frames: 2000,
	deviceFrames: 500,
	/** Lines of all processes, and of one. */
	log: 2000,
	deviceLog: 200,
	/** Lines that devices keep among them, so that many keep few each. */
	sharedLines: 20_000,
	/** What even one of very many devices keeps. */
	leastLines: 20,
	transcript: 300,
	/** Moments of a chamber. */
	warmth: 600,
	/** Figures of a sparkline. */
	figures: 120,
	members: 50,
	rooms: 50,
	polls: 20,
	answers: 20,
	counters: 50,
	notices: 5,
	/** Characters of a frame as it stood on the wire, of a line of a log, of a message. */
	raw: 2000,
	line: 400,
	message: 1000,
	leds: 10_000,
} as const;

/** How many of its lines one of so many devices keeps. */
export function shareOf(devices: number, most: number): number {
	const share = Math.floor(limits.sharedLines / Math.max(1, devices));
	return Math.max(limits.leastLines, Math.min(most, share));
}
