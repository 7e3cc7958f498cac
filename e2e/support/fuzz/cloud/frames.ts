import { type Frame, integer, type Random } from "@gw-sim/core";
import { secret } from "../../cloud-secret.js";
import { oneIn, pick, weighted } from "../chance.js";
import { hostileJson } from "../hostile-json.js";
import { mangled, noise, sendable } from "../mangle.js";

const almostPings = ["Ping", "PING", " ping", "ping ", "ping\n", "\ufeffping", "pingping", "pin"];

const packets = ["[cc:0:?:?]", "[cc:2:1,2,3:4]", "[cc:1:3:9]", "[cc:r:?:?]", "[cc:u:?:?]"];

/** A frame of somebody who was let in; hardly half of them the gateway has to answer. */
export function lampFrame(random: Random): Frame {
	return weighted<Frame>(random, [
		[40, () => "ping"],
		[8, () => pick(random, almostPings)],
		[4, () => sendable(mangled(random, "ping", secret))],
		[10, () => `d:${logLine(random)}`],
		[4, () => secret],
		[4, () => pick(random, ["ok", "pong", "", " ", "d", ":"])],
		[6, () => pick(random, packets)],
		[4, () => Buffer.from(pick(random, ["ping", secret, ""]))],
		[6, () => sendable(hostileJson(random))],
		[8, () => noise(random)],
		[1, () => "x".repeat(integer(random, 1000, 60_000))],
	]);
}

/** The frame that lets somebody in, if it does. */
export function firstFrame(random: Random): Frame {
	return oneIn(random, 4) ? guess(random) : secret;
}

/** What a careless gateway might take for the secret. */
export function guess(random: Random): Frame {
	return weighted<Frame>(random, [
		[4, () => pick(random, [` ${secret}`, `${secret}\n`, `${secret} `, `\ufeff${secret}`])],
		[2, () => pick(random, [secret.toUpperCase(), secret.toLowerCase()])],
		[2, () => pick(random, [secret.normalize("NFD"), secret + secret, `"${secret}"`])],
		[2, () => secret.slice(0, integer(random, 0, secret.length - 1))],
		[2, () => sendable(mangled(random, secret))],
		[2, () => Buffer.from(secret)],
		[2, () => Buffer.from(secret, "latin1").toString("latin1").replace("\u00e9", "\u00c3\u00a9")],
		[4, () => lampFrame(random)],
	]);
}

function logLine(random: Random): string {
	return pick(random, ["hello", "", "ping", secret, "\u001b[2J", "\u202e", "\0", "[cc:0:?:?]"]);
}
