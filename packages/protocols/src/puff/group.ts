import { Device, type DeviceSize, idleState, isHeating, selectState, stateIn } from "./device.js";
import type { DeviceInput, GroupInput, JoinInput } from "./group-input.js";
import {
	all,
	type GroupOutcome,
	nothing,
	notInGroup,
	outcome,
	refusal,
	type Told,
} from "./group-outcome.js";
import { defaultGroupRules, type GroupRules } from "./group-rules.js";
import { memberTexts } from "./member-texts.js";
import type {
	GroupChanges,
	GroupState,
	GroupUpdate,
	PublicGroup,
	ServerEvent,
	UserChanges,
	Visibility,
} from "./messages.js";
import { parseSnapshot, type SnapshotMember } from "./snapshot.js";

interface Member {
	name: string;
	deviceType: string | null;
	readonly device: Device;
}

/**
 * A group: who is in it, what their devices told, and when they heat together. It changes by `apply`
 * alone, in a way that depends on nothing else, and no input takes longer the more members there are
 * unless its events have to name them all.
 */
export class Group {
	readonly id: string;
	readonly #rules: GroupRules;
	/** By session id, longest there first. */
	readonly #members = new Map<string, Member>();
	readonly #ready = new Set<string>();
	#name: string;
	#visibility: Visibility;
	#state: GroupState = "chilling";
	/** Members whose device has told something. */
	#devices = 0;
	#devicesLength = 0;
	#isDeleted = false;

	/** A group with nobody in it. */
	constructor(
		id: string,
		name: string,
		rules: GroupRules = defaultGroupRules,
		visibility: Visibility = "private",
	) {
		this.id = id;
		this.#name = name;
		this.#rules = rules;
		this.#visibility = visibility;
	}

