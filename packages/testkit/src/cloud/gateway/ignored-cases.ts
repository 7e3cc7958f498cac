import { type Frame, utf8Encode } from "@gw-sim/core";
import type { ConformanceCase } from "../../conformance.js";
import { check } from "../check.js";
import { sameShown } from "../shown.js";
import { gatewayCase } from "./gateway-case.js";
import { type CloudTarget, needsPayloadLimit } from "./target.js";

/** None of these may be answered, end the connection or reach another lamp. */
function ignores(id: string, rule: string, frames: readonly Frame[]): ConformanceCase<CloudTarget> {
	return gatewayCase(id, rule, async (stage) => {
		const [lamp, other] = await stage.enterAll(2);
		for (const frame of frames) lamp.send(frame);
		await lamp.settleOnce();
		await other.settleOnce();
	});
}

/** What a lamp may send without anything coming of it. */
export const ignoredCases: readonly ConformanceCase<CloudTarget>[] = [
	ignores("log-lines-are-ignored", "A log line of a lamp, d: and any text, is not answered", [
		"d:",
		"d:boot 1.0.3",
		"d:\u001b]0;x\u0007\r\nd:forged",
		"d:ping",
	]),
	ignores("other-text-is-ignored", "Any other text is ignored without a word", [
		"hello",
		'{"type":"ping"}',
		"__proto__",
		"\0",
		"\u202e\u{1f4a1}",
		"ok",
	]),
	ignores("empty-text-is-ignored", "An empty text is ignored", ["", ""]),
	ignores("long-text-is-ignored", "A text of 4,000 characters is ignored", ["x".repeat(4000)]),
	ignores("binary-is-ignored", "Binary frames are ignored, whatever they hold", [
		new Uint8Array(),
		Uint8Array.of(0xff, 0x00, 0xc3),
		utf8Encode("[cc:0:?:?]"),
		new Uint8Array(10_000),
	]),
	gatewayCase(
		"lamps-change-nothing",
		"A packet that a lamp sends is ignored: it reaches nobody, and changes nothing that is shown",
		async (stage) => {
			const [lamp, other] = await stage.enterAll(2);
			const { shown } = lamp;
			for (const packet of [
				"[cc:0:?:?]",
				"[cc:1:6:9]",
				"[cc:2:1,2,3:4]",
				"[cc:r:?:?]",
				"[cc:u:?:?]",
			])
				lamp.send(packet);
			await lamp.settle();
			await other.settle();
			const later = await stage.enter();
			check(sameShown(later.shown, shown), "a lamp has changed what is shown");
		},
	),
	gatewayCase(
		"payload-limit",
		"A message beyond the size limit closes its connection with 1009; one at the limit does not",
		async (stage) => {
			const { maxPayloadBytes = 0 } = stage.target;
			const [lamp, other] = await stage.enterAll(2);
			lamp.send("x".repeat(maxPayloadBytes));
			await lamp.settle();
			lamp.send("x".repeat(maxPayloadBytes + 1));
			await lamp.peer.closed(1009);
			await other.settle();
		},
		needsPayloadLimit,
	),
	gatewayCase(
		"payload-limit-before-secret",
		"The size limit holds for the first frame, too",
		async (stage) => {
			const { maxPayloadBytes = 0 } = stage.target;
			const peer = await stage.open();
			peer.send("x".repeat(maxPayloadBytes + 1));
			await peer.closed(1009);
		},
		needsPayloadLimit,
	),
];
