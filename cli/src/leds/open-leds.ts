import { GwError, seededRandom, UsageError } from "@gw-sim/core";
import { findPort, LedDriver, ledSettings, loadSerialPort } from "@gw-sim/leds";
import { systemClock, systemRandom } from "@gw-sim/transport";
import { startBoardProcess } from "../board/board-process.js";
import type { LedPortOptions } from "../options/leds.js";

/** Real LEDs, ready to be started. */
export interface OpenedLeds {
	readonly driver: LedDriver;
	/** As it was given. */
	readonly port: string;
	/** What the LEDs show, three bytes each, where that can be read back. */
	readonly frame?: () => Uint8Array;
	/** Tells in a line what is wrong with an emulated board. */
	readonly onProblem?: (listener: (message: string) => void) => void;
	/** Makes them dark, closes the port and releases everything. */
	close(): Promise<void>;
}

export interface OpenLedsOptions extends LedPortOptions {
	readonly ledPort: string;
	readonly leds: number;
	readonly seed?: string;
}

/**
 * Gets real LEDs ready, or those of an emulated board where the port is `virtual`.
 * @throws UsageError or EnvironmentError for what no later attempt can mend.
 */
export async function openLeds(options: OpenLedsOptions): Promise<OpenedLeds> {
	await loadSerialPort();
	if (options.ledPort === "virtual") return openVirtualLeds(options);
	await assertPort(options.ledPort);
	const driver = ledDriver(options.ledPort, options);
	const { warning } = driver.settings;
	if (warning !== null) process.stderr.write(`gw-sim: ${warning}\n`);
	return { driver, port: options.ledPort, close: () => driver.close() };
}

/** An emulated board loses nothing, but waits for the processor as everybody does. */
const emulatedAckMs = 2000;

async function openVirtualLeds(options: OpenLedsOptions): Promise<OpenedLeds> {
	const { leds, preset, ledProtocol, baud } = options;
	const settings = ledSettings({
		...(preset === undefined ? {} : { preset }),
		...(ledProtocol === undefined ? {} : { protocol: ledProtocol }),
		...(baud === undefined ? {} : { baud }),
	});
	const board = await startBoardProcess({ leds, baud: settings.baud });
	try {
		const driver = ledDriver(board.path, options, emulatedAckMs);
		return {
			driver,
			port: options.ledPort,
			frame: board.frame,
			onProblem: board.onProblem,
			async close() {
				await driver.close();
				await board.close();
			},
		};
	} catch (error) {
		await board.close();
		throw error;
	}
}

/**
 * @param port The device file itself.
 * @param ackTimeoutMs What the board may take to acknowledge a frame; that of real ones when absent.
 */
function ledDriver(
	port: string,
	{ leds, seed, preset, ledProtocol, baud, brightness, gamma, colorOrder }: OpenLedsOptions,
	ackTimeoutMs?: number,
): LedDriver {
	return new LedDriver({
		port,
		leds,
		clock: systemClock,
		random: seed === undefined ? systemRandom : seededRandom(`${seed}/leds`),
		...(ackTimeoutMs === undefined ? {} : { ackTimeoutMs }),
		...(preset === undefined ? {} : { preset }),
		...(ledProtocol === undefined ? {} : { protocol: ledProtocol }),
		...(baud === undefined ? {} : { baud }),
		...(brightness === undefined ? {} : { brightness }),
		...(gamma === undefined ? {} : { gamma }),
		...(colorOrder === undefined ? {} : { colorOrder }),
	});
}

/** A port that is not there may come; what is no port at all will not become one. */
async function assertPort(port: string): Promise<void> {
	try {
		await findPort(port);
	} catch (error) {
		if (!(error instanceof GwError)) throw error;
		if (error.code === "not-a-port") throw new UsageError(`--led-port: ${error.message}`);
	}
}