	/**
	 * The group that `snapshot` described; null for text that no group wrote. The rules have to be
	 * those of the group that wrote it.
	 */
	static restore(snapshot: string, rules: GroupRules = defaultGroupRules): Group | null {
		const parsed = parseSnapshot(snapshot);
		if (parsed === null) return null;
		const group = new Group(parsed.id, parsed.name, rules, parsed.visibility);
		group.#state = parsed.state;
		for (const { sessionId, name, deviceType, deviceState } of parsed.members) {
			const device = new Device();
			group.#members.set(sessionId, { name, deviceType, device });
			const told = memberTexts(deviceState);
			group.#merge(device, told, device.sizeWith(told));
		}
		for (const sessionId of parsed.ready)
			if (group.#members.has(sessionId)) group.#ready.add(sessionId);
		return group;
	}

	get name(): string {
		return this.#name;
	}

	get visibility(): Visibility {
		return this.#visibility;
	}

	get state(): GroupState {
		return this.#state;
	}

	get memberCount(): number {
		return this.#members.size;
	}

	get isDeleted(): boolean {
		return this.#isDeleted;
	}

	has(sessionId: string): boolean {
		return this.#members.has(sessionId);
	}

	/** Session ids, longest there first. */
	memberIds(): readonly string[] {
		return [...this.#members.keys()];
	}

	/** As the list of public groups has it. */
	get summary(): PublicGroup {
		const { id: groupId, name, visibility, state, memberCount } = this;
		return { groupId, name, visibility, state, memberCount };
	}

	/** Everything about the group, as text for `restore`. */
	snapshot(): string {
		const members = Array.from(
			this.#members,
			([sessionId, { name, deviceType, device }]): SnapshotMember => ({
				sessionId,
				name,
				deviceType,
				deviceState: device.text,
			}),
		);
		const { id, name, visibility, state } = this;
		return JSON.stringify({ id, name, visibility, state, members, ready: [...this.#ready] });
	}

	/** Takes an input in. After its deletion a group lets nobody in and does nothing any more. */
	apply(input: GroupInput): GroupOutcome {
		switch (input.type) {
			case "join":
				return this.#join(input);
			case "leave":
				return this.#leave(input.sessionId);
			case "device":
				return this.#deviceTold(input);
			case "edit":
				return this.#edit(input.sessionId, input.changes);
			case "user":
				return this.#userChanged(input.sessionId, input.changes);
			case "inquire":
				return this.#inquire(input.sessionId);
			case "delete":
				return this.#delete();
		}
	}

	#join({ sessionId, name, deviceType }: JoinInput): GroupOutcome {
		const refuse = (code: "INVALID_GROUP_ID" | "ALREADY_IN_GROUP" | "GROUP_FULL"): GroupOutcome =>
			refusal(sessionId, { type: "GROUP_JOIN_ERROR", code });
		if (this.#isDeleted) return refuse("INVALID_GROUP_ID");
		if (this.#members.has(sessionId)) return refuse("ALREADY_IN_GROUP");
		if (this.#members.size >= this.#rules.maxMembers) return refuse("GROUP_FULL");
		const members = Array.from(this.#members, ([id, member]) => ({
			sessionId: id,
			name: member.name,
			deviceState: member.device.text,
			deviceType: member.deviceType,
		})).reverse();
		this.#members.set(sessionId, { name, deviceType, device: new Device() });
		const { id: groupId, name: groupName, visibility, state } = this;
		return outcome(
			{
				to: { kind: "only", sessionIds: [sessionId] },
				event: { type: "JOINED_GROUP", groupId, name: groupName, visibility, state, members },
			},
			{
				to: { kind: "others", than: sessionId },
				event: { type: "GROUP_USER_JOIN", groupId, sessionId, name },
			},
		);
	}

	#leave(sessionId: string): GroupOutcome {
		const member = this.#members.get(sessionId);
		if (member === undefined || this.#isDeleted) return nothing;
		this.#members.delete(sessionId);
		this.#ready.delete(sessionId);
		if (!member.device.isEmpty) this.#devices--;
		this.#devicesLength -= member.device.size.length;
		if (this.#members.size === 0) {
			this.#calmDown();
			return nothing;
		}
		const left: Told = { to: all, event: { type: "GROUP_USER_LEFT", groupId: this.id, sessionId } };
		if (member.device.isEmpty || this.#state === "chilling") return outcome(left);
		if (this.#devices > 0) return outcome(left, ...this.#startIfAllReady());
		this.#calmDown();
		return outcome(left, this.#update());
	}

	#deviceTold({ sessionId, deviceState }: DeviceInput): GroupOutcome {
		const member = this.#members.get(sessionId);
		if (member === undefined || this.#isDeleted) return notInGroup(sessionId);
		const { device, deviceType } = member;
		const before = device.state;
		const changes = memberTexts(deviceState);
		const size = device.sizeWith(changes);
		if (!this.#hasPlaceFor(device, size))
			return refusal(sessionId, { type: "SYNTAX_ERROR", code: "DEVICE_STATE_TOO_LARGE" });
		this.#merge(device, changes, size);
		const relayed: Told = {
			to: { kind: "others", than: sessionId },
			event: {
				type: "GROUP_USER_DEVICE_UPDATE",
				groupId: this.id,
				sessionId,
				deviceState,
				deviceType,
			},
		};
		return outcome(relayed, ...this.#heatEffects(sessionId, before, stateIn(changes)));
	}

	#hasPlaceFor(device: Device, { keys, length }: DeviceSize): boolean {
		const { maxDeviceKeys, maxDeviceLength, maxDevicesLength } = this.#rules;
		const total = this.#devicesLength + length - device.size.length;
		return keys <= maxDeviceKeys && length <= maxDeviceLength && total <= maxDevicesLength;
	}

	#merge(device: Device, changes: ReadonlyMap<string, string>, size: DeviceSize): void {
		if (device.isEmpty && size.keys > 0) this.#devices++;
		this.#devicesLength += size.length - device.size.length;
		device.merge(changes, size);
	}

	/** What a device's new state, null where it told none, means to the group. */
	#heatEffects(sessionId: string, before: number | null, now: number | null): readonly Told[] {
		if (this.#state === "awaiting" && now === selectState) {
			this.#ready.add(sessionId);
			const ready: Told = { to: all, event: { type: "GROUP_USER_READY", sessionId } };
			return [ready, ...this.#startIfAllReady()];
		}
		if (this.#state === "seshing" && now === idleState && isHeating(before)) {
			this.#calmDown();
			return [this.#update()];
		}
		return [];
	}

	#startIfAllReady(): readonly Told[] {
		if (this.#state !== "awaiting" || this.#ready.size === 0 || this.#ready.size < this.#devices)
			return [];
		const ready = [...this.#ready];
		const watchers = this.memberIds().filter((id) => !this.#ready.has(id));
		this.#ready.clear();
		this.#state = "seshing";
		const told: Told[] = [this.#startFor(ready, false)];
		if (this.#rules.compat === "default" && watchers.length > 0)
			told.push(this.#startFor(watchers, true));
		return [...told, this.#update()];
	}

	#startFor(sessionIds: readonly string[], watcher: boolean): Told {
		const isSeed = this.#rules.compat === "seed";
		const role = isSeed ? null : { excluded: watcher, watcher, away: false };
		return { to: { kind: "only", sessionIds }, event: { type: "GROUP_START_HEATING", role } };
	}

	#edit(sessionId: string, { name, visibility }: GroupChanges): GroupOutcome {
		if (!this.#members.has(sessionId) || this.#isDeleted) return notInGroup(sessionId);
		const isListChanged = visibility !== undefined && visibility !== this.#visibility;
		this.#name = name ?? this.#name;
		if (!isListChanged) return outcome(this.#update());
		this.#visibility = visibility;
		const { told } = outcome(this.#update(), {
			to: all,
			event: { type: "GROUP_VISIBILITY_CHANGE", visibility, sessionId },
		});
		return { told, isListChanged };
	}

	#userChanged(sessionId: string, changes: UserChanges): GroupOutcome {
		const member = this.#members.get(sessionId);
		if (member === undefined || this.#isDeleted) return nothing;
		member.name = changes.name ?? member.name;
		if (changes.deviceType !== undefined) member.deviceType = changes.deviceType;
		const { name, deviceType } = member;
		const event: ServerEvent =
			this.#rules.compat === "seed"
				? { type: "GROUP_USER_UPDATED", sessionId, name }
				: { type: "GROUP_USER_UPDATE", groupId: this.id, sessionId, name, deviceType };
		return outcome({ to: { kind: "others", than: sessionId }, event });
	}

	#inquire(sessionId: string): GroupOutcome {
		if (!this.#members.has(sessionId) || this.#isDeleted) return notInGroup(sessionId);
		if (this.#state === "seshing")
			return refusal(sessionId, { type: "GROUP_ACTION_ERROR", code: "INVALID_GROUP_STATE" });
		this.#state = "awaiting";
		return outcome(this.#update(), { to: all, event: { type: "GROUP_HEAT_INQUIRY", sessionId } });
	}

	#delete(): GroupOutcome {
		if (this.#isDeleted) return nothing;
		this.#isDeleted = true;
		const told: Told = { to: all, event: { type: "GROUP_DELETE", groupId: this.id } };
		return { told: [told], isListChanged: this.#visibility === "public" };
	}

	#calmDown(): void {
		this.#state = "chilling";
		this.#ready.clear();
	}

	#update(): Told {
		const { id: groupId, name, visibility, state } = this;
		const event: GroupUpdate = {
			type: "GROUP_UPDATE",
			groupId,
			name,
			visibility,
			state,
			members: this.memberIds(),
			ready: [...this.#ready],
		};
		return { to: all, event };
	}
}
