import type { Frame } from "@gw-sim/core";
import { messageOf } from "@gw-sim/core";
import {
	type ClientMessage,
	decodeClientFrame,
	type ErrorEvent,
	heartbeatCloseCode,
	type Inflate,
	type ServerMessage,
	type UserChanges,
	unnamed,
} from "@gw-sim/protocols/puff";
import type { Limits } from "../../config.js";
import type { Connection } from "../../connection.js";
import type { Session } from "../../gateway.js";
import type { SharedTimeout } from "../../shared-timeout.js";
import { Broadcast } from "./broadcast.js";
import type { PuffConfig } from "./config.js";
import type { Groups } from "./groups.js";
import type { GroupMember, SharedGroup } from "./shared-group.js";

/** What all sessions of the gateway have in common. */
export interface SessionTerms {
	readonly groups: Groups;
	readonly config: PuffConfig;
	readonly limits: Limits;
	readonly inflate: Inflate;
	/** Everybody who is connected to this node. */
	readonly sessions: Set<PuffSession>;
	/** Ends those that send no heartbeat; null where nobody has to. */
	readonly heartbeats: SharedTimeout<PuffSession> | null;
	/** A group that has lost its member could not be told so. */
	readonly failed: (group: string, why: string) => void;
}

/** One client: who it is, what it asks for, and what it hears of its group. */
export class PuffSession implements Session, GroupMember {
	readonly id: string;
	readonly #terms: SessionTerms;
	readonly #connection: Connection;
	readonly #isDeflated: boolean;
	#name = unnamed;
	#deviceType: string | null = null;
	#group: SharedGroup | null = null;
	#isClosed = false;

	constructor(terms: SessionTerms, id: string, isDeflated: boolean, connection: Connection) {
		this.#terms = terms;
		this.id = id;
		this.#isDeflated = isDeflated;
		this.#connection = connection;
		const { heartbeatIntervalMs } = terms.config;
		this.#send({ type: "hello", sessionId: id, heartbeatIntervalMs });
		terms.sessions.add(this);
		terms.heartbeats?.arm(this);
	}

	hear(broadcast: Broadcast): void {
		this.#connection.sendShared(broadcast.frame(this.#isDeflated));
	}

	entered(group: SharedGroup): void {
		this.#group?.mute(this);
		this.#group = group;
	}

	removed(group: SharedGroup): void {
		if (this.#group === group) this.#group = null;
	}

	cut(): void {
		this.#connection.close(1011);
	}

	/** No heartbeat has come for too long. */
	silent(): void {
		this.#connection.close(heartbeatCloseCode, "HEARTBEAT_NOT_RECEIVED");
	}

	frame(frame: Frame): void | Promise<void> {
		const { inflate, limits } = this.#terms;
		const decoded = decodeClientFrame(frame, { inflate, maxDepth: limits.depth });
		switch (decoded.kind) {
			case "ignored":
				return;
			case "refused":
				return this.#send(decoded.error);
			default:
				return this.#handle(decoded);
		}
	}

	closed(): void {
		this.#isClosed = true;
		this.#terms.sessions.delete(this);
		this.#terms.heartbeats?.disarm(this);
		const group = this.#group;
		if (group === null) return;
		this.#leave().catch((error: unknown) => this.#terms.failed(group.id, messageOf(error)));
	}

	#handle(message: ClientMessage): void | Promise<void> {
		const { id: sessionId } = this;
		switch (message.kind) {
			case "heartbeat":
				return this.#terms.heartbeats?.arm(this);
			case "join":
				return this.#join(message.groupId);
			case "create":
				return this.#create(message.name);
			case "user":
				return this.#change(message.changes);
			case "leave":
				return this.#leave();
			case "device":
				return this.#inGroup((group) =>
					group.submit({ type: "device", sessionId, deviceState: message.deviceState }),
				);
			case "edit":
				return this.#inGroup(async (group) => {
					if (!(await this.#terms.groups.edit(group, sessionId, message.changes)))
						this.#refuse({ type: "GROUP_ACTION_ERROR", code: "TOO_MANY_PUBLIC_GROUPS" });
				});
			case "inquire":
				return this.#inGroup((group) => group.submit({ type: "inquire", sessionId }));
		}
	}

	#inGroup(act: (group: SharedGroup) => Promise<void>): void | Promise<void> {
		if (this.#group !== null) return act(this.#group);
		this.#refuse({ type: "GROUP_ACTION_ERROR", code: "NOT_IN_GROUP" });
	}

	async #join(groupId: string): Promise<void> {
		const previous = this.#group;
		if (previous?.id === groupId)
			return this.#refuse({ type: "GROUP_JOIN_ERROR", code: "ALREADY_IN_GROUP" });
		const hold = await this.#terms.groups.hold(groupId);
		if (hold === null) return this.#refuse({ type: "GROUP_JOIN_ERROR", code: "INVALID_GROUP_ID" });
		try {
			if (!this.#isClosed) await this.#enter(hold.group, previous);
		} finally {
			hold.release();
		}
	}

	/** Only where the new group lets it in does it leave the one that it is in. */
	async #enter(group: SharedGroup, previous: SharedGroup | null): Promise<void> {
		await group.enter(this, { name: this.#name, deviceType: this.#deviceType });
		if (this.#isClosed) await this.#leave();
		else if (this.#group === group) await previous?.leave(this);
	}

	async #create(name: string | null): Promise<void> {
		const made = await this.#terms.groups.create(name);
		if (made === null) this.#refuse({ type: "GROUP_CREATE_ERROR", code: "TOO_MANY_GROUPS" });
		else this.#send({ type: "GROUP_CREATE", ...made });
	}

	#change(changes: UserChanges): void | Promise<void> {
		this.#name = changes.name ?? this.#name;
		if (changes.deviceType !== undefined) this.#deviceType = changes.deviceType;
		return this.#group?.submit({ type: "user", sessionId: this.id, changes });
	}

	async #leave(): Promise<void> {
		const group = this.#group;
		this.#group = null;
		await group?.leave(this);
	}

	#refuse(error: ErrorEvent): void {
		this.#send(error);
	}

	/** Tells this client alone. */
	#send(message: ServerMessage): void {
		this.hear(new Broadcast(message));
	}
}
