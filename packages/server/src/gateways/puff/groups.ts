import { type Cancel, type Clock, EnvironmentError, messageOf, type Random } from "@gw-sim/core";
import {
	type GroupChanges,
	type GroupRules,
	type PublicGroup,
	randomGroupId,
	randomGroupName,
} from "@gw-sim/protocols/puff";
import type { Store } from "@gw-sim/store";
import type { Limits } from "../../config.js";
import type { PuffConfig } from "./config.js";
import { Directory } from "./directory.js";
import { noAnswer } from "./latecomer.js";
import { type Hold, OpenGroups } from "./open-groups.js";
import { directoryRoom, groupRoom, type Settings, settingsField } from "./settings.js";
import type { SharedGroup } from "./shared-group.js";

/** How often it is looked whether there are groups that no node follows, since theirs is gone. */
const adoptMs = 60_000;

export interface GroupsOptions {
	readonly store: Store;
	readonly config: PuffConfig;
	readonly limits: Limits;
	readonly clock: Clock;
	readonly random: Random;
	/** A group has become public or private, or a public one is gone. */
	readonly listChanged: () => void;
	/** The store failed where nobody waits for it; `group` is `puff` for what concerns all. */
	readonly failed: (group: string, why: string) => void;
}

/** Every group there is, on all nodes: made, found, edited, listed and ended. */
export class Groups {
	readonly #options: GroupsOptions;
	readonly #directory: Directory;
	readonly #open: OpenGroups;
	/** Groups that are being made, and such that are becoming public. */
	#making = 0;
	#publishing = 0;
	/** Settles when the groups of an earlier life of the server are known as they are. */
	#restored: Promise<void> = Promise.resolve();
	#adoption: Cancel | null = null;
	#isStopped = false;

