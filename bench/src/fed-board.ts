import { Board, clockHz, firmwareHex, parseIntelHex } from "@gw-sim/board";
import { encodeFrame } from "@gw-sim/leds";

/** A strip, and how it is fed. */
export interface StripLoad {
	readonly leds: number;
	readonly baud: 115_200 | 500_000;
	/** Frames that the host sends ahead of what the board has acknowledged. */
	readonly inFlight: 1 | 2;
}

/** What the board sends for each frame that it has shown. */
const acknowledged = 6;

/** So long the board may take to start. */
const bootCycles = clockHz;

/** The emulated board in virtual time, with a host that has the next frame ready at every moment. */
export class FedBoard {
	readonly #board: Board;
	readonly #load: StripLoad;
	#sent = 0;
	/** Frames that were shown as they were sent, in their order. */
	#exact = 0;

	constructor(load: StripLoad) {
		const { leds, baud } = load;
		this.#load = load;
		let heard = "";
		this.#board = new Board({
			flash: parseIntelHex(firmwareHex[`${baud}`]),
			leds,
			hostBaud: baud,
			shown: ({ pixels }) => {
				const isNext = this.#exact < this.#sent && isFrame(pixels, this.#exact);
				if (isNext) this.#exact++;
			},
			transmitted: (byte) => {
				heard += String.fromCharCode(byte);
				if (byte === acknowledged && this.#sent > 0) this.#send();
			},
		});
		if (!this.#board.runUntil(() => heard.includes("ACK\n"), bootCycles))
			throw new Error(`the board says nothing at ${baud} baud`);
		for (let i = 0; i < load.inFlight; i++) this.#send();
	}

	/** Runs for so long on the board's clock; gives the frames that were shown meanwhile. */
	run(seconds: number): number {
		const before = this.#exact;
		this.#board.runTo(this.#board.cycles + seconds * clockHz);
		return this.#exact - before;
	}

	#send(): void {
		const frame = new Uint8Array(3 * this.#load.leds).fill(shadeOf(this.#sent++));
		this.#board.receive(encodeFrame("adalight", frame));
	}
}

/** Tells frames apart, and is never black. */
function shadeOf(frame: number): number {
	return (frame % 255) + 1;
}

function isFrame(pixels: Uint8Array, frame: number): boolean {
	return pixels.every((value) => value === shadeOf(frame));
}
