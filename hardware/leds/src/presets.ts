import { UsageError } from "@gw-sim/core";
import type { LedProtocol } from "./wire/protocols.js";

/** Boards and programs that people have. */
export type LedPresetName = "uno" | "uno-fast" | "wled" | "hyperserial" | "tpm2" | "skydimo";

/** How a board is spoken to. */
export interface LedPreset {
	readonly protocol: LedProtocol;
	readonly baud: number;
	/** What it is, for people. */
	readonly board: string;
	/** Whether the board has an AVR at 16 MHz, which cannot do every rate. */
	readonly isAvr: boolean;
	/** Whether another rate is asked for by a byte after the port was opened at `baud`. */
	readonly switchesBaud: boolean;
}

/** Every preset by its name. */
export const ledPresets: Readonly<Record<LedPresetName, LedPreset>> = {
	uno: {
		protocol: "adalight",
		baud: 115_200,
		board: "Arduino Uno or Nano with an Adalight sketch",
		isAvr: true,
		switchesBaud: false,
	},
	"uno-fast": {
		protocol: "adalight",
		baud: 500_000,
		board: "Arduino Uno or Nano with our firmware",
		isAvr: true,
		switchesBaud: false,
	},
	wled: {
		protocol: "adalight",
		baud: 115_200,
		board: "ESP32 or ESP8266 with WLED",
		isAvr: false,
		switchesBaud: true,
	},
	hyperserial: {
		protocol: "awa",
		baud: 2_000_000,
		board: "ESP32 or RP2040 with HyperSerial",
		isAvr: false,
		switchesBaud: false,
	},
	tpm2: {
		protocol: "tpm2",
		baud: 115_200,
		board: "TPM2 device",
		isAvr: false,
		switchesBaud: false,
	},
	skydimo: {
		protocol: "skydimo",
		baud: 115_200,
		board: "Skydimo or another clone with its header",
		isAvr: false,
		switchesBaud: false,
	},
};

/** What WLED is told for each rate, as one byte. */
const wledBaudBytes: ReadonlyMap<number, number> = new Map([
	[115_200, 0xb0],
	[230_400, 0xb1],
	[460_800, 0xb2],
	[500_000, 0xb3],
	[576_000, 0xb4],
	[921_600, 0xb5],
	[1_000_000, 0xb6],
	[1_500_000, 0xb7],
]);

/** Which of these a 16 MHz AVR misses by more than 3 %: it hears nonsense. */
const unusableAvrBauds: ReadonlySet<number> = new Set([230_400, 460_800, 576_000, 921_600]);

/** What decides how a board is spoken to; what is absent comes from the preset. */
export interface LedChoice {
	/** @defaultValue "uno" */
	readonly preset?: LedPresetName;
	readonly protocol?: LedProtocol;
	readonly baud?: number;
}

/** How a board is spoken to, decided. */
export interface LedSettings {
	readonly protocol: LedProtocol;
	/** While the port is opened and the board says hello. */
	readonly helloBaud: number;
	/** While frames are sent. */
	readonly baud: number;
	/** The byte that asks for `baud`; null where the port is opened at it. */
	readonly baudByte: number | null;
	/** What is worth knowing about the choice before anything is tried; null where nothing is. */
	readonly warning: string | null;
}

const [minBaud, maxBaud] = [1200, 12_000_000];

/**
 * Decides how a board is spoken to.
 * @throws UsageError where the rate is none, or none that the preset can switch to.
 */
export function ledSettings({ preset: name, protocol, baud }: LedChoice = {}): LedSettings {
	const preset = ledPresets[name ?? "uno"];
	const chosen = { protocol: protocol ?? preset.protocol, baud: baud ?? preset.baud };
	if (!Number.isInteger(chosen.baud) || chosen.baud < minBaud || chosen.baud > maxBaud)
		throw new UsageError(
			`baud must be a whole number from ${minBaud} to ${maxBaud}, and not ${chosen.baud}`,
		);
	if (preset.switchesBaud && chosen.baud !== preset.baud) {
		const baudByte = wledBaudBytes.get(chosen.baud);
		if (baudByte === undefined)
			throw new UsageError(
				`WLED cannot switch to ${chosen.baud} baud: use one of ${[...wledBaudBytes.keys()].join(", ")}`,
			);
		return { ...chosen, helloBaud: preset.baud, baudByte, warning: null };
	}
	const isAvr = preset.isAvr && chosen.protocol === "adalight";
	const warning =
		isAvr && unusableAvrBauds.has(chosen.baud)
			? `a 16 MHz AVR cannot do ${chosen.baud} baud: use 115200, 250000, 500000 or 1000000`
			: null;
	return { ...chosen, helloBaud: chosen.baud, baudByte: null, warning };
}
