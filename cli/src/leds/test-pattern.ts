/** A part of the pattern that shows whether a strip is wired well. */
export interface PatternStep {
	readonly name: string;
	readonly ms: number;
	/** What a person sees where all is well. */
	readonly shows: string;
	/** Three bytes a LED, `atMs` after the step's start. */
	frame(atMs: number): Uint8Array;
}

type Rgb = readonly [red: number, green: number, blue: number];

/** A quarter of the light, which a USB port can feed to 60 LEDs. */
const level = 64;
const [colorMs, chaseMs, endsMs] = [1500, 3500, 2000];
/** Every so many LEDs the chase leaves a mark, so that they can be counted. */
const markEvery = 10;

const red: Rgb = [level, 0, 0];
const green: Rgb = [0, level, 0];
const blue: Rgb = [0, 0, level];
const white: Rgb = [level, level, level];

/** Ten seconds of light for a strip. */
export function testPattern(leds: number): readonly PatternStep[] {
	const marks = Math.floor(leds / markEvery);
	return [
		full("red", red, leds),
		full("green", green, leds),
		full("blue", blue, leds),
		{
			name: "chase",
			ms: chaseMs,
			shows:
				marks === 0
					? `a white dot that goes from LED 1 to ${leds}`
					: `a white dot that goes from LED 1 to ${leds}, and leaves every ${markEvery}th LED blue: ${marks} of them at the end`,
			frame(atMs) {
				const dot = Math.min(leds - 1, Math.floor((atMs / chaseMs) * leds));
				return painted(leds, (led) => {
					if (led === dot) return white;
					return led < dot && (led + 1) % markEvery === 0 ? blue : null;
				});
			},
		},
		{
			name: "ends",
			ms: endsMs,
			shows: leds === 1 ? "the LED red" : `LED 1 green, LED ${leds} red, and all between dark`,
			frame: () => painted(leds, (led) => (led === leds - 1 ? red : led === 0 ? green : null)),
		},
	];
}

function full(name: string, color: Rgb, leds: number): PatternStep {
	return { name, ms: colorMs, shows: `all LEDs ${name}`, frame: () => painted(leds, () => color) };
}

function painted(leds: number, colorOf: (led: number) => Rgb | null): Uint8Array {
	const frame = new Uint8Array(3 * leds);
	for (let led = 0; led < leds; led++) {
		const color = colorOf(led);
		if (color !== null) frame.set(color, 3 * led);
	}
	return frame;
}
