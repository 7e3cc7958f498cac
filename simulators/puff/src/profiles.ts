import type { DeviceColor, HeatProfile } from "@gw-sim/client/puff";

export const profileNames = ["low", "medium", "high", "peak"] as const;

export type ProfileName = (typeof profileNames)[number];

/** What the device heats to, and for how long. */
export interface Profile {
	/** Degrees C. */
	readonly target: number;
	/** How long the target is held, seconds. */
	readonly seconds: number;
	/** Of the light while it heats. */
	readonly color: DeviceColor;
	/** As clients are told of it. */
	readonly told: HeatProfile & { readonly name: string };
}

/** As they come from the factory. */
export const profiles: Readonly<Record<ProfileName, Profile>> = {
	low: profile("Low", 254, 45, "#0000ff"),
	medium: profile("Medium", 266, 50, "#6ee916"),
	high: profile("High", 277, 55, "#f80b00"),
	peak: profile("Peak", 285, 60, "#ffffff"),
};

/** The light when it is off. */
export const dark: DeviceColor = { r: 0, g: 0, b: 0 };

function profile(name: string, target: number, seconds: number, color: string): Profile {
	const time = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
	const [r = 0, g = 0, b = 0] = [1, 3, 5].map((i) => Number.parseInt(color.slice(i, i + 2), 16));
	return {
		target,
		seconds,
		color: { r, g, b },
		told: { name, temp: target, time, color },
	};
}
