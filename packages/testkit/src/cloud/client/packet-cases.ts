import { utf8Encode } from "@gw-sim/core";
import type { ConformanceCase } from "../../conformance.js";
import { color, off, type Shown, weather } from "../shown.js";
import { clientCase, type Reading, reads } from "./client-case.js";
import type { CloudClientTarget } from "./target.js";

const first = color(1, 2, 3, 4);
const firstPacket = "[cc:2:1,2,3:4]";

/** Each of these leaves what is shown as it is. */
function rejects(
	id: string,
	rule: string,
	packets: readonly string[],
): ConformanceCase<CloudClientTarget> {
	return reads(id, rule, [
		[firstPacket, first],
		...packets.map((packet): Reading => [packet, first]),
	]);
}

/** Each of these makes a lamp show the same. */
function all(packets: readonly string[], shown: Shown): readonly Reading[] {
	return packets.map((packet): Reading => [[firstPacket, packet], shown]);
}

/** What a lamp makes of packets. */
export const packetCases: readonly ConformanceCase<CloudClientTarget>[] = [
	clientCase(
		"is-off-until-told",
		"A lamp is off until its first packet, whether or not one follows ok",
		async (stage) => {
			await stage.shows(off, "at its start");
			const visit = await stage.enter();
			await visit.keep(1000);
			await stage.shows(off, "after ok alone");
			visit.send(firstPacket);
			await stage.shows(first, "after a packet");
		},
		{ tells: true },
	),
	clientCase(
		"ignores-packets-before-ok",
		"Packets before ok are ignored",
		async (stage) => {
			const visit = await stage.visit();
			visit.send("[cc:2:9,9,9:9]");
			await visit.secret();
			visit.send("[cc:1:4:4]", "[cc:r:?:?]");
			await stage.shows(off, "after packets before ok");
			visit.send("ok");
			await stage.shows(off, "after ok");
			visit.send(firstPacket);
			await stage.shows(first, "after a packet");
		},
		{ tells: true },
	),
	reads("shows-each-mode", "A lamp shows what each of the three modes says", [
		["[cc:1:2:0]", weather(2, 0)],
		["[cc:2:255,255,255:0]", color(255, 255, 255)],
		["[cc:0:?:?]", off],
		["[cc:1:9:9]", weather(9, 9)],
		["[cc:2:0,128,255:9]", color(0, 128, 255, 9)],
		["[cc:2:0,128,255:9]", color(0, 128, 255, 9)],
	]),
	reads(
		"off-ignores-its-fields",
		"Mode 0 is off, whatever stands in its other fields",
		all(["[cc:0:?:?]", "[cc:0::]", "[cc:0:1:2]", "[cc:0:x,y:-]"], off),
	),
	reads("takes-several-packets", "Several packets in one frame are obeyed in their order", [
		["[cc:1:4:4][cc:2:1,2,3:4]", first],
		["[cc:2:1,2,3:4][cc:1:4:4]", weather(4, 4)],
		["[cc:1:5:5][cc:9:1:1][cc:1:77:1]", weather(5, 5)],
	]),
	reads("ignores-text-around", "Text around packets is ignored", [
		["hello [cc:1:4:4] world", weather(4, 4)],
		["\u0000\r\n[cc:2:1,2,3:4]\n", first],
		["]]][cc:1:6:6]((", weather(6, 6)],
	]),
	reads("never-joins-frames", "A packet that is spread over several frames is none", [
		[firstPacket, first],
		[["[cc:2:9,9", ",9:9]"], first],
		[["[cc:0:?:?", "]"], first],
		["[cc:1:3:3]", weather(3, 3)],
	]),
	clientCase(
		"ignores-bytes",
		"Binary frames are ignored, whatever they hold",
		async (stage) => {
			const visit = await stage.enter();
			visit.send(firstPacket, utf8Encode("[cc:0:?:?]"), new Uint8Array(), Uint8Array.of(0xff, 0));
			await stage.shows(first, "after bytes");
			await visit.keep(5000);
		},
		{ tells: true, takesMs: 5000 },
	),
	rejects("wants-four-fields", "A packet of other than four fields is rejected", [
		"[cc:0]",
		"[cc:0:?]",
		"[cc:1:3]",
		"[cc:1:3:4:5]",
		"[cc:0:?:?:?]",
		"[cc:2:9,9,9:0:]",
		"[cc]",
		"[cc:]",
		"[]",
	]),
	reads("trims-fields", "White space around fields is ignored", [
		["[cc: 1 : 4 : 5 ]", weather(4, 5)],
		["[ cc :2: 1,2,3 :4]", first],
		["[cc:\t0:?:?]", off],
	]),
	rejects("letters-have-their-case", "cc is written in small letters, and so are commands", [
		"[CC:0:?:?]",
		"[Cc:0:?:?]",
		"[dd:0:?:?]",
		"[cc:R:?:?]",
		"[cc:U:?:?]",
	]),
	rejects("ignores-unknown-modes", "A mode that a lamp does not know changes nothing", [
		"[cc:3:1:2]",
		"[cc:x:?:?]",
		"[cc:-1:?:?]",
		"[cc:12:1:1]",
		"[cc:color:9,9,9:0]",
		"[cc:::]",
	]),
	reads(
		"weather-without-parts",
		"Weather keeps the code or intensity that a packet leaves out, by ? or by nothing; at first these are 3 and 5",
		[
			["[cc:1:?:?]", weather(3, 5)],
			["[cc:1:7:2]", weather(7, 2)],
			["[cc:1::]", weather(7, 2)],
			["[cc:1:?:4]", weather(7, 4)],
			["[cc:1:8:?]", weather(8, 4)],
			["[cc:2:1,2,3:4]", first],
			["[cc:1:?:?]", weather(8, 4)],
		],
	),
	reads(
		"colour-without-parts",
		"A colour that a packet leaves out is the last one, at first white; a pulse that it leaves out is 0",
		[
			["[cc:2:?:?]", color(255, 255, 255)],
			["[cc:2:1,2,3:4]", first],
			["[cc:2:?:7]", color(1, 2, 3, 7)],
			["[cc:2::]", color(1, 2, 3)],
			["[cc:2:4,5,6:]", color(4, 5, 6)],
			["[cc:0:?:?]", off],
			["[cc:2:?:1]", color(4, 5, 6, 1)],
		],
	),
	reads("number-spellings", "Numbers may have a sign, a fraction and an exponent", [
		["[cc:1:3.0:8.0]", weather(3, 8)],
		["[cc:1:+4:4.17]", weather(4, 4.17)],
		["[cc:1:4:1.0e-4]", weather(4, 0.0001)],
		["[cc:1:5e0:4.166666666666667]", weather(5, 4.166666666666667)],
		["[cc:1:0.6E+1:0.01]", weather(6, 0.01)],
		["[cc:2:1e2,2.0,+3:4.0]", color(100, 2, 3, 4)],
	]),
	rejects("no-numbers", "What is no decimal number is rejected", [
		...["0x3", "NaN", "Infinity", "five", "1e", "--4", "4 5", "4,5", "1_0", "null"].map(
			(text) => `[cc:1:4:${text}]`,
		),
		"[cc:1:0x3:5]",
		"[cc:1:three:5]",
		"[cc:2:1,2,3:fast]",
	]),
	rejects("weather-codes", "A code of weather other than the whole numbers 1 to 9 is rejected", [
		"[cc:1:0:5]",
		"[cc:1:10:5]",
		"[cc:1:2.5:5]",
		"[cc:1:-1:5]",
		"[cc:1:1e9:5]",
	]),
	reads("intensity-bounds", "An intensity beyond 0 to 10 is the nearer bound; 0 is weather still", [
		["[cc:1:5:10]", weather(5, 10)],
		["[cc:1:5:11]", weather(5, 10)],
		["[cc:1:5:1e9]", weather(5, 10)],
		["[cc:1:5:-3]", weather(5, 0)],
		["[cc:1:5:0]", weather(5, 0)],
	]),
	reads("channel-bounds", "Channels are rounded, and beyond 0 to 255 the nearer bound", [
		["[cc:2:300,-5,12.6:0]", color(255, 0, 13)],
		["[cc:2:255.4,254.6,0.4:0]", color(255, 255, 0)],
		["[cc:2: 1 , 2 ,3:4]", first],
	]),
	rejects("colours-have-three-parts", "A colour of other than three numbers is rejected", [
		"[cc:2:9,9:0]",
		"[cc:2:9,9,9,9:0]",
		"[cc:2:9:0]",
		"[cc:2:9,,9:0]",
		"[cc:2:,,:0]",
		"[cc:2:r,g,b:0]",
		"[cc:2:#090909:0]",
	]),
	reads("pulse-bounds", "A pulse beyond 0 to 9 is the nearer bound", [
		["[cc:2:1,1,1:10]", color(1, 1, 1, 9)],
		["[cc:2:1,1,1:-1]", color(1, 1, 1, 0)],
		["[cc:2:1,1,1:9]", color(1, 1, 1, 9)],
	]),
	reads(
		"colour-in-the-mode-of-weather",
		"A colour in the mode of weather, as the first servers sent it, is a colour",
		[
			["[cc:1:10,20,30:4]", color(10, 20, 30, 4)],
			["[cc:1:3:4]", weather(3, 4)],
			["[cc:1:300,0,0:0]", color(255, 0, 0)],
		],
	),
	reads(
		"ignores-empty-frames",
		"An empty text, as servers send that know nothing to show, is ignored",
		[
			["", off],
			[firstPacket, first],
			["", first],
		],
	),
];
