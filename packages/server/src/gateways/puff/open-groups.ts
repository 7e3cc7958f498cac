import { SharedTimeout } from "../../shared-timeout.js";
import type { PuffConfig } from "./config.js";
import type { Settings } from "./settings.js";
import { SharedGroup, type SharedGroupOptions } from "./shared-group.js";

/** How often it is looked whether the members on other nodes are still there. */
const lookMs = 5000;

export interface OpenGroupsOptions extends SharedGroupOptions {
	readonly config: PuffConfig;
	/** Whether a group is to stay open though nobody of this node is in it. */
	readonly isListed: (id: string) => boolean;
	/** Nobody was in it for so long that it is to end. */
	readonly outlived: (group: SharedGroup) => void;
	/** It is time to look for members whose node is gone. */
	readonly look: (group: SharedGroup) => void;
}

/** A group that stays open at least until it is released. */
export interface Hold {
	readonly group: SharedGroup;
	/** To be called once. */
	release(): void;
}

interface Open {
	readonly id: string;
	readonly opening: Promise<SharedGroup>;
	/** Null until it is open. */
	group: SharedGroup | null;
	holders: number;
	/** Whether nobody finds it any more. */
	isRetired: boolean;
}

/**
 * The groups that this node follows: those that somebody holds or is in, those that are listed, and
 * those without a member, whose time runs.
 */
export class OpenGroups {
	readonly #options: OpenGroupsOptions;
	readonly #open = new Map<string, Open>();
	readonly #left: SharedTimeout<Open>;
	readonly #unjoined: SharedTimeout<Open>;
	readonly #expiring = new Set<Open>();
	readonly #looks: SharedTimeout<Open>;
	readonly #watched = new Set<Open>();

	constructor(options: OpenGroupsOptions) {
		const { clock, config } = options;
		this.#options = options;
		const outlived = (open: Open): void => {
			this.#expiring.delete(open);
			if (open.group !== null) options.outlived(open.group);
		};
		this.#left = new SharedTimeout(clock, config.emptyGroupTtlMs, outlived);
		this.#unjoined = new SharedTimeout(clock, config.unjoinedGroupTtlMs, outlived);
		this.#looks = new SharedTimeout(clock, lookMs, (open) => {
			this.#watched.delete(open);
			if (open.group !== null) options.look(open.group);
			this.#settle(open);
		});
	}

	get size(): number {
		return this.#open.size;
	}

	has(id: string): boolean {
		return this.#open.has(id);
	}

	/** Holds a group; opened with these settings where it is not. */
	async hold(id: string, settings: Settings): Promise<Hold> {
		return this.#hold(this.#open.get(id) ?? this.#add(id, Promise.resolve(settings)));
	}

	/** Holds a group that is open already, or is being opened. */
	async holdOpen(id: string): Promise<Hold | null> {
		const open = this.#open.get(id);
		return open === undefined ? null : this.#hold(open);
	}

	/** Keeps the place of a group that is being made, and opens it if that succeeds; false if not. */
	async make(id: string, settings: Settings, made: Promise<boolean>): Promise<boolean> {
		const known = made.then((isMade) => {
			if (!isMade) throw new Error(`${id} is taken`);
			return settings;
		});
		const { opening } = this.#add(id, known);
		if (!(await made)) return false;
		await opening;
		return true;
	}

	/** Takes a group away from those who look for it; it is followed until nobody holds it. */
	retire(group: SharedGroup): void {
		const open = this.#open.get(group.id);
		if (open?.group !== group) return;
		open.isRetired = true;
		this.#open.delete(open.id);
		this.#settle(open);
	}

	/** Follows none any more. */
	stop(): void {
		for (const open of [...this.#open.values()])
			open.opening.then((group) => this.#close(open, group)).catch(() => {});
	}

	async #hold(open: Open): Promise<Hold> {
		open.holders++;
		const group = await open.opening;
		const release = (): void => {
			open.holders--;
			this.#settle(open);
		};
		return { group, release };
	}

	#add(id: string, settings: Promise<Settings>): Open {
		const changed = (): void => this.#settle(open);
		const opening = settings.then((known) => SharedGroup.open(id, known, this.#options, changed));
		const open: Open = { id, opening, group: null, holders: 0, isRetired: false };
		this.#open.set(id, open);
		opening.then(
			(group) => {
				open.group = group;
				this.#settle(open);
			},
			() => {
				if (this.#open.get(id) === open) this.#open.delete(id);
			},
		);
		return open;
	}

	/** Something has changed that decides whether a group stays open, and for how long. */
	#settle(open: Open): void {
		const { group, isRetired } = open;
		if (group === null || group.isEnded) return;
		const { memberCount, isDeleted } = group.group;
		const isOver = isRetired || isDeleted;
		this.#limit(open, group, memberCount === 0 && !isOver);
		this.#watch(open, group.hasMembersElsewhere && !isOver);
		// One that is deleted keeps its place until it is retired, so that nobody opens it again.
		const isNeeded =
			isDeleted || memberCount === 0 || group.hasMembersHere || this.#options.isListed(open.id);
		if (open.holders === 0 && (isRetired || !isNeeded)) this.#close(open, group);
	}

	#close(open: Open, group: SharedGroup): void {
		this.#limit(open, group, false);
		this.#watch(open, false);
		if (this.#open.get(open.id) === open) this.#open.delete(open.id);
		group.end();
	}

	/** Lets a group's time run, or not. */
	#limit(open: Open, { wasJoined }: SharedGroup, isEmpty: boolean): void {
		if (isEmpty === this.#expiring.has(open)) return;
		if (isEmpty) {
			this.#expiring.add(open);
			(wasJoined ? this.#left : this.#unjoined).arm(open);
		} else {
			this.#expiring.delete(open);
			this.#left.disarm(open);
			this.#unjoined.disarm(open);
		}
	}

	#watch(open: Open, isShared: boolean): void {
		if (isShared === this.#watched.has(open)) return;
		if (isShared) {
			this.#watched.add(open);
			this.#looks.arm(open);
		} else {
			this.#watched.delete(open);
			this.#looks.disarm(open);
		}
	}
}
