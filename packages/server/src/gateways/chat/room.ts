import {
	type ChatUser,
	dispatchHead,
	type Nonce,
	type ServerEvent,
	type Snowflake,
} from "@gw-sim/protocols/chat";
import type { RoomEvent, Snapshot, Store } from "@gw-sim/store";
import { Follower, type Replica } from "../../follower.js";
import type { ChatSession } from "./chat-session.js";
import { beginning, type Happening } from "./history.js";
import { decodeNews, encodeNews } from "./news.js";

/** Messages whose authors a room knows; older ones cannot be deleted any more. */
const maxAuthors = 1000;

const authorPrefix = "author:";

export interface ChatRoomOptions {
	readonly store: Store;
	/** The room is told nothing any more. */
	readonly failed: (room: ChatRoom, why: string) => void;
}

/**
 * One chat room as this node sees it. What happens in it goes through its log in the store, so that
 * all who are in it, on whatever node, are told the same in the same order.
 */
export class ChatRoom implements Replica {
	readonly id: Snowflake;
	/** Who is in it, on this node. */
	readonly audience: Set<ChatSession> = new Set();
	readonly #store: Store;
	readonly #key: string;
	readonly #failed: ChatRoomOptions["failed"];
	/** No event before it is held for its own sake: those who may need one hold it themselves. */
	#last: Happening = beginning();
	/** Author by message, oldest first. */
	readonly #authors = new Map<Snowflake, Snowflake>();
	#follower: Follower | null = null;

	private constructor(id: Snowflake, { store, failed }: ChatRoomOptions) {
		this.id = id;
		this.#store = store;
		this.#key = `chat/${id}`;
		this.#failed = failed;
	}

	static async open(id: Snowflake, options: ChatRoomOptions): Promise<ChatRoom> {
		const room = new ChatRoom(id, options);
		room.#follower = await Follower.follow(options.store, room.#key, room);
		return room;
	}

	/** The last event; what comes next is found from it. */
	get last(): Happening {
		return this.#last;
	}

	end(): void {
		this.#follower?.end();
	}

	load({ fields }: Snapshot): void {
		this.#authors.clear();
		const messages = [...fields].flatMap(([key, author]) =>
			key.startsWith(authorPrefix) ? [{ id: key.slice(authorPrefix.length), author }] : [],
		);
		// Ids grow; a longer one is a later one.
		messages.sort((a, b) => a.id.length - b.id.length || (a.id < b.id ? -1 : 1));
		for (const { id, author } of messages) this.#authors.set(id, author);
	}

	apply({ body }: RoomEvent): void {
		const news = decodeNews(body);
		if (news === null) return;
		const { except, posted, author, deleted } = news.facts;
		if (typeof posted === "string" && typeof author === "string") this.#authors.set(posted, author);
		if (typeof deleted === "string") this.#authors.delete(deleted);
		this.happen(news.head, typeof except === "string" ? except : null);
	}

	/** Tells everybody who is in the room on this node. */
	happen(head: string, except: Snowflake | null): void {
		const event: Happening = { head, except, next: null };
		this.#last.next = event;
		this.#last = event;
		for (const session of this.audience) session.happened(event);
	}

	lost(why: string): void {
		this.#failed(this, why);
	}

	/** Tells everybody in the room; `except` is not told. */
	async tell(event: ServerEvent, except: ChatSession | null = null): Promise<void> {
		const body = encodeNews({ except: except?.id ?? null }, dispatchHead(event));
		await this.#store.apply(this.#key, { type: "append", body });
	}

	/** Posts a message under an id that no other message has. */
	async post(id: Snowflake, user: ChatUser, content: string, nonce: Nonce | null): Promise<void> {
		const head = dispatchHead({ type: "MESSAGE_CREATE", user, content, messageId: id, nonce });
		const body = encodeNews({ posted: id, author: user.id }, head);
		// Author and message in one step: whoever was told of a message can also delete it.
		await this.#store.apply(this.#key, {
			type: "put",
			key: authorPrefix + id,
			value: user.id,
			body,
		});
		await this.#forgetOldest();
	}

	/** Deletes a message; false where it is unknown, or not the user's to delete. */
	async delete(id: Snowflake, user: ChatUser): Promise<boolean> {
		const author = this.#authors.get(id);
		if (author === undefined || (author !== user.id && !user.admin)) return false;
		const head = dispatchHead({ type: "MESSAGE_DELETE", messageId: id });
		const body = encodeNews({ deleted: id }, head);
		const key = authorPrefix + id;
		const { applied } = await this.#store.apply(this.#key, { type: "remove", key, body });
		return applied;
	}

	async #forgetOldest(): Promise<void> {
		while (this.#authors.size > maxAuthors) {
			const [oldest] = this.#authors.keys();
			if (oldest === undefined) return;
			this.#authors.delete(oldest);
			await this.#store.apply(this.#key, { type: "remove", key: authorPrefix + oldest });
		}
	}
}
