import type { Snowflake } from "@gw-sim/protocols/chat";
import { ChatRoom, type ChatRoomOptions } from "./room.js";

interface Open {
	readonly room: Promise<ChatRoom>;
	holders: number;
}

/** The chat rooms that this node follows: each for as long as somebody holds it. */
export class OpenRooms {
	readonly #options: ChatRoomOptions;
	readonly #open = new Map<Snowflake, Open>();

	constructor(options: ChatRoomOptions) {
		this.#options = options;
	}

	/** Holds a room, which has to be released again. */
	async hold(id: Snowflake): Promise<ChatRoom> {
		let open = this.#open.get(id);
		if (open === undefined) {
			open = { room: ChatRoom.open(id, this.#options), holders: 0 };
			this.#open.set(id, open);
		}
		open.holders++;
		try {
			return await open.room;
		} catch (error) {
			this.#letGo(id, open);
			throw error;
		}
	}

	release(room: ChatRoom): void {
		const open = this.#open.get(room.id);
		if (open !== undefined && this.#letGo(room.id, open)) room.end();
	}

	/** Follows none any more. */
	stop(): void {
		for (const { room } of this.#open.values()) room.then((it) => it.end()).catch(() => {});
		this.#open.clear();
	}

	#letGo(id: Snowflake, open: Open): boolean {
		open.holders--;
		if (open.holders > 0) return false;
		this.#open.delete(id);
		return true;
	}
}
