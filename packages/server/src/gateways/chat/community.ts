import { type Clock, messageOf, type Random } from "@gw-sim/core";
import {
	type ClientEvent,
	defaultRoom,
	dispatchHead,
	type Nonce,
	type Snowflake,
	type TokenClaims,
} from "@gw-sim/protocols/chat";
import type { Store } from "@gw-sim/store";
import type { Limits } from "../../config.js";
import type { ChatSession, Line } from "./chat-session.js";
import type { ChatConfig, ChatMember } from "./config.js";
import { Lobby } from "./lobby.js";
import { OpenRooms } from "./open-rooms.js";
import type { ChatRoom } from "./room.js";
import { SessionTable } from "./session-table.js";

/** Message ids that a node takes from the store at once. */
const idBlock = 1000;

export interface CommunityOptions {
	readonly config: ChatConfig;
	readonly limits: Limits;
	readonly store: Store;
	readonly clock: Clock;
	readonly random: Random;
	/** The store failed where nobody waits for it; `room` is "lobby" for what concerns all. */
	readonly failed: (room: string, why: string) => void;
}

/** Everybody and everything in the chat: members, rooms, sessions, and what they do to each other. */
export class Community {
	readonly sessions: SessionTable;
	readonly lobby: Lobby;
	readonly #rooms: OpenRooms;
	readonly #options: CommunityOptions;
	readonly #members: ReadonlyMap<Snowflake, ChatMember>;
	#nextMessage = 1;
	#lastMessage = 0;
	#refill: Promise<void> | null = null;

	constructor(options: CommunityOptions) {
		const { config, limits, store, clock, random, failed } = options;
		this.#options = options;
		this.#members = new Map(config.users.map((member) => [member.id, member] as const));
		this.#rooms = new OpenRooms({
			store,
			failed: (room, why) => this.#lost(room, why),
		});
		this.sessions = new SessionTable({
			config,
			clock,
			random,
			maxDetached: limits.maxConnections,
			ended: (session) => this.#gone(session),
		});
		this.lobby = new Lobby({
			store,
			maxRooms: limits.rooms,
			failed: (why) => failed("lobby", why),
			told: (head) => {
				const rooms = new Set([...this.sessions].map(({ room }) => room));
				for (const room of rooms) room.happen(head, null);
			},
			banned: (userId) => this.#cutBanned(userId),
		});
	}

	/** Who a verified token is for, or the error code that says why nobody. */
	async identify({ type, id }: TokenClaims): Promise<ChatMember | 1 | 4 | 5> {
		await this.lobby.ready();
		const member = this.#members.get(id);
		if (member === undefined || member.type !== type) return type === "bot" ? 4 : 1;
		return member.banned || this.lobby.isBanned(id) ? 5 : member;
	}

	/**
	 * A new session in the room where everybody starts; none where the line was lost, or the member
	 * banned, meanwhile. `ready` is called before the session is told anything.
	 */
	async arrive(
		member: ChatMember,
		line: Line & { readonly isLost: boolean },
		ready: (session: ChatSession) => void,
	): Promise<void> {
		const room = await this.#rooms.hold(defaultRoom.id);
		const isBanned = this.lobby.isBanned(member.id);
		if (line.isLost || isBanned) {
			this.#rooms.release(room);
			if (isBanned) line.deprived(5);
			return;
		}
		const session = this.sessions.create(member, room, line);
		ready(session);
		room.audience.add(session);
		await room.tell({ type: "ROOM_USER_ADD", user: session.user }, session);
	}

	/** Takes a session to another room, which exists. */
	async move(session: ChatSession, roomId: Snowflake): Promise<void> {
		const room = this.lobby.room(roomId);
		if (room === null) return;
		const next = await this.#rooms.hold(roomId);
		// A session that was taken over may have been moved from its old connection meanwhile.
		const { room: previous, user } = session;
		if (!previous.audience.has(session)) {
			this.#rooms.release(next);
			return;
		}
		previous.audience.delete(session);
		session.room = next;
		next.audience.add(session);
		session.dispatch(dispatchHead({ type: "CHANNEL_MOVE", room }));
		// In one go: what the session does next, even its end, must not be told before this.
		const told =
			previous === next
				? []
				: [
						previous.tell({ type: "ROOM_USER_REMOVE", user }),
						next.tell({ type: "ROOM_USER_ADD", user }, session),
					];
		this.#rooms.release(previous);
		await Promise.all(told);
	}

	async post({ room, user }: ChatSession, content: string, nonce: Nonce | null): Promise<void> {
		const id = await this.#messageId();
		if (this.lobby.isBanned(user.id)) return;
		await room.post(id, user, content, nonce);
	}

	/** Makes a room, and tells at least its creator; false where there are too many. */
	async createRoom(
		session: ChatSession,
		event: Extract<ClientEvent, { type: "CHANNEL_ADD" }>,
	): Promise<boolean> {
		const room = await this.lobby.create(event, session);
		if (room === null) return false;
		if (!room.visibility) session.dispatch(dispatchHead({ type: "CHANNEL_ADD", room }));
		return true;
	}

	/** Bans a member; false where there is none of this id. */
	async ban(userId: Snowflake, reason: string | null): Promise<boolean> {
		if (!this.#members.has(userId)) return false;
		await this.lobby.ready();
		await this.lobby.ban(userId, reason);
		return true;
	}

	stop(): void {
		this.sessions.stop();
		this.#rooms.stop();
		this.lobby.stop();
	}

	async #messageId(): Promise<Snowflake> {
		while (this.#nextMessage > this.#lastMessage) {
			this.#refill ??= this.#takeIds().finally(() => {
				this.#refill = null;
			});
			await this.#refill;
		}
		return String(this.#nextMessage++);
	}

	async #takeIds(): Promise<void> {
		this.#nextMessage = await this.lobby.messageIds(idBlock);
		this.#lastMessage = this.#nextMessage + idBlock - 1;
	}

	#cutBanned(userId: Snowflake): void {
		for (const session of this.sessions) {
			if (session.member.id === userId) this.#cut(session, 5);
		}
	}

	/** Nobody in the room is told anything any more, so they had better start afresh. */
	#lost(room: ChatRoom, why: string): void {
		this.#options.failed(room.id, why);
		for (const session of [...room.audience]) this.#cut(session, 99);
	}

	#cut(session: ChatSession, code: 5 | 99): void {
		const { line } = session;
		this.sessions.end(session);
		line?.deprived(code);
	}

	#gone(session: ChatSession): void {
		const { room, user } = session;
		room.audience.delete(session);
		room
			.tell({ type: "ROOM_USER_REMOVE", user })
			.catch((error: unknown) => this.#options.failed(room.id, messageOf(error)))
			.finally(() => this.#rooms.release(room));
	}
}
