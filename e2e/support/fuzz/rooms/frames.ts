import { type Frame, integer, type Random } from "@gw-sim/core";
import { oneIn, pick, weighted } from "../chance.js";
import { type Draft, draft, replacing, spaced, spoiltOften, written } from "../draft.js";
import { hostileJson } from "../hostile-json.js";
import { mangled, noise } from "../mangle.js";
import { keyFor } from "./administration.js";

/** What a client could know, to say things that mean something. */
export interface Knowledge {
	readonly room: string;
	readonly signingKey: string;
	readonly wallTime: number;
	readonly polls: readonly string[];
	readonly counters: readonly string[];
}

const types = [
	"login",
	"profile",
	"subscribe",
	"unsubscribe",
	"chat",
	"chat",
	"poll",
	"poll",
	"poll",
	"ephemeralPoll",
	"ephemeralPoll",
	"counter",
	"counter",
	"counter",
	"ping",
	"authenticate",
	"config",
	"broadcast",
	"relay",
	"deleteRelay",
] as const;

const otherTypes = [
	"",
	"Chat",
	"chat ",
	"error",
	"relay:chat",
	"users",
	"__proto__",
	"constructor",
	"toString",
	"weather",
	"\u0000",
] as const;

const events = ["chat", "poll", "ephemeralPoll", "counter", "weather", "__proto__", "x"] as const;

/** A message of whatever kind; about half of them the gateway has to do something for. */
export function roomsFrame(random: Random, known: Knowledge): Frame {
	const lawful = (): Draft => message(random, known);
	return weighted<Frame>(random, [
		[44, () => (oneIn(random, 5) ? spaced(random, lawful()) : written(lawful()))],
		[30, () => written(spoiltOften(random, lawful()))],
		[4, () => other(random, lawful())],
		[8, () => mangled(random, written(lawful()), written(lawful()))],
		[1, () => nestedFrame(random)],
		[2, () => Buffer.from(written(lawful()))],
		[8, () => noise(random)],
	]);
}

/** What makes a connection an administrator's. */
export function proof(random: Random, { room, signingKey, wallTime }: Knowledge): Draft {
	const off = pick(random, [0, 0, 0, 0, -300_000, 299_000, -301_000, 302_000, 1e12]);
	const ts = String(wallTime + off);
	const key = keyFor(room, ts, oneIn(random, 8) ? "guessed" : signingKey);
	const isText = oneIn(random, 3);
	return draft({
		ts: isText ? JSON.stringify(ts) : ts,
		key: JSON.stringify(oneIn(random, 3) ? key.toUpperCase() : key),
	});
}

function message(random: Random, known: Knowledge): Draft {
	if (oneIn(random, 150)) return draft({ type: '"close"' });
	const type = pick(random, types);
	return draft({ type: JSON.stringify(type), data: dataFor(random, type, known) });
}

function dataFor(
	random: Random,
	type: (typeof types)[number],
	known: Knowledge,
): Draft | string | undefined {
	switch (type) {
		case "login":
			return oneIn(random, 8) ? sizedProperties(random) : properties(random);
		case "profile":
		case "ping":
			return oneIn(random, 3) ? hostileJson(random) : undefined;
		case "subscribe":
		case "unsubscribe":
			return JSON.stringify(subscription(random, known));
		case "chat":
			return oneIn(random, 8) ? undefined : hostileJson(random);
		case "poll":
		case "ephemeralPoll":
			return draft({ id: name(random, known.polls), answer: answer(random) });
		case "counter":
			return weighted<Draft | string | undefined>(random, [
				[1, () => pick(random, [undefined, "null", "0", "false", '""', "5", '"x"', "[]"])],
				[6, () => draft({ id: name(random, known.counters), value: amount(random) })],
				[1, () => draft({ value: amount(random) })],
			]);
		case "authenticate":
			return proof(random, known);
		case "config":
			return oneIn(random, 2) ? '"open"' : hostileJson(random);
		case "broadcast":
			return draft({
				type: oneIn(random, 6) ? undefined : pick(random, ['"news"', '"chat"', '"profile"', "5"]),
				data: oneIn(random, 4) ? undefined : hostileJson(random),
				to: oneIn(random, 2) ? undefined : JSON.stringify(subscription(random, known)),
			});
		case "relay":
		case "deleteRelay":
			return oneIn(random, 8)
				? undefined
				: JSON.stringify(pick(random, oneIn(random, 4) ? otherTypes : types));
	}
}

