import { utf8Decode } from "@gw-sim/core";
import type { ConformanceCase } from "../../conformance.js";
import { check } from "../check.js";
import { gatewayCase } from "./gateway-case.js";
import { type CloudTarget, needsConnect } from "./target.js";
import { opcodes, type Wire } from "./wire.js";
import { frameBytes } from "./wire-frame.js";

/** FIN and no reserved bit. */
const wholeText = 0x81;

/** Something unlawful of one lamp, and the code that may answer it. */
function costsItsSender(
	id: string,
	rule: string,
	bytes: Uint8Array,
	code: number,
): ConformanceCase<CloudTarget> {
	return gatewayCase(
		id,
		rule,
		async (stage) => {
			const lamp = await stage.enter();
			const wire = await stage.wire();
			await wire.login(stage.target.secret);
			wire.write(bytes);
			const got = await wire.closeCode();
			check(got === code || got === 1006, `expected a close with ${code}, got ${got}`);
			await lamp.settle();
		},
		needsConnect,
	);
}

/** The closing handshake, begun by the lamp. */
async function closes(wire: Wire, body: Uint8Array): Promise<number> {
	wire.send(opcodes.close, body);
	const code = await wire.closeCode();
	await wire.ended();
	return code;
}

/** Frames and connections, byte by byte. */
export const wireCases: readonly ConformanceCase<CloudTarget>[] = [
	gatewayCase(
		"frames-are-whole",
		"The gateway's texts come unmasked, unfragmented and uncompressed, a frame each",
		async (stage) => {
			const wire = await stage.wire("Sec-WebSocket-Extensions: permessage-deflate");
			wire.send(opcodes.text, stage.target.secret);
			wire.send(opcodes.text, "ping");
			const texts: string[] = [];
			while (texts.length < 3) {
				const { firstByte, isMasked, payload } = await wire.next("ok, a packet and a pong");
				check(firstByte === wholeText, `a frame begins with ${firstByte}`);
				check(!isMasked, "a frame is masked");
				texts.push(utf8Decode(payload) ?? "");
			}
			check(texts[0] === "ok" && texts.includes("pong"), `got ${texts.join(" ")}`);
		},
		needsConnect,
	),
	gatewayCase(
		"grants-no-extension",
		"Compression may be offered, and is not granted",
		async (stage) => {
			const wire = await stage.wire("Sec-WebSocket-Extensions: permessage-deflate");
			const granted = wire.header("sec-websocket-extensions");
			check(granted.length === 0, `granted ${granted.join()}`);
			await wire.login(stage.target.secret);
		},
		needsConnect,
	),
	gatewayCase(
		"grants-no-subprotocol",
		"Subprotocols may be offered, and none is chosen",
		async (stage) => {
			const wire = await stage.wire("Sec-WebSocket-Protocol: cloud, chat");
			const chosen = wire.header("sec-websocket-protocol");
			check(chosen.length === 0, `chose ${chosen.join()}`);
			await wire.login(stage.target.secret);
		},
		needsConnect,
	),
	gatewayCase(
		"any-origin",
		"Lamps may come from any Origin",
		async (stage) => {
			for (const origin of ["null", "http://lamp.invalid"]) {
				const wire = await stage.wire(`Origin: ${origin}`);
				await wire.login(stage.target.secret);
			}
		},
		needsConnect,
	),
	gatewayCase(
		"refusal-on-the-wire",
		"A wrong secret is answered with a close frame that holds 1008 and nothing else, and TCP ends",
		async (stage) => {
			const wire = await stage.wire();
			wire.send(opcodes.text, "wrong");
			const { opcode, payload } = await wire.next("a close frame");
			check(opcode === opcodes.close, `expected a close frame, got opcode ${opcode}`);
			check(payload.join() === "3,240", `expected 1008 alone, got the bytes ${payload.join()}`);
			wire.send(opcodes.close, payload);
			await wire.ended();
		},
		needsConnect,
	),
	gatewayCase(
		"close-without-a-code",
		"A lamp's close frame without a code is answered by one, and TCP ends",
		async (stage) => {
			const wire = await stage.wire();
			await wire.login(stage.target.secret);
			const code = await closes(wire, new Uint8Array());
			check(code === 1005 || code === 1000, `answered with ${code}`);
		},
		needsConnect,
	),
	gatewayCase(
		"close-with-a-code",
		"A close frame with a code is answered by one with the same, before the secret and after",
		async (stage) => {
			const [stranger, lamp] = [await stage.wire(), await stage.wire()];
			await lamp.login(stage.target.secret);
			for (const wire of [stranger, lamp]) {
				const code = await closes(wire, Uint8Array.of(3, 232));
				check(code === 1000, `closed with 1000, answered with ${code}`);
			}
		},
		needsConnect,
	),
	gatewayCase(
		"end-of-tcp",
		"A connection whose lamp ends TCP without a close frame is ended by the gateway, too",
		async (stage) => {
			const lamp = await stage.enter();
			const wire = await stage.wire();
			await wire.login(stage.target.secret);
			wire.end();
			await wire.ended();
			await lamp.settle();
		},
		needsConnect,
	),
	gatewayCase(
		"secret-in-slices",
		"The secret's frame may come byte by byte",
		async (stage) => {
			const wire = await stage.wire();
			const bytes = frameBytes(wholeText, stage.target.secret);
			for (const byte of bytes.slice(0, -1)) {
				wire.write(Uint8Array.of(byte));
				await stage.pause(1);
			}
			wire.write(bytes.slice(-1));
			const ok = utf8Decode(await wire.expect(opcodes.text, "ok"));
			check(ok === "ok", `expected ok, got ${ok}`);
		},
		needsConnect,
	),
	costsItsSender(
		"bad-utf8",
		"Text that is no UTF-8 ends its sender's connection alone, with 1007 or without a word",
		frameBytes(wholeText, Uint8Array.of(0xc3, 0x28)),
		1007,
	),
	costsItsSender(
		"unmasked-frame",
		"A frame without a mask ends its sender's connection alone, with 1002 or without a word",
		frameBytes(wholeText, "ping", false),
		1002,
	),
	costsItsSender(
		"reserved-bits",
		"A frame with a reserved bit, as compression sets it, ends its sender's connection alone, with 1002 or without a word",
		frameBytes(0xc1, "ping"),
		1002,
	),
	costsItsSender(
		"long-ping",
		"A WebSocket ping of more than 125 bytes ends its sender's connection alone, with 1002 or without a word",
		frameBytes(0x80 | opcodes.ping, new Uint8Array(126)),
		1002,
	),
];
