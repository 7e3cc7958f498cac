import { type ExactJson, ExactNumber } from "@gw-sim/core";
import type { ConformanceCase } from "../conformance.js";
import { including } from "../pattern.js";
import { anyRoom, anyUser, at, check, integerAt } from "./shapes.js";
import { chatCase } from "./stage.js";
import type { ChatTarget } from "./target.js";

const unknownRoom = new ExactNumber("99999999999999999999");

/** CHANNEL_ADD, CHANNEL_MOVE, and the two events that clients may send in their place. */
export const roomCases: readonly ConformanceCase<ChatTarget>[] = [
	chatCase(
		"public-room-is-announced",
		'A new room is told to everybody, wherever they are; it is public with description "" by default',
		async (stage) => {
			const creator = await stage.enter();
			const near = await stage.another();
			const far = await stage.another();
			await far.enter(await far.makeRoom());
			const user = at(await creator.say(), "user");
			const name = creator.text("room");
			creator.emit("CHANNEL_ADD", { name });
			const room = including({ name, description: "", visibility: true, creator: user });
			const told = at(await creator.event("CHANNEL_ADD", { room }), "cnf");
			check(String(integerAt(told, "room", "id")) !== "1", "the first room has the id 1");
			for (const person of [near, far]) await person.event("CHANNEL_ADD", told);
		},
	),
	chatCase(
		"private-room-is-told-to-its-creator",
		"A room with visibility false is told to its creator alone",
		async (stage) => {
			const people = [await stage.enter(), await stage.another()] as const;
			await stage.gather(...people);
			const [creator, other] = people;
			const name = creator.text("room");
			creator.emit("CHANNEL_ADD", { name, visibility: false });
			await creator.event("CHANNEL_ADD", { room: including({ name, visibility: false }) });
			// Whatever everybody is told next must not have been preceded by the private room.
			const open = creator.text("room");
			creator.emit("CHANNEL_ADD", { name: open });
			await creator.event("CHANNEL_ADD", { room: including({ name: open }) });
			for (;;) {
				const told = await other.event("CHANNEL_ADD", { room: anyRoom });
				check(at(told, "cnf", "room", "name") !== name, "a private room was told to others");
				if (at(told, "cnf", "room", "name") === open) break;
			}
		},
	),
	chatCase(
		"room-keeps-its-description",
		"A room has the name, description and visibility that it was given",
		async (stage) => {
			const person = await stage.enter();
			const given = {
				name: person.text("room"),
				description: "<b>warm</b> & dry",
				visibility: true,
			};
			person.emit("CHANNEL_ADD", given);
			const room = including(given);
			const id = integerAt(await person.event("CHANNEL_ADD", { room }), "cnf", "room", "id");
			person.emit("CHANNEL_MOVE", { roomID: id });
			await person.event("CHANNEL_MOVE", { room: including({ ...given, id }) });
		},
	),
	chatCase(
		"bad-room-is-4004",
		"CHANNEL_ADD without a name, or with a part of the wrong type, is error 4004",
		async (stage) => {
			const person = await stage.enter();
			const bodies: readonly ExactJson[] = [
				{},
				{ name: 5 },
				{ name: null },
				{ name: "x", description: 5 },
				{ name: "x", visibility: "no" },
				{ name: "x", visibility: 1 },
			];
			for (const cnf of bodies) {
				person.emit("CHANNEL_ADD", cnf);
				await person.error(4004);
			}
		},
	),
	chatCase(
		"move-is-told-to-both-rooms",
		"Who moves gets CHANNEL_MOVE, the old room ROOM_USER_REMOVE, the new one ROOM_USER_ADD",
		async (stage) => {
			const [mover, left] = [await stage.enter("user", "mover"), await stage.another()];
			await stage.gather(mover, left);
			const found = await stage.another();
			const roomID = await found.makeRoom();
			await found.enter(roomID);
			const cnf = await mover.say();
			const user = at(cnf, "user");
			await left.event("MESSAGE_CREATE", cnf);
			mover.emit("CHANNEL_MOVE", { roomID });
			const moved = await mover.event("CHANNEL_MOVE", { room: anyRoom });
			const id = integerAt(moved, "cnf", "room", "id");
			check(String(id) === String(roomID), `moved to ${id} instead of ${roomID}`);
			await left.event("ROOM_USER_REMOVE", { user });
			await found.event("ROOM_USER_ADD", { user });
			for (const person of [mover, left, found]) await person.quiet();
		},
	),
	chatCase(
		"unknown-room-is-3",
		"Moving to a room that is not there is error 3, not fatal, and nobody moves",
		async (stage) => {
			const people = [await stage.enter(), await stage.another()] as const;
			await stage.gather(...people);
			const [mover, other] = people;
			for (const event of ["CHANNEL_MOVE", "ROOM_USER_ADD"]) {
				mover.emit(event, { roomID: unknownRoom });
				await mover.error(3);
			}
			await other.event("MESSAGE_CREATE", await mover.say());
		},
	),
	chatCase(
		"messages-stay-in-their-room",
		"Messages, deletions and typing reach the room of their sender alone",
		async (stage) => {
			const [here, there] = [await stage.enter("user", "here"), await stage.another()];
			await stage.gather(here);
			await stage.gather(there);
			const messageID = integerAt(await here.say(), "messageID");
			here.emit("START_TYPING");
			here.emit("MESSAGE_DELETE", { messageID });
			await here.event("MESSAGE_DELETE", { messageID });
			await there.quiet();
		},
	),
	chatCase(
		"room-user-add-moves",
		"ROOM_USER_ADD with a roomID from a client is CHANNEL_MOVE",
		async (stage) => {
			const host = await stage.enter("user", "host");
			const roomID = await stage.gather(host);
			const guest = await stage.another();
			guest.emit("ROOM_USER_ADD", { roomID });
			await guest.moved(roomID);
			await host.event("ROOM_USER_ADD", { user: anyUser });
			await host.event("MESSAGE_CREATE", await guest.say());
		},
	),
	chatCase(
		"room-user-remove-goes-home",
		'ROOM_USER_REMOVE from a client moves it back to the first room, "general" with the id 1',
		async (stage) => {
			const people = [await stage.enter("user", "leaver"), await stage.another()] as const;
			await stage.gather(...people);
			const [leaver, other] = people;
			const cnf = await leaver.say();
			await other.event("MESSAGE_CREATE", cnf);
			leaver.emit("ROOM_USER_REMOVE", {});
			await leaver.event("CHANNEL_MOVE", { room: including({ id: 1, name: "general" }) });
			await other.event("ROOM_USER_REMOVE", { user: at(cnf, "user") });
		},
	),
];
