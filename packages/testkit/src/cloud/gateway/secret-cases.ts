import { type Frame, utf8Encode } from "@gw-sim/core";
import type { ConformanceCase } from "../../conformance.js";
import { check } from "../check.js";
import { gatewayCase } from "./gateway-case.js";
import type { CloudTarget } from "./target.js";

/** First frames that are not the secret, made of it; each has to be refused. */
function refuses(
	id: string,
	rule: string,
	frames: (secret: string) => readonly Frame[],
): ConformanceCase<CloudTarget> {
	return gatewayCase(id, rule, async (stage) => {
		for (const frame of frames(stage.target.secret)) await stage.refuses(frame);
	});
}

/** Letters of the other case; a secret without letters gets one more. */
function inOtherCase(secret: string): string {
	const other = secret === secret.toUpperCase() ? secret.toLowerCase() : secret.toUpperCase();
	return other === secret ? `${secret}a` : other;
}

/** The first frame of a lamp, and what becomes of those that do not know the secret. */
export const secretCases: readonly ConformanceCase<CloudTarget>[] = [
	gatewayCase(
		"silent-before-secret",
		"The gateway says nothing before it has the secret",
		async (stage) => {
			const peer = await stage.open();
			await peer.quiet();
			peer.send(stage.target.secret);
			await stage.letIn(peer);
		},
	),
	gatewayCase(
		"first-frame-is-the-secret",
		"The secret as the first frame is answered with the text ok",
		async (stage) => {
			const peer = await stage.open();
			peer.send(stage.target.secret);
			const first = await peer.next("ok");
			check(first === "ok", `expected the text ok, got ${JSON.stringify(first)}`);
		},
	),
	gatewayCase(
		"packet-follows-ok",
		"The packet of what is shown follows ok at once, in a frame of its own, and nothing else does",
		async (stage) => {
			const lamp = await stage.enter();
			await lamp.peer.quiet();
		},
	),
	gatewayCase(
		"secret-with-a-ping-behind",
		"What a lamp sends right behind the secret is dealt with after ok",
		async (stage) => {
			const peer = await stage.open();
			peer.send(stage.target.secret);
			peer.send("ping");
			await (await stage.letIn(peer)).hears("pong");
		},
	),
	refuses(
		"wrong-secret-is-1008",
		"Another text than the secret is closed 1008 with an empty reason, and without a word",
		(secret) => ["wrong", `${secret}${secret}`, JSON.stringify({ secret }), "x".repeat(4000)],
	),
	refuses(
		"secret-is-whole",
		"A secret with a character too few or too many is refused",
		(secret) => [secret.slice(0, -1), secret.slice(1), `${secret}x`, `x${secret}`, `${secret}\0`],
	),
	refuses("secret-is-not-trimmed", "White space around the secret is refused", (secret) => [
		`${secret}\n`,
		`${secret}\r\n`,
		`${secret} `,
		` ${secret}`,
		`\ufeff${secret}`,
	]),
	refuses("secret-has-its-case", "The secret in other letters is refused", (secret) => [
		inOtherCase(secret),
	]),
	refuses("secret-is-no-empty-text", "An empty first frame is refused", () => [""]),
	refuses("secret-is-text", "The secret's bytes in a binary frame are refused", (secret) => [
		utf8Encode(secret),
	]),
	refuses("ping-before-secret", "A text ping as the first frame is a wrong secret", () => ["ping"]),
	refuses("words-before-secret", "What lamps and gateways say to each other is no secret", () => [
		"ok",
		"pong",
		"d:log",
		"[cc:0:?:?]",
	]),
	gatewayCase(
		"refusal-is-final",
		"The secret does not help once something else came first",
		async (stage) => {
			const { secret } = stage.target;
			await stage.refuses("wrong", secret);
			await stage.refuses("ping", secret, "ping");
		},
	),
	gatewayCase(
		"refused-may-return",
		"Who was refused, however often, is let in with the secret on another connection",
		async (stage) => {
			for (let i = 0; i < 5; i++) await stage.refuses(`wrong ${i}`);
			await stage.enter();
		},
	),
	gatewayCase(
		"refusal-is-nobody-elses",
		"A connection that is refused disturbs no lamp",
		async (stage) => {
			const lamp = await stage.enter();
			await stage.refuses("wrong");
			await lamp.settle();
		},
	),
	gatewayCase(
		"secret-counts-once",
		"After ok the secret is text like any other: it is not answered",
		async (stage) => {
			const lamp = await stage.enter();
			lamp.send(stage.target.secret);
			lamp.send(stage.target.secret);
			await lamp.settle();
		},
	),
	gatewayCase(
		"any-number-of-lamps",
		"Many lamps are served at a time, each for itself",
		async (stage) => {
			const lamps = await stage.enterAll(20);
			const waiting = await stage.open();
			for (const lamp of lamps) await lamp.settle();
			await waiting.quiet();
		},
	),
];
