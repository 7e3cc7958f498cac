import { seededRandom } from "@gw-sim/core";
import { expect, test } from "vitest";
import { Rooms } from "./rooms.js";
import type { Command } from "./store.js";

function newRooms(idleRooms: number): {
	rooms: Rooms;
	apply(room: string, command: Command): void;
} {
	const log = { length: 4, size: 1000, listenerFailed: () => {} };
	const rooms = new Rooms({ random: seededRandom(1), idleRooms, idleSize: 1000, log });
	return {
		rooms,
		apply: (name, command) => rooms.use(name, (room) => room.publish(room.apply(command))),
	};
}

test("a room without events is forgotten when it is empty, and so is one that was only read", () => {
	const { rooms, apply } = newRooms(10);
	const { epoch } = rooms.position("r");
	apply("r", { type: "put", key: "k", value: "v" });
	expect(rooms.size).toBe(1);
	apply("r", { type: "remove", key: "k" });
	apply("r", { type: "cas", key: "k", expected: "x", value: "y", body: "no" });
	rooms.subscribe("r", "now", () => {})();
	rooms.replay("r", { epoch, seq: 0 }, 1);
	rooms.use("r", ({ members }) => members.set("m", ""));
	rooms.use("r", ({ members }) => members.delete("m"));
	expect(rooms.size).toBe(0);
	expect(rooms.position("r")).toEqual({ epoch, seq: 0 });
});

test("idle rooms with events are bounded, and the least recently used goes first", () => {
	const { rooms, apply } = newRooms(2);
	for (const name of ["a", "b", "a", "c"]) apply(name, { type: "append", body: "e" });
	expect(rooms.size).toBe(2);
	expect(["a", "b", "c"].map((name) => rooms.position(name).seq)).toEqual([2, 0, 1]);
});

test("a later life of a room never takes up the numbers of an earlier one", () => {
	const { rooms, apply } = newRooms(0);
	const seen = new Set<string>();
	for (let life = 0; life < 20; life++) {
		const { epoch } = rooms.position("r");
		expect(seen.has(epoch)).toBe(false);
		seen.add(epoch);
		apply("r", { type: "append", body: "e" });
		expect(rooms.size).toBe(0);
		expect(rooms.replay("r", { epoch, seq: 1 }, 9)).toBe("reset");
		expect(rooms.replay("r", { epoch, seq: 0 }, 9)).toBe("reset");
	}
});

test("a room in use keeps its epoch while others are forgotten", () => {
	const { rooms, apply } = newRooms(0);
	apply("r", { type: "put", key: "k", value: "v", body: "1" });
	const before = rooms.position("r");
	for (let i = 0; i < 10; i++) apply(`${i}`, { type: "append", body: "e" });
	apply("r", { type: "remove", key: "none", body: "no" });
	expect(rooms.position("r")).toEqual(before);
});

test("ending a subscription late does not hurt the room that now has the name", () => {
	const { rooms, apply } = newRooms(0);
	const end = rooms.subscribe("r", "now", () => {});
	apply("r", { type: "append", body: "e" });
	end();
	expect(rooms.size).toBe(0);
	apply("r", { type: "put", key: "k", value: "v" });
	end();
	expect(rooms.find("r")?.fields.get("k")).toBe("v");
});
