import type { Pattern } from "../../pattern.js";
import { eventFrame, listedMember, userJoin, userLeft, userReady } from "./frames.js";
import { deviceState, type Member } from "./member.js";

/** What GROUP_UPDATE tells of a group besides its id and its members. */
export interface GroupView {
	readonly name?: string;
	readonly visibility?: "private" | "public";
	readonly state?: "chilling" | "awaiting" | "seshing";
	readonly ready?: readonly Member[];
}

/** Some of a device's state. */
export type Device = Readonly<Record<string, unknown>>;

/** A group of a case's own and who is in it, in the order in which they joined. */
export class Party {
	readonly id: string;
	readonly name: string;
	readonly #isSeed: boolean;
	#members: readonly Member[] = [];

	constructor(id: string, name: string, isSeed: boolean) {
		this.id = id;
		this.name = name;
		this.#isSeed = isSeed;
	}

	get members(): readonly Member[] {
		return this.#members;
	}

	/** GROUP_UPDATE for the group as it stands: private, chilling, nobody ready unless told otherwise. */
	update({ ready = [], ...view }: GroupView = {}): Pattern {
		return eventFrame("GROUP_UPDATE", {
			group_id: this.id,
			name: this.name,
			visibility: "private",
			state: "chilling",
			...view,
			members: this.#members.map(({ id }) => id),
			ready: ready.map(({ id }) => id),
		});
	}

	/** GROUP_USER_DEVICE_UPDATE as the others get it. */
	deviceUpdate(of: Member, device: Pattern, deviceType: Pattern = null): Pattern {
		return eventFrame("GROUP_USER_DEVICE_UPDATE", {
			group_id: this.id,
			session_id: of.id,
			device_state: device,
			device_type: deviceType,
		});
	}

	/** What the others get when somebody changes its name or device_type. */
	userUpdate(of: Member, user: { readonly [key: string]: Pattern }): Pattern {
		const { name = "Unnamed", device_type = null } = user;
		return this.#isSeed
			? eventFrame("GROUP_USER_UPDATED", { group_id: of.id, session_id: of.id, name })
			: eventFrame("GROUP_USER_UPDATE", {
					group_id: this.id,
					session_id: of.id,
					name,
					device_type,
				});
	}

	/** Every member has to get these next. */
	async expectAll(...patterns: readonly Pattern[]): Promise<void> {
		for (const member of this.#members) await member.expect(...patterns);
	}

	/** Every member but one has to get these next. */
	async expectOthers(one: Member, ...patterns: readonly Pattern[]): Promise<void> {
		for (const member of this.#members) if (member !== one) await member.expect(...patterns);
	}

	/** Lets somebody in, whose arrival everybody reads. */
	async add(member: Member): Promise<void> {
		await member.join(this.id);
		await this.expectAll(userJoin(this.id, member.id));
		this.#members = [...this.#members, member];
	}

	/** Takes out somebody who went, by whatever way; the others have to hear of it. */
	async lose(member: Member): Promise<void> {
		this.#members = this.#members.filter((other) => other !== member);
		await this.expectAll(userLeft(this.id, member.id));
	}

	/** Somebody leaves by op 7, which brings itself nothing. */
	async leave(member: Member): Promise<void> {
		member.send(7);
		await this.lose(member);
		await member.settle();
	}

	/** Reports some of a device's state, which the others read. */
	async report(member: Member, device: Device): Promise<void> {
		member.send(4, device);
		await this.expectOthers(member, this.deviceUpdate(member, device as Pattern));
	}

	/** As `report`, once for each of these states of one device. */
	async pass(member: Member, ...states: readonly number[]): Promise<void> {
		for (const state of states) await this.report(member, { state });
	}

	/** Asks everybody to get ready, which everybody reads. */
	async inquire(by: Member, view: GroupView = {}): Promise<void> {
		by.send(8);
		await this.expectAll(
			this.update({ state: "awaiting", ...view }),
			eventFrame("GROUP_HEAT_INQUIRY", { session_id: by.id }),
		);
	}

	/** Presses the button of a device, which everybody reads. */
	async ready(member: Member): Promise<void> {
		await this.pass(member, deviceState.select);
		await this.expectAll(userReady(member.id));
	}

	/** The group starts to heat: everybody has to be told, watchers as such. */
	async expectStart(watchers: readonly Member[] = [], view: GroupView = {}): Promise<void> {
		const update = this.update({ state: "seshing", ...view });
		for (const member of this.#members)
			await member.expect(...this.#starting(watchers.includes(member)), update);
	}

	/** Gives these members devices and asks everybody to get ready. */
	async awaitDevices(...devices: readonly Member[]): Promise<void> {
		for (const member of devices) await this.pass(member, deviceState.idle);
		const [first] = this.#members;
		if (first !== undefined) await this.inquire(first);
	}

	/** Brings the group to heat with the devices of these members. */
	async start(...devices: readonly Member[]): Promise<void> {
		await this.awaitDevices(...devices);
		for (const member of devices) await this.ready(member);
		await this.expectStart(this.#members.filter((member) => !devices.includes(member)));
	}

	/** Makes the group public or private, which every member reads. */
	async show(
		by: Member,
		view: GroupView & { readonly visibility: "public" | "private" },
	): Promise<void> {
		const { visibility } = view;
		by.send(5, { visibility });
		await this.expectAll(
			this.update(view),
			eventFrame("GROUP_VISIBILITY_CHANGE", { visibility, session_id: by.id }),
		);
	}

	/** Members that told nothing of themselves, as JOINED_GROUP lists them to the next one. */
	listed(): readonly Pattern[] {
		return this.#members.map(({ id }) => listedMember(id)).reverse();
	}

	/** The group as HTTP and the list of public groups tell it. */
	summary({ name = this.name, visibility = "private", state = "chilling" }: GroupView): Pattern {
		return { group_id: this.id, name, visibility, state, member_count: this.#members.length };
	}

	#starting(isWatcher: boolean): readonly Pattern[] {
		if (!this.#isSeed)
			return [
				eventFrame("GROUP_START_HEATING", {
					excluded: isWatcher,
					watcher: isWatcher,
					away: false,
				}),
			];
		return isWatcher ? [] : [eventFrame("GROUP_START_HEATING")];
	}
}
