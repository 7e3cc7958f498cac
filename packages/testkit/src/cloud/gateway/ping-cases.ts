import { utf8Encode } from "@gw-sim/core";
import type { ConformanceCase } from "../../conformance.js";
import { check } from "../check.js";
import { gatewayCase } from "./gateway-case.js";
import { type CloudTarget, needsConnect } from "./target.js";
import { opcodes, type Wire } from "./wire.js";

const cookies: readonly Uint8Array[] = [
	new Uint8Array(),
	utf8Encode("cookie"),
	Uint8Array.of(0xff, 0x00, 0x80, 0x0a),
	Uint8Array.from({ length: 125 }, (_, i) => 255 - i),
];

/** Pings with several cookies, each of which has to come back in a pong as it is. */
async function pongs(wire: Wire): Promise<void> {
	for (const cookie of cookies) {
		wire.send(opcodes.ping, cookie);
		const got = await wire.expect(opcodes.pong, "a pong");
		check(
			got.length === cookie.length && got.every((byte, i) => byte === cookie[i]),
			`pinged with ${cookie.length} bytes, and got a pong with others`,
		);
	}
}

/** Keepalive, by text and by WebSocket frames. */
export const pingCases: readonly ConformanceCase<CloudTarget>[] = [
	gatewayCase("ping-is-answered", "The text ping is answered with the text pong", async (stage) => {
		const lamp = await stage.enter();
		lamp.send("ping");
		await lamp.hears("pong");
	}),
	gatewayCase("every-ping-is-answered", "Every ping is answered with one pong", async (stage) => {
		const lamp = await stage.enter();
		for (let i = 0; i < 10; i++) lamp.send("ping");
		for (let i = 0; i < 10; i++) await lamp.hears("pong");
		await lamp.silence();
	}),
	gatewayCase(
		"ping-is-exact",
		"A ping in other letters, with white space or with more text is not answered",
		async (stage) => {
			const lamp = await stage.enter();
			for (const text of [
				"Ping",
				"PING",
				" ping",
				"ping ",
				"ping\n",
				"pings",
				"pingping",
				"ping:1",
			])
				lamp.send(text);
			await lamp.settleOnce();
		},
	),
	gatewayCase("ping-is-text", "A ping in a binary frame is not answered", async (stage) => {
		const lamp = await stage.enter();
		lamp.send(utf8Encode("ping"));
		await lamp.settleOnce();
	}),
	gatewayCase(
		"pong-goes-to-who-asked",
		"A pong goes to who pinged, and to nobody else",
		async (stage) => {
			const [a, b] = await stage.enterAll(2);
			for (let i = 0; i < 3; i++) await a.settle();
			await b.settleOnce();
		},
	),
	gatewayCase("pong-is-ignored", "A pong of a lamp is not answered", async (stage) => {
		const lamp = await stage.enter();
		lamp.send("pong");
		await lamp.settleOnce();
	}),
	gatewayCase(
		"websocket-ping-is-answered",
		"A WebSocket ping is answered with a WebSocket pong of the same bytes",
		async (stage) => {
			const wire = await stage.wire();
			await wire.login(stage.target.secret);
			await pongs(wire);
		},
		needsConnect,
	),
	gatewayCase(
		"websocket-ping-before-secret",
		"WebSocket pings are answered before the secret, too, and are no first frame",
		async (stage) => {
			const wire = await stage.wire();
			await pongs(wire);
			await wire.login(stage.target.secret);
		},
		needsConnect,
	),
	gatewayCase(
		"websocket-pong-is-ignored",
		"A WebSocket pong that nobody asked for is ignored, before the secret and after",
		async (stage) => {
			const wire = await stage.wire();
			wire.send(opcodes.pong, "unasked");
			await wire.login(stage.target.secret);
			wire.send(opcodes.pong);
			wire.send(opcodes.text, "ping");
			const text = await wire.expect(opcodes.text, "pong");
			check(text.length === 4, "expected the text pong");
		},
		needsConnect,
	),
];
