import { type Clock, messageOf, type Random } from "@gw-sim/core";
import { Group, type GroupChanges, type GroupInput, type GroupRules } from "@gw-sim/protocols/puff";
import type { Position, RoomEvent, Snapshot, Store } from "@gw-sim/store";
import { Follower, type Replica } from "../../follower.js";
import { Audience, type Listener } from "./audience.js";
import { Latecomer } from "./latecomer.js";
import { type LogEntry, logEntryText, parseLogEntry } from "./log-entry.js";
import {
	groupRoom,
	parseSettings,
	type Settings,
	settingsField,
	settingsText,
} from "./settings.js";

/** A session of this node. */
export interface GroupMember extends Listener {
	/** It is in a group from now on; what this tells comes next. */
	entered(group: SharedGroup): void;
	/** The group is no more. */
	removed(group: SharedGroup): void;
	/** Ends its connection, since nothing can be told of its group any more. */
	cut(): void;
}

/** What all groups have in common. */
export interface SharedGroupOptions {
	readonly store: Store;
	readonly rules: GroupRules;
	readonly clock: Clock;
	/** Makes nonces. */
	readonly random: Random;
	/** Nobody had joined it for long enough: it is to be erased. */
	readonly expired: (group: SharedGroup) => void;
	/** The group is told nothing any more. */
	readonly lost: (group: SharedGroup) => void;
	/** The store failed where nobody waits for it. */
	readonly failed: (group: SharedGroup, why: string) => void;
}

/** One who waits until the group has come to an event. */
interface Waiter {
	readonly seq: number;
	readonly resolve: () => void;
}

/**
 * One group as this node sees it. All that happens in it goes through its log in the store: every
 * node takes the same inputs in the same order, so all come to the same group, and each tells its own
 * sessions. Of the group itself the store keeps the settings alone.
 */
export class SharedGroup implements Replica {
	readonly id: string;
	/** Whether it is told nothing any more. */
	isEnded = false;
	/** Whether somebody was in it since this node knows it. */
	wasJoined = false;
	readonly #options: SharedGroupOptions;
	readonly #changed: () => void;
	readonly #room: string;
	readonly #audience: Audience<GroupMember> = new Audience();
	/** Until it is known how the group is. */
	#latecomer: Latecomer | null;
	#group: Group;
	/** The text that the store keeps; null until somebody edits the group. */
	#settings: string | null = null;
	#follower: Follower | null = null;
	#seq = 0;
	/** The event after which nobody was in it; null while somebody is. */
	#emptySince: number | null = null;
	#waiters: Waiter[] = [];
	/** The input that is being written: what comes back from the log need not be parsed. */
	#own: { readonly body: string; readonly entry: LogEntry } | null = null;

	private constructor(
		id: string,
		settings: Settings,
		options: SharedGroupOptions,
		changed: () => void,
	) {
		this.id = id;
		this.#options = options;
		this.#changed = changed;
		this.#room = groupRoom(id);
		this.#latecomer = new Latecomer(this.#room, options);
		this.#group = new Group(id, settings.name, options.rules, settings.visibility);
	}

	/**
	 * Resolves once the group is known as it is. `settings` are those of a group that was never edited;
	 * `changed` is called when somebody has come or left, or the settings have changed.
	 * @throws EnvironmentError where the store fails, or nobody tells how the group is.
	 */
	static async open(
		id: string,
		settings: Settings,
		options: SharedGroupOptions,
		changed: () => void,
	): Promise<SharedGroup> {
		const group = new SharedGroup(id, settings, options, changed);
		group.#follower = await Follower.follow(options.store, group.#room, group);
		try {
			await group.#catchUp();
		} catch (error) {
			group.end();
			throw error;
		}
		return group;
	}

	/** Read alone: it changes by the log. */
	get group(): Pick<
		Group,
		"name" | "visibility" | "state" | "memberCount" | "summary" | "isDeleted"
	> {
		return this.#group;
	}

	/** Whether sessions of this node are in it, or about to be. */
	get hasMembersHere(): boolean {
		return !this.#audience.isEmpty;
	}

