import { integer, type Random } from "@gw-sim/core";
import { oneIn, pick, weighted } from "../chance.js";
import { type Draft, draft, spaced, spoiltOften, written } from "../draft.js";
import { hostileJson } from "../hostile-json.js";
import { mangled, sendable } from "../mangle.js";
import type { Request } from "../step.js";

/** Requests that are made at once, all of one kind: of others the order would be anybody's guess. */
export function requests(random: Random): readonly Request[] {
	const count = oneIn(random, 6) ? integer(random, 2, 12) : 1;
	const make = weighted(random, [
		[6, () => put],
		[4, () => post],
		[1, () => () => get("/api/v0/cloud")],
		[1, () => () => get("/config")],
	]);
	return Array.from({ length: count }, () => make(random));
}

export function put(random: Random): Request {
	return { method: "PUT", path: "/api/v0/cloud", body: body(random, show) };
}

export function post(random: Random): Request {
	return { method: "POST", path: "/config", body: body(random, configChange) };
}

export function get(path: "/api/v0/cloud" | "/config"): Request {
	return { method: "GET", path, body: "" };
}

/** Two of three are what the gateway asks for. */
function body(random: Random, lawful: (random: Random) => Draft): string {
	const text = weighted(random, [
		[16, () => written(lawful(random))],
		[2, () => spaced(random, lawful(random))],
		[6, () => written(spoiltOften(random, lawful(random)))],
		[2, () => mangled(random, written(lawful(random)), written(lawful(random)))],
		[1, () => hostileJson(random)],
	]);
	return sendable(text);
}

function show(random: Random): Draft {
	return weighted<Draft>(random, [
		[1, () => draft({ mode: '"off"' })],
		[
			3,
			() =>
				draft({
					mode: '"weather"',
					weather: number(random, 1, 9),
					intensity: oneIn(random, 2) ? number(random, 0, 10) : fraction(random),
				}),
		],
		[
			4,
			() =>
				draft({
					mode: '"color"',
					color: `[${channels(random).join()}]`,
					pulse: oneIn(random, 3) ? undefined : number(random, 0, 9),
				}),
		],
	]);
}

function configChange(random: Random): Draft {
	return draft({
		mode: number(random, 0, 2),
		color: oneIn(random, 3) ? undefined : JSON.stringify(colorText(random)),
		pulse: oneIn(random, 3) ? undefined : number(random, 0, 9),
		// What is posted of the weather is ignored.
		weather: oneIn(random, 4) ? number(random, 0, 12) : undefined,
		intensity: oneIn(random, 4) ? hostileJson(random) : undefined,
	});
}

function colorText(random: Random): string {
	const parts = channels(random);
	if (!oneIn(random, 10)) return parts.join();
	return pick(random, [
		parts.join(", "),
		parts.slice(1).join(),
		[...parts, "0"].join(),
		`${parts.join()}:0][cc:r:?:?`,
		"red",
		"256,0,0",
		"-1,0,0",
		"1.5,0,0",
		"0x10,0,0",
		"007,0,0",
		"1e2,0,0",
		`${"9".repeat(400)},0,0`,
		"١,٢,٣",
	]);
}

/** Mostly of a few colours, so that some writes change nothing. */
function channels(random: Random): readonly string[] {
	if (oneIn(random, 3)) return ["255", "162", "174"];
	return Array.from({ length: 3 }, () => number(random, 0, 255));
}

/** A whole number, mostly in range, in one of its spellings. */
function number(random: Random, min: number, max: number): string {
	const value = oneIn(random, 12) ? pick(random, [min - 1, max + 1]) : integer(random, min, max);
	return weighted(random, [
		[20, () => String(value)],
		[1, () => `${value}.0`],
		[1, () => `${value}e0`],
		[1, () => `${value}0e-1`],
		[1, () => (value === 0 ? "-0" : `${value}.5`)],
	]);
}

function fraction(random: Random): string {
	return weighted(random, [
		[4, () => String(integer(random, 0, 1000) / 100)],
		[2, () => String(random() * 10)],
		[1, () => pick(random, ["1e-7", "1e-300", "5e-324", "9.9999999", "4.1666666666666661e0"])],
		[1, () => pick(random, ["10.0000001", "-1e-9", "1e999", "0.1e2"])],
	]);
}
