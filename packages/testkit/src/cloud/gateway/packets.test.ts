import { expect, test } from "vitest";
import { color, off, type Shown, weather } from "../shown.js";
import { packetOf, readPacket } from "./packets.js";

test.each<Shown>([
	off,
	weather(1, 0),
	weather(9, 10),
	weather(4, 4.17),
	color(0, 0, 0),
	color(255, 162, 174, 9),
])("%o is read as it is written", (shown) => {
	expect(readPacket(packetOf(shown))).toEqual(shown);
});

test.each([
	["[cc:1:4:8.0]", weather(4, 8)],
	["[cc:1:4:1.0e-4]", weather(4, 0.0001)],
	["[cc:2:007,8,9:0]", color(7, 8, 9)],
])("%s is another spelling of a packet", (packet, shown) => {
	expect(readPacket(packet)).toEqual(shown);
});

test.each([
	"",
	"ok",
	"[cc:0::]",
	"[cc:0:?:?]\n",
	"[cc:1:0:5]",
	"[cc:1:10:5]",
	"[cc:1:3:11]",
	"[cc:1:3:-1]",
	"[cc:1:3:]",
	"[cc:1::]",
	"[cc:1:1,2,3:0]",
	"[cc:2:256,0,0:0]",
	"[cc:2:1,2:0]",
	"[cc:2:1,2,3:10]",
	"[cc:2:1,2,3:0.5]",
	"[cc:2: 1,2,3:0]",
	"[cc:r:?:?]",
	new TextEncoder().encode("[cc:0:?:?]"),
])("%o is no packet that a gateway may send", (frame) => {
	expect(readPacket(frame)).toBeNull();
});
