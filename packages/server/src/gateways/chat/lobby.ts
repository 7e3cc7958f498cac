import {
	type ChatUser,
	type ClientEvent,
	type ChatRoom as Description,
	decodeServerMessage,
	defaultRoom,
	dispatchHead,
	encodeServerMessage,
	type Snowflake,
} from "@gw-sim/protocols/chat";
import type { RoomEvent, Snapshot, Store } from "@gw-sim/store";
import { Follower, type Replica } from "../../follower.js";
import type { ChatSession } from "./chat-session.js";
import { systemUser } from "./members.js";
import { decodeNews, encodeNews } from "./news.js";

/** The store's room for what concerns the whole gateway. */
const lobbyKey = "chat";
const roomPrefix = "room:";
const banPrefix = "ban:";

export interface LobbyOptions {
	readonly store: Store;
	readonly maxRooms: number;
	/** Something happened that everybody is told. */
	readonly told: (head: string) => void;
	readonly banned: (userId: Snowflake) => void;
	/** The lobby is told nothing any more. */
	readonly failed: (why: string) => void;
}

type AddRoom = Extract<ClientEvent, { type: "CHANNEL_ADD" }>;

/** Which rooms there are, and who is banned, on all nodes. */
export class Lobby implements Replica {
	readonly #options: LobbyOptions;
	readonly #rooms = new Map<Snowflake, Description>();
	readonly #bans = new Set<Snowflake>();
	#following: Promise<Follower> | null = null;
	/** Rooms that are being made. */
	#making = 0;

	constructor(options: LobbyOptions) {
		this.#options = options;
	}

	/** Resolves once the lobby is loaded; nothing else may be asked before. */
	async ready(): Promise<void> {
		this.#following ??= Follower.follow(this.#options.store, lobbyKey, this);
		const following = this.#following;
		try {
			await following;
		} catch (error) {
			if (this.#following === following) this.#following = null;
			throw error;
		}
	}

	stop(): void {
		this.#following?.then((follower) => follower.end()).catch(() => {});
	}

	/** A room by its id; null where there is none. */
	room(id: Snowflake): Description | null {
		return this.#rooms.get(id) ?? null;
	}

	isBanned(userId: Snowflake): boolean {
		return this.#bans.has(userId);
	}

	/** Makes a room; null where there are too many. A private one is told to nobody. */
	async create(event: AddRoom, { user }: ChatSession): Promise<Description | null> {
		if (this.#rooms.size + this.#making >= this.#options.maxRooms) return null;
		this.#making++;
		try {
			return await this.#make(event, user);
		} finally {
			this.#making--;
		}
	}

	/** Bans somebody for good, and from every node at once. */
	async ban(userId: Snowflake, reason: string | null): Promise<void> {
		if (this.#bans.has(userId)) return;
		await this.#options.store.apply(lobbyKey, {
			type: "put",
			key: banPrefix + userId,
			value: JSON.stringify({ reason }),
			body: encodeNews({ ban: userId }),
		});
	}

	/** The first of `count` message ids that nobody else is given, on any node or after a restart. */
	messageIds(count: number): Promise<number> {
		return this.#nextId("messages", count);
	}

	load({ fields }: Snapshot): void {
		this.#rooms.clear();
		const { id, name } = defaultRoom;
		const general = { id, name, description: "", visibility: true, creator: systemUser };
		this.#rooms.set(id, general);
		for (const [key, value] of fields) {
			if (key.startsWith(roomPrefix)) this.#learn(value);
			if (key.startsWith(banPrefix)) this.#ban(key.slice(banPrefix.length));
		}
	}

	apply({ body, value }: RoomEvent): void {
		const news = decodeNews(body);
		if (news === null) return;
		const { room, ban } = news.facts;
		if (typeof room === "string") this.#learn(value);
		if (news.head !== "") this.#options.told(news.head);
		if (typeof ban === "string") this.#ban(ban);
	}

	lost(why: string): void {
		// Whoever comes next tries anew.
		this.#following = null;
		this.#options.failed(why);
	}

	#ban(userId: Snowflake): void {
		if (this.#bans.has(userId)) return;
		this.#bans.add(userId);
		this.#options.banned(userId);
	}

	async #make({ name, description, visibility }: AddRoom, creator: ChatUser): Promise<Description> {
		const id = await this.#nextId("rooms", 1);
		const room: Description = { id: String(id + 1), name, description, visibility, creator };
		const event = { type: "CHANNEL_ADD", room } as const;
		const key = roomPrefix + room.id;
		const value = encodeServerMessage({ kind: "dispatch", event, s: null });
		const body = encodeNews({ room: room.id }, visibility ? dispatchHead(event) : "");
		await this.#options.store.apply(lobbyKey, { type: "put", key, value, body });
		return room;
	}

	/** A room is kept as the event that announced it. */
	#learn(value: string | null): void {
		const message = decodeServerMessage(value ?? "");
		if (message.kind === "dispatch" && message.event.type === "CHANNEL_ADD")
			this.#rooms.set(message.event.room.id, message.event.room);
	}

	async #nextId(kind: "rooms" | "messages", count: number): Promise<number> {
		const command = { type: "add", key: `last:${kind}`, delta: String(count) } as const;
		const { value } = await this.#options.store.apply(lobbyKey, command);
		return Number(value) - count + 1;
	}
}
