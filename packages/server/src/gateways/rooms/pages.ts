import { createHash } from "node:crypto";
import type { Clock } from "@gw-sim/core";
import { defaultRoom } from "@gw-sim/protocols/rooms";
import type { HttpAnswer, Page } from "../../gateway.js";
import type { RoomsConfig } from "./config.js";
import type { Room } from "./room.js";
import type { RoomTable } from "./room-table.js";
import { RoomsSession } from "./session.js";

/** What the original's hosting called a room: 64 hexadecimal digits that follow from its name. */
export function roomId(name: string): string {
	return createHash("sha256").update(name).digest("hex");
}

/** The room that a query names. */
export function roomIn(query: URLSearchParams): string {
	return query.get("room") || defaultRoom;
}

interface PagesOptions {
	readonly rooms: RoomTable;
	readonly config: RoomsConfig;
	readonly clock: Clock;
}

/** `/details` and `/users`, open to everybody as in the original; asking makes no room. */
export function roomsPages({ rooms, config, clock }: PagesOptions): readonly Page[] {
	const methods = ["GET"];
	return [
		{
			path: "/details",
			methods,
			async answer({ query }) {
				const name = roomIn(query);
				const room = await rooms.find(name);
				return text(room === null ? emptyDetails(name, config) : detailsOf(room, clock));
			},
		},
		{
			path: "/users",
			methods,
			async answer({ query }) {
				const room = await rooms.find(roomIn(query));
				return text({ ts: clock.wallTime(), users: room === null ? [] : usersOf(room, clock) });
			},
		},
	];
}

function detailsOf(room: Room, clock: Clock): object {
	const { name, audience, visitors, state, config } = room;
	const uptime = Math.round(clock.now() - room.openedAt);
	return {
		id: roomId(name),
		name,
		count: audience.size,
		uniqueCount: visitors.size,
		increment: state.suffix,
		incrementSinceRestart: visitors.entered,
		pollCount: state.polls.size,
		config,
		ephemeralPollCount: state.ephemeralPolls.size,
		bootupTime: clock.wallTime() - uptime,
		uptime,
	};
}

function emptyDetails(name: string, { initialConfig }: RoomsConfig): object {
	return {
		id: roomId(name),
		name,
		count: 0,
		uniqueCount: 0,
		increment: 0,
		incrementSinceRestart: 0,
		pollCount: 0,
		config: initialConfig,
		ephemeralPollCount: 0,
		bootupTime: 0,
		uptime: 0,
	};
}

function usersOf(room: Room, clock: Clock): object[] {
	const started = clock.wallTime() - clock.now();
	const users: object[] = [];
	for (const session of room.audience) {
		if (!(session instanceof RoomsSession)) continue;
		const { suffix, properties } = session.publicUser;
		const lastCommunication = Math.round(started + session.connection.lastActivity);
		users.push({ suffix, properties, lastCommunication });
	}
	return users;
}

function text(value: object): HttpAnswer {
	return { status: 200, body: JSON.stringify(value) };
}
