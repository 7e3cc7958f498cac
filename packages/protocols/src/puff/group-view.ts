import type { JsonObject, JsonValue } from "@gw-sim/core";
import { type PuffDeviceState, readDeviceState } from "./device-state.js";
import type { GroupState, Visibility } from "./messages.js";
import { unnamed } from "./names.js";
import type { ReceivedGroupEvent, ReceivedJoinedGroup, ReceivedMember } from "./received.js";

/** A gateway cannot make a client remember more than this. */
const maxMembers = 10_000;
const maxDeviceKeys = 256;

/** Another member, as this client knows it. */
export interface MemberView {
	readonly sessionId: string;
	readonly name: string;
	readonly deviceType: string | null;
	/** All that its device has told, as far as it is known; empty for one that looks on. */
	readonly device: PuffDeviceState;
	/** The same with every key and value as it came. */
	readonly rawDevice: ReadonlyMap<string, JsonValue>;
}

/** A group from the inside. */
export interface GroupView {
	readonly groupId: string;
	readonly name: string;
	readonly visibility: Visibility;
	readonly state: GroupState;
	/** The others, by session id. */
	readonly members: ReadonlyMap<string, MemberView>;
	/** Session ids of those that are ready to heat, this client's own among them. */
	readonly ready: ReadonlySet<string>;
}

/** A group as the gateway's events tell it; a member that changes is a new object. */
export class LiveGroup implements GroupView {
	readonly groupId: string;
	readonly #self: string;
	readonly #members = new Map<string, MemberView>();
	#ready: ReadonlySet<string>;
	#name: string;
	#visibility: Visibility;
	#state: GroupState;

	/** @param self The client's own session, which is no member here although some gateways list it. */
	constructor(joined: ReceivedJoinedGroup, self: string) {
		this.groupId = joined.groupId;
		this.#self = self;
		this.#name = joined.name;
		this.#visibility = joined.visibility;
		this.#state = joined.state;
		this.#ready = new Set(joined.ready);
		for (const member of joined.members) this.#learn(member);
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

	get members(): ReadonlyMap<string, MemberView> {
		return this.#members;
	}

	get ready(): ReadonlySet<string> {
		return this.#ready;
	}

	apply(event: ReceivedGroupEvent): void {
		switch (event.type) {
			case "GROUP_UPDATE":
				this.#name = event.name ?? this.#name;
				this.#visibility = event.visibility ?? this.#visibility;
				this.#state = event.state ?? this.#state;
				if (event.members !== undefined) this.#replaceMembers(event.members);
				if (event.ready !== undefined) this.#ready = new Set(event.ready);
				break;
			case "GROUP_USER_JOIN":
				this.#learn(event.member);
				break;
			case "GROUP_USER_UPDATE":
				if (this.#members.has(event.member.sessionId)) this.#learn(event.member);
				break;
			case "GROUP_USER_LEFT":
				this.#members.delete(event.sessionId);
				this.#withoutReady(event.sessionId);
				break;
			case "GROUP_USER_DEVICE_UPDATE": {
				const { deviceState, ...member } = event.member;
				this.#learn(member);
				this.#deviceTold(event.member.sessionId, event.deviceState);
				break;
			}
			case "GROUP_USER_READY":
				if (this.#members.has(event.sessionId) || event.sessionId === this.#self)
					this.#ready = new Set(this.#ready).add(event.sessionId);
				break;
			case "GROUP_VISIBILITY_CHANGE":
				this.#visibility = event.visibility;
				break;
			case "GROUP_DELETE":
			case "GROUP_HEAT_INQUIRY":
			case "GROUP_START_HEATING":
				break;
		}
	}

	#replaceMembers(members: readonly ReceivedMember[]): void {
		const present = new Set(members.map(({ sessionId }) => sessionId));
		for (const sessionId of this.#members.keys())
			if (!present.has(sessionId)) this.#members.delete(sessionId);
		for (const member of members) this.#learn(member);
	}

	#learn({ sessionId, name, deviceType, deviceState }: ReceivedMember): void {
		if (sessionId === this.#self) return;
		const known = this.#members.get(sessionId);
		if (known === undefined && this.#members.size >= maxMembers) return;
		const { device, raw } =
			deviceState === undefined
				? { device: known?.device ?? {}, raw: known?.rawDevice ?? new Map() }
				: merged(new Map(), {}, deviceState);
		this.#members.set(sessionId, {
			sessionId,
			name: name ?? known?.name ?? unnamed,
			deviceType: deviceType === undefined ? (known?.deviceType ?? null) : deviceType,
			device,
			rawDevice: raw,
		});
	}

	#deviceTold(sessionId: string, changes: JsonObject): void {
		const known = this.#members.get(sessionId);
		if (known === undefined) return;
		const { device, raw } = merged(known.rawDevice, known.device, changes);
		this.#members.set(sessionId, { ...known, device, rawDevice: raw });
	}

	#withoutReady(sessionId: string): void {
		if (!this.#ready.has(sessionId)) return;
		const ready = new Set(this.#ready);
		ready.delete(sessionId);
		this.#ready = ready;
	}
}

interface Merged {
	readonly device: PuffDeviceState;
	readonly raw: ReadonlyMap<string, JsonValue>;
}

function merged(
	before: ReadonlyMap<string, JsonValue>,
	device: PuffDeviceState,
	changes: JsonObject,
): Merged {
	const raw = new Map(before);
	for (const [key, value] of Object.entries(changes))
		if (raw.has(key) || raw.size < maxDeviceKeys) raw.set(key, value);
	return { device: { ...device, ...readDeviceState(changes) }, raw };
}