function properties(random: Random): Draft {
	const count = integer(random, 0, 5);
	return Array.from({ length: count }, () => {
		const key = pick(random, ["name", "_private", "subscriptions", "__proto__", "", "a b", "x"]);
		return [JSON.stringify(key), hostileJson(random)] as const;
	});
}

/** With which a login has about as many bytes as it may have. */
function sizedProperties(random: Random): Draft {
	const frame = (name: string): Draft =>
		draft({ type: '"login"', data: draft({ name: JSON.stringify(name) }) });
	const letter = pick(random, ["x", "ü", "😀"]);
	const room = 2000 + integer(random, -1, 1) - written(frame("")).length;
	const size = Buffer.byteLength(letter);
	const name = "y".repeat(room % size) + letter.repeat(Math.floor(room / size));
	return draft({ name: JSON.stringify(name) });
}

function subscription(random: Random, { polls, counters }: Knowledge): string {
	const event = pick(random, events);
	const id = weighted(random, [
		[3, () => ""],
		[1, () => ":"],
		[1, () => ":all"],
		[3, () => `:${pickOr(random, oneIn(random, 2) ? polls : counters, "lunch")}`],
		[1, () => ":a:b"],
		[1, () => `:${longName(random)}`],
	]);
	if (oneIn(random, 20)) return longName(random);
	return oneIn(random, 20) ? id : event + id;
}

/** JSON of a name: mostly one that is taken already, sometimes a new one. */
function name(random: Random, taken: readonly string[]): string {
	return weighted(random, [
		[8, () => JSON.stringify(pickOr(random, taken, "lunch"))],
		[3, () => JSON.stringify(pick(random, ["lunch", "__proto__", "7", "all", "a:b", ""]))],
		[2, () => String(integer(random, 0, 9))],
		[1, () => JSON.stringify(`new ${integer(random, 0, 99)}`)],
		[1, () => JSON.stringify(longName(random))],
		[1, () => hostileJson(random)],
	]);
}

/** As long as a name may be, or a little longer, or much. */
function longName(random: Random): string {
	return pick(random, ["n", "ü", "😀"]).repeat(20) + "n".repeat(pick(random, [0, 19, 20, 21, 300]));
}

function answer(random: Random): string {
	return weighted(random, [
		[8, () => pick(random, ['"soup"', '"salad"', '"bread"', "5", '"5"', '"__proto__"', '""'])],
		[1, () => hostileJson(random)],
	]);
}

function amount(random: Random): string {
	return weighted(random, [
		[
			8,
			() => pick(random, ["1", "-1", "17.75", "-15.14", "0.1", "0.2", "0", "-0", "1e2", '"2.5"']),
		],
		[2, () => pick(random, ["1e-7", "1e-20", "1e-21", "9e20", "-9e20", "1e21", "5e-324", "true"])],
		[2, () => hostileJson(random)],
	]);
}

function pickOr(random: Random, some: readonly string[], otherwise: string): string {
	return some.length === 0 ? otherwise : pick(random, some);
}

/** Lawful data under a type that has no meaning. */
function other(random: Random, value: Draft): string {
	const type = oneIn(random, 4) ? hostileJson(random) : JSON.stringify(pick(random, otherTypes));
	return written(replacing(value, "type", type));
}

/** As deep as may be, or one level deeper, or much deeper. */
function nestedFrame(random: Random): string {
	const depth = pick(random, [30, 31, 32, 33, 2000]) - 1;
	return `{"type":"chat","data":${"[".repeat(depth)}${"]".repeat(depth)}}`;
}