	constructor(options: GroupsOptions) {
		const { store, config, limits, clock, random, failed } = options;
		this.#options = options;
		this.#directory = new Directory({
			store,
			changed: (id, now, before) => this.#learnt(id, now, before),
			failed: (why) => failed(directoryRoom, why),
		});
		this.#open = new OpenGroups({
			store,
			config,
			clock,
			random,
			rules: groupRules(config, limits),
			isListed: (id) => this.#directory.publicIds.has(id),
			outlived: (group) => this.#attempt(group.id, () => group.expire()),
			expired: (group) => this.#attempt(group.id, () => this.#bury(group)),
			lost: (group) => this.#open.retire(group),
			look: (group) => this.#attempt(group.id, () => group.dropLost()),
			failed: ({ id }, why) => failed(id, why),
		});
	}

	/** Takes over the groups that the store kept: their time runs from now on. */
	restore(): void {
		this.#restored = this.#restore().catch((error: unknown) =>
			this.#options.failed(directoryRoom, messageOf(error)),
		);
	}

	/** Resolves once it is known which groups there are. */
	async ready(): Promise<void> {
		await this.#restored;
		await this.#directory.ready();
	}

	/** Makes a group; null where there are too many. */
	async create(
		name: string | null,
	): Promise<{ readonly groupId: string; readonly name: string } | null> {
		const { limits, random } = this.#options;
		await this.ready();
		if (this.#directory.size + this.#making >= limits.groups) return null;
		this.#making++;
		try {
			const settings = { name: name ?? randomGroupName(random), visibility: "private" } as const;
			for (;;) {
				const groupId = this.#freeId();
				const made = this.#directory.add(groupId, settings);
				if (await this.#open.make(groupId, settings, made)) return { groupId, name: settings.name };
			}
		} finally {
			this.#making--;
		}
	}

	/** Holds a group; null where there is none of this id. */
	async hold(id: string): Promise<Hold | null> {
		await this.ready();
		return this.#hold(id);
	}

	/** Changes a group's settings; false where there would be too many public groups. */
	async edit(group: SharedGroup, sessionId: string, changes: GroupChanges): Promise<boolean> {
		const { publicIds } = this.#directory;
		const isOneMore = changes.visibility === "public" && !publicIds.has(group.id);
		if (isOneMore && publicIds.size + this.#publishing >= this.#options.limits.publicGroups)
			return false;
		if (isOneMore) this.#publishing++;
		try {
			await group.edit(sessionId, changes);
			await this.#enlist(group);
		} finally {
			if (isOneMore) this.#publishing--;
		}
		return true;
	}

	/** Deletes a group and tells its members; false where there is none of this id. */
	async delete(id: string): Promise<boolean> {
		const hold = await this.hold(id);
		if (hold === null) return false;
		try {
			await this.#directory.bury(id);
			await this.#dissolve(hold.group);
			await this.#clear(id);
		} finally {
			hold.release();
		}
		return true;
	}

	/** A group as those see it who are not in it; null where there is none of this id. */
	async find(id: string): Promise<PublicGroup | null> {
		const hold = await this.hold(id);
		if (hold === null) return null;
		const { summary, isDeleted } = hold.group.group;
		hold.release();
		return isDeleted ? null : summary;
	}

	/** The public groups. */
	async list(): Promise<readonly PublicGroup[]> {
		await this.ready();
		const found = await Promise.all(
			[...this.#directory.publicIds].map((id) => this.find(id).catch(nullIfSilent)),
		);
		return found
			.filter((group) => group !== null)
			.filter(({ visibility }) => visibility === "public");
	}

	/** Stops following everything. */
	stop(): void {
		this.#isStopped = true;
		this.#adoption?.();
		this.#directory.stop();
		this.#open.stop();
	}

	#freeId(): string {
		for (;;) {
			const id = randomGroupId(this.#options.random);
			if (!this.#open.has(id) && this.#directory.find(id) === null) return id;
		}
	}

	/** Sees to it that the directory says whether a group is public. */
	async #enlist({ id, group }: SharedGroup): Promise<void> {
		const { name, visibility } = group;
		const listed = this.#directory.find(id);
		if (listed !== null && listed.visibility !== visibility)
			await this.#directory.update(id, { name, visibility });
	}

	/** The directory has learnt something about a group. */
	#learnt(id: string, now: Settings | null, before: Settings | null): void {
		if (now === null) {
			this.#attempt(id, () => this.#gone(id, before));
			return;
		}
		const isPublic = now.visibility === "public";
		if (isPublic !== (before?.visibility === "public")) {
			this.#attempt(id, () => this.#follow(id));
			if (before !== null) this.#options.listChanged();
		}
		if (this.#directory.size > this.#open.size) this.#adoptLater();
	}

	async #restore(): Promise<void> {
		const { fields } = await this.#options.store.load(directoryRoom);
		// Whoever needs the directory follows it, which not every server ever does.
		if (fields.size === 0 || this.#isStopped) return;
		await this.#directory.ready();
		await this.#adopt();
	}

	async #hold(id: string): Promise<Hold | null> {
		const settings = this.#directory.find(id);
		return settings === null ? null : this.#open.hold(id, settings);
	}

	/** Opens a group; it stays open where there is a reason. */
	async #follow(id: string): Promise<void> {
		const hold = await this.#hold(id);
		if (hold === null) return;
		try {
			await this.#enlist(hold.group);
		} finally {
			hold.release();
		}
	}

	async #gone(id: string, before: Settings | null): Promise<void> {
		const hold = await this.#open.holdOpen(id);
		if (hold !== null) await this.#dissolve(hold.group).finally(() => hold.release());
		if (before?.visibility === "public") this.#options.listChanged();
	}

	/** Tells the members of this node that their group is gone; nobody finds it any more. */
	async #dissolve(group: SharedGroup): Promise<void> {
		try {
			if (!group.group.isDeleted) await group.submit({ type: "delete" });
		} finally {
			this.#open.retire(group);
		}
	}

	/** Erases a group that has expired. */
	async #bury(group: SharedGroup): Promise<void> {
		try {
			await this.#directory.bury(group.id);
			await this.#clear(group.id);
		} finally {
			// Where that failed it is in the directory still, and so is opened anew.
			this.#open.retire(group);
			if (this.#directory.find(group.id) !== null) this.#adoptLater();
		}
	}

	/** Takes the rest of a group out of the store that nobody finds any more. */
	async #clear(id: string): Promise<void> {
		await this.#options.store.apply(groupRoom(id), { type: "remove", key: settingsField });
		await this.#directory.forget(id);
	}

	#adoptLater(): void {
		if (this.#isStopped) return;
		this.#adoption ??= this.#options.clock.after(adoptMs, () => {
			this.#adoption = null;
			this.#attempt(directoryRoom, () => this.#adopt());
		});
	}

	/** Follows the groups that nobody is in and no node may know of, until they expire. */
	async #adopt(): Promise<void> {
		for (const id of [...this.#directory.buried]) await this.#clear(id);
		for (const id of [...this.#directory.ids()]) {
			if (this.#isStopped) return;
			if (this.#open.has(id)) continue;
			if ((await this.#options.store.members(groupRoom(id))).size === 0) await this.#follow(id);
		}
		if (this.#directory.size > this.#open.size) this.#adoptLater();
	}

	/** Does what nobody waits for. */
	#attempt(group: string, work: () => Promise<unknown>): void {
		work().catch((error: unknown) => this.#options.failed(group, messageOf(error)));
	}
}

/** A group whose node has just died has nobody who could tell how it is. */
function nullIfSilent(error: unknown): null {
	if (error instanceof EnvironmentError && error.code === noAnswer) return null;
	throw error;
}

function groupRules({ compat }: PuffConfig, limits: Limits): GroupRules {
	return {
		compat,
		maxMembers: limits.groupMembers,
		maxDeviceKeys: limits.deviceKeys,
		maxDeviceLength: limits.deviceBytes,
		maxDevicesLength: limits.groupBytes,
	};
}
