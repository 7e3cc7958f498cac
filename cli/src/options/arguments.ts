import { type JsonObject, parseJson } from "@gw-sim/core";
import { isSnowflake } from "@gw-sim/protocols/chat";
import { InvalidArgumentError } from "commander";

export function snowflake(text: string): string {
	if (!isSnowflake(text))
		throw new InvalidArgumentError("It needs an id of 1 to 20 digits, as in 6982582592583503353.");
	return text;
}

export function portNumber(text: string): number {
	const port = Number(text);
	if (!/^\d+$/.test(text) || port > 65_535)
		throw new InvalidArgumentError("It needs a number from 0 to 65535.");
	return port;
}

/** Reads whole numbers from a least one up to what the platform's timers can count. */
export function wholeNumber(min: number): (text: string) => number {
	return (text) => {
		const value = Number(text);
		if (!/^\d+$/.test(text) || value < min || value > 2_147_483_647)
			throw new InvalidArgumentError(`It needs a whole number from ${min}.`);
		return value;
	};
}

/** Reads `30/min`, or `30`. */
export function chatterRate(text: string): number {
	const [, number = ""] = /^(\d+(?:\.\d+)?)(?:\/min)?$/.exec(text) ?? [];
	const rate = Number(number);
	if (number === "" || rate === 0 || rate > 60_000)
		throw new InvalidArgumentError("It needs messages a minute, above 0, as in 30/min.");
	return rate;
}

/** Adds `KEY=VALUE` to what was given before; a value that is JSON is taken as such. */
export function property(text: string, previous: JsonObject = {}): JsonObject {
	const [, key = "", value = ""] = /^([^=]+)=(.*)$/s.exec(text) ?? [];
	if (key === "") throw new InvalidArgumentError("It needs KEY=VALUE, as in name=Ann.");
	return Object.fromEntries([...Object.entries(previous), [key, parseJson(value) ?? value]]);
}

/** Reads `50/s`, or `50`. */
export function ratePerSecond(text: string): number {
	const [, number = ""] = /^(\d+(?:\.\d+)?)(?:\/s)?$/.exec(text) ?? [];
	const rate = Number(number);
	if (number === "" || rate === 0 || rate > 1e6)
		throw new InvalidArgumentError("It needs a rate above 0, as in 50/s.");
	return rate;
}

const unitMs: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

/** Reads `200ms`, `30s`, `5m`, `1h`; a number alone counts seconds. The result is in milliseconds. */
export function durationMs(text: string): number {
	const [, number = "", unit = "s"] = /^(\d+(?:\.\d+)?)(ms|s|m|h)?$/.exec(text) ?? [];
	const ms = Number(number) * (unitMs[unit] ?? Number.NaN);
	if (number === "" || !(ms > 0) || ms > 2_147_483_647)
		throw new InvalidArgumentError("It needs a time, as in 200ms, 30s or 5m.");
	return ms;
}
