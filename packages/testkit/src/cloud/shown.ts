export interface ShownWeather {
	readonly mode: "weather";
	/** 1 to 9. */
	readonly weather: number;
	/** 0 to 10, with fractions. */
	readonly intensity: number;
}

export interface ShownColor {
	readonly mode: "color";
	/** Red, green and blue, 0 to 255. */
	readonly color: readonly [number, number, number];
	/** 0 for steady, up to 9. */
	readonly pulse: number;
}

/** What a lamp shows. */
export type Shown = { readonly mode: "off" } | ShownWeather | ShownColor;

export const off: Shown = { mode: "off" };

export function weather(code: number, intensity: number): ShownWeather {
	return { mode: "weather", weather: code, intensity };
}

export function color(red: number, green: number, blue: number, pulse = 0): ShownColor {
	return { mode: "color", color: [red, green, blue], pulse };
}

/** Decimals are rounded somewhere on their way. */
const tolerance = 1e-6;

/** Whether two are the same but for the rounding of decimals. */
export function sameShown(a: Shown, b: Shown): boolean {
	const [left, right] = [numbersOf(a), numbersOf(b)];
	return (
		a.mode === b.mode &&
		left.length === right.length &&
		left.every((value, i) => Math.abs(value - (right[i] ?? Number.NaN)) <= tolerance)
	);
}

function numbersOf(shown: Shown): readonly number[] {
	switch (shown.mode) {
		case "off":
			return [];
		case "weather":
			return [shown.weather, shown.intensity];
		case "color":
			return [...shown.color, shown.pulse];
	}
}