	/** Whether sessions of other nodes are in it. */
	get hasMembersElsewhere(): boolean {
		return this.#group.memberCount > this.#audience.size;
	}

	/** Stops following; the group is not to be used any more. */
	end(): void {
		this.isEnded = true;
		this.#follower?.end();
		this.#wake(Number.POSITIVE_INFINITY);
	}

	/** Lets a session in; it is told by an event if the group does not. */
	async enter(
		member: GroupMember,
		{ name, deviceType }: { readonly name: string; readonly deviceType: string | null },
	): Promise<void> {
		const { store } = this.#options;
		this.#audience.expect(member);
		try {
			// First, so that the log never has a member that the store does not know of.
			await store.join(this.#room, member.id, "");
			await this.submit({ type: "join", sessionId: member.id, name, deviceType });
		} finally {
			if (!this.#audience.isListening(member)) {
				this.#audience.remove(member);
				await store.leave(this.#room, member.id);
				this.#changed();
			}
		}
	}

	/** From now on a member is told nothing; `leave` is to follow. */
	mute(member: GroupMember): void {
		this.#audience.mute(member);
	}

	/** Takes a session out. */
	async leave(member: GroupMember): Promise<void> {
		this.mute(member);
		try {
			await this.submit({ type: "leave", sessionId: member.id });
		} finally {
			this.#audience.remove(member);
			await this.#options.store.leave(this.#room, member.id);
			this.#changed();
		}
	}

	/** Resolves once an input has done here what it does. */
	async submit(input: GroupInput): Promise<void> {
		await this.#append({ kind: "input", input });
	}

	/** Changes the settings, which the store keeps from the moment on in which the members are told. */
	async edit(sessionId: string, changes: GroupChanges): Promise<void> {
		const input: GroupInput = { type: "edit", sessionId, changes };
		if (Object.keys(changes).length === 0 || !this.#group.has(sessionId)) return this.submit(input);
		await this.#reach(await this.#keep(changes, logEntryText({ kind: "input", input })));
		// Where it was deleted in the meantime nothing may be left of it.
		const settings = { type: "remove", key: settingsField } as const;
		if (this.#group.isDeleted) await this.#options.store.apply(this.#room, settings);
	}

	/** Puts changed settings into the store, in one step with the event that tells of them. */
	async #keep(changes: GroupChanges, body: string): Promise<Position> {
		for (let expected = this.#settings; ; ) {
			const before = parseSettings(expected) ?? this.#group;
			const value = settingsText({ name: before.name, visibility: before.visibility, ...changes });
			const command = { type: "cas", key: settingsField, expected, value, body } as const;
			const {
				applied,
				value: now,
				position,
			} = await this.#options.store.apply(this.#room, command);
			if (applied) return position;
			expected = now;
		}
	}

	/** Ends the group where nobody came meanwhile. */
	async expire(): Promise<void> {
		if (this.#emptySince === null || this.#group.isDeleted) return;
		await this.#append({ kind: "expire", emptySince: this.#emptySince });
	}

	/** Takes out the members that the store no longer knows of: their node is gone. */
	async dropLost(): Promise<void> {
		const known = await this.#options.store.members(this.#room);
		const lost = this.#group
			.memberIds()
			.filter((id) => !known.has(id) && this.#audience.find(id) === null);
		await Promise.all(lost.map((sessionId) => this.submit({ type: "leave", sessionId })));
	}

	load({ fields, position }: Snapshot): void {
		if (this.#latecomer === null) {
			this.lost("the group's history has a gap");
			return;
		}
		this.#seq = position.seq;
		this.#settings = fields.get(settingsField) ?? null;
		const settings = parseSettings(this.#settings);
		if (settings !== null)
			this.#group = new Group(this.id, settings.name, this.#options.rules, settings.visibility);
		this.#latecomer.restart();
	}

	apply(event: RoomEvent): void {
		if (this.#latecomer !== null) {
			this.#latecomer.take(event);
			return;
		}
		this.#happen(event);
		this.#wake(this.#seq);
	}

	/** Its members come back to a group that is told again. */
	lost(why: string): void {
		this.#options.failed(this, why);
		this.#options.lost(this);
		this.end();
		for (const member of this.#audience) member.cut();
	}

	async #catchUp(): Promise<void> {
		const latecomer = this.#latecomer;
		if (latecomer === null) return;
		const { snapshot, missed } = await latecomer.catchUp();
		if (snapshot !== null)
			this.#group = Group.restore(snapshot, this.#options.rules) ?? this.#group;
		this.#latecomer = null;
		if (this.#group.memberCount === 0) this.#emptySince = this.#seq;
		else this.wasJoined = true;
		for (const event of missed) this.#happen(event);
	}

	async #append(entry: LogEntry): Promise<void> {
		const body = logEntryText(entry);
		this.#own = { body, entry };
		const applied = this.#options.store.apply(this.#room, { type: "append", body });
		// A store in memory has told it by now; one that takes its time tells others first.
		this.#own = null;
		await this.#reach((await applied).position);
	}

	/** Resolves once the event at a position has done here what it does. */
	#reach({ seq }: Position): Promise<void> | void {
		if (seq <= this.#seq || this.isEnded) return;
		return new Promise((resolve) => this.#waiters.push({ seq, resolve }));
	}

	#wake(seq: number): void {
		if (this.#waiters.length === 0) return;
		const due = this.#waiters.filter((waiter) => waiter.seq <= seq);
		this.#waiters = this.#waiters.filter((waiter) => waiter.seq > seq);
		for (const { resolve } of due) resolve();
	}

	#happen({ seq, body, value }: RoomEvent): void {
		this.#seq = seq;
		if (value !== null) this.#settings = value;
		const entry = this.#own?.body === body ? this.#own.entry : parseLogEntry(body);
		if (entry?.kind === "input") this.#take(entry.input);
		if (entry?.kind === "ask") this.#answer(entry.nonce);
		if (entry?.kind === "expire") this.#expireIfEmptySince(entry.emptySince);
	}

	#take(input: GroupInput): void {
		const { told } = this.#group.apply(input);
		const isMember = (id: string): boolean => this.#group.has(id);
		if (input.type === "join" && isMember(input.sessionId))
			this.#audience.listen(input.sessionId)?.entered(this);
		if (input.type === "leave") this.#expel(input.sessionId);
		for (const one of told) this.#audience.tell(one, isMember);
		if (input.type === "delete") this.#dissolve();
		if (input.type === "device" || input.type === "user" || input.type === "inquire") return;
		if (this.#group.memberCount === 0) this.#emptySince ??= this.#seq;
		else {
			this.#emptySince = null;
			this.wasJoined = true;
		}
		this.#changed();
	}

	#expireIfEmptySince(seq: number): void {
		if (this.#emptySince === null || this.#emptySince > seq) return;
		this.#take({ type: "delete" });
		this.#options.expired(this);
	}

	/** One who listens has not asked to leave: another node took this one for dead. */
	#expel(sessionId: string): void {
		const member = this.#audience.find(sessionId);
		if (member === null || !this.#audience.isListening(member)) return;
		this.#remove(member);
		member.cut();
	}

	/** Those that are about to come are still to be told that they may not. */
	#dissolve(): void {
		for (const member of [...this.#audience])
			if (this.#audience.isListening(member)) this.#remove(member);
	}

	#remove(member: GroupMember): void {
		const { store, failed } = this.#options;
		member.removed(this);
		this.#audience.remove(member);
		store.leave(this.#room, member.id).catch((error: unknown) => failed(this, messageOf(error)));
	}

	/** One node alone answers: that of the member who is there for longest. */
	#answer(nonce: string): void {
		const [oldest] = this.#group.memberIds();
		if (oldest === undefined || this.#audience.find(oldest) === null) return;
		const snapshot = this.#group.snapshot();
		this.#append({ kind: "answer", nonce, snapshot }).catch((error: unknown) =>
			this.#options.failed(this, messageOf(error)),
		);
	}
}
