import { UsageError } from "@gw-sim/core";

/** In which order a strip wants red, green and blue. */
export type ColorOrder = "rgb" | "rbg" | "grb" | "gbr" | "brg" | "bgr";

/** Every order by its name. */
export const colorOrders: readonly ColorOrder[] = ["rgb", "rbg", "grb", "gbr", "brg", "bgr"];

/** How colours become what is sent. */
export interface ColorOptions {
	/** 0 (dark) to 1. @defaultValue 1 */
	readonly brightness?: number;
	/** 1 sends values as they are; 2.2 to 2.8 make strips look as screens do. @defaultValue 1 */
	readonly gamma?: number;
	/** Of what is sent; most boards do the strip's own order themselves. @defaultValue "rgb" */
	readonly colorOrder?: ColorOrder;
}

const maxGamma = 10;

/**
 * Makes the function that turns red, green and blue of each LED into what is sent, by a table.
 * @throws UsageError where brightness or gamma is out of bounds.
 */
export function colorStage({
	brightness = 1,
	gamma = 1,
	colorOrder = "rgb",
}: ColorOptions = {}): (frame: Uint8Array) => Uint8Array {
	if (!(brightness >= 0 && brightness <= 1))
		throw new UsageError(`brightness must be from 0 to 1, and not ${brightness}`);
	if (!(gamma > 0 && gamma <= maxGamma))
		throw new UsageError(`gamma must be above 0 and up to ${maxGamma}, and not ${gamma}`);
	const table = Uint8Array.from({ length: 256 }, (_, value) =>
		Math.round(255 * (value / 255) ** gamma * brightness),
	);
	const [first, second, third] = placesOf(colorOrder);
	return (frame) => {
		const sent = new Uint8Array(frame.length);
		for (let led = 0; led + 2 < frame.length; led += 3) {
			sent[led] = table[frame[led + first] ?? 0] ?? 0;
			sent[led + 1] = table[frame[led + second] ?? 0] ?? 0;
			sent[led + 2] = table[frame[led + third] ?? 0] ?? 0;
		}
		return sent;
	};
}

/** Where each of three sent bytes stands in red, green, blue. */
function placesOf(order: ColorOrder): readonly [number, number, number] {
	const place = (at: number): number => "rgb".indexOf(order.charAt(at));
	return [place(0), place(1), place(2)];
}
