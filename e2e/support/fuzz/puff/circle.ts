import { type MarkedObject, member } from "../marked-json.js";
import type { Pattern } from "../pattern.js";
import { event, exactly } from "./ear.js";
import type { Guest } from "./guest.js";
import type { PuffTerms } from "./terms.js";
import { stateIn } from "./told-device.js";

export type Visibility = "private" | "public";

/** A group as its documents have it. Whoever is in it has to hear of all that happens. */
export class Circle {
	readonly id: string;
	name: string;
	visibility: Visibility = "private";
	state: "chilling" | "awaiting" | "seshing" = "chilling";
	/** When it goes, ms; null while somebody is in it. */
	goesAt: number | null;
	readonly #terms: PuffTerms;
	/** In the order in which they came. */
	#members: readonly Guest[] = [];
	#ready: readonly Guest[] = [];

	constructor(id: string, name: string, terms: PuffTerms, now: number) {
		this.id = id;
		this.name = name;
		this.#terms = terms;
		this.goesAt = now + terms.unjoinedGroupTtlMs;
	}

	get size(): number {
		return this.#members.length;
	}

	/** As lists have it. */
	get item(): Pattern {
		const { id, name, visibility, state, size } = this;
		return { group_id: id, name, visibility, state, member_count: size };
	}

	enter(guest: Guest): void {
		const { id, name, visibility, state } = this;
		const members = this.#members.map((one) => ({
			session_id: one.session,
			name: one.name,
			device_state: exactly(one.device.all),
			device_type: one.deviceType,
		}));
		const joined = { group_id: id, name, visibility, state, members: members.reverse() };
		guest.ear.expect(event("JOINED_GROUP", joined));
		this.#tell(
			event("GROUP_USER_JOIN", { group_id: id, session_id: guest.session, name: guest.name }),
		);
		this.#members = [...this.#members, guest];
		this.goesAt = null;
	}

	leave(guest: Guest, now: number): void {
		const hadDevice = !guest.device.isEmpty;
		this.#members = this.#members.filter((one) => one !== guest);
		this.#ready = this.#ready.filter((one) => one !== guest);
		guest.device.clear();
		if (this.size === 0) {
			this.#calmDown();
			this.goesAt = now + this.#terms.emptyGroupTtlMs;
			return;
		}
		this.#tell(this.#leavingOf(guest));
		if (this.state === "chilling" || !hadDevice) return;
		if (this.#devices > 0) this.#startIfAllAreReady();
		else {
			this.#calmDown();
			this.#tellUpdate();
		}
	}

	/** Whether somebody else is about to hear that a member has left. */
	hearsOfLeaving(guest: Guest): boolean {
		const left = this.#leavingOf(guest);
		return this.#members.some(({ ear }) => ear !== guest.ear && ear.isNext(left));
	}

	/** Its end while there may be members. */
	dissolve(): void {
		this.#tell(event("GROUP_DELETE", { group_id: this.id }));
		for (const guest of this.#members) {
			guest.circle = null;
			guest.device.clear();
		}
	}

	/** What the one whose device tells something is told instead; null where it was taken. */
	told(guest: Guest, d: MarkedObject, raw: ReadonlyMap<string, string>): readonly Pattern[] | null {
		const before = guest.device.state;
		if (!this.#hasPlaceFor(guest, raw)) return [tooLarge];
		guest.device.merge(d, raw);
		const { session, deviceType } = guest;
		const update = {
			group_id: this.id,
			session_id: session,
			device_state: exactly(d),
			device_type: deviceType,
		};
		this.#tell(event("GROUP_USER_DEVICE_UPDATE", update), guest);
		const now = stateIn(member(d, "state"));
		if (this.state === "awaiting" && now === 6) {
			if (!this.#ready.includes(guest)) this.#ready = [...this.#ready, guest];
			this.#tell(event("GROUP_USER_READY", { session_id: session }));
			this.#startIfAllAreReady();
		} else if (this.state === "seshing" && now === 5 && [7, 8, 9].includes(before ?? 0)) {
			this.#calmDown();
			this.#tellUpdate();
		}
		return null;
	}

	/** Whether the list of public groups is another one now. */
	edit(guest: Guest, name: string | null, visibility: Visibility | null): boolean {
		const isOther = visibility !== null && visibility !== this.visibility;
		this.name = name ?? this.name;
		this.visibility = visibility ?? this.visibility;
		this.#tellUpdate();
		if (isOther)
			this.#tell(event("GROUP_VISIBILITY_CHANGE", { visibility, session_id: guest.session }));
		return isOther;
	}

	/** Somebody is called otherwise. */
	renamed({ ear, session, name, deviceType }: Guest): void {
		const update =
			this.#terms.compat === "seed"
				? event("GROUP_USER_UPDATED", { group_id: session, session_id: session, name })
				: event("GROUP_USER_UPDATE", {
						group_id: this.id,
						session_id: session,
						name,
						device_type: deviceType,
					});
		for (const one of this.#members) if (one.ear !== ear) one.ear.expect(update);
	}

	/** What the one who asks is told instead; null where all are asked. */
	inquire(guest: Guest): readonly Pattern[] | null {
		if (this.state === "seshing")
			return [event("GROUP_ACTION_ERROR", { code: "INVALID_GROUP_STATE" })];
		this.state = "awaiting";
		this.#tellUpdate();
		this.#tell(event("GROUP_HEAT_INQUIRY", { session_id: guest.session }));
		return null;
	}

	#leavingOf({ session }: Guest): Pattern {
		return event("GROUP_USER_LEFT", { group_id: this.id, session_id: session });
	}

	get #devices(): number {
		return this.#members.filter(({ device }) => !device.isEmpty).length;
	}

	/** As the limits have it, or, where it is a matter of how bytes are counted, as it is. */
	#hasPlaceFor(guest: Guest, raw: ReadonlyMap<string, string>): boolean {
		const { deviceKeys, deviceBytes, groupBytes } = this.#terms.limits;
		const own = guest.device.sizeWith(raw);
		const others = this.#members
			.filter((one) => one !== guest)
			.map(({ device }) => device.sizeWith(new Map()));
		const [least, most] = [own, ...others].reduce(
			([low, high], size) => [low + size.least, high + size.most],
			[0, 0],
		);
		if (own.keys > deviceKeys || own.least > deviceBytes || least > groupBytes) return false;
		if (own.most <= deviceBytes && most <= groupBytes) return true;
		return !guest.ear.isNext(tooLarge);
	}

	#startIfAllAreReady(): void {
		if (this.state !== "awaiting" || this.#ready.length === 0) return;
		if (this.#ready.length < this.#devices) return;
		for (const one of this.#members) {
			const watcher = !this.#ready.includes(one);
			if (this.#terms.compat === "default")
				one.ear.expect(event("GROUP_START_HEATING", { excluded: watcher, watcher, away: false }));
			else if (!watcher) one.ear.expect(event("GROUP_START_HEATING"));
		}
		this.state = "seshing";
		this.#ready = [];
		this.#tellUpdate();
	}

	#calmDown(): void {
		this.state = "chilling";
		this.#ready = [];
	}

	#tellUpdate(): void {
		const { id, name, visibility, state } = this;
		const [members, ready] = [this.#members, this.#ready].map((all) =>
			all.map(({ session }) => session),
		);
		this.#tell(event("GROUP_UPDATE", { group_id: id, name, visibility, state, members, ready }));
	}

	#tell(pattern: Pattern, except: Guest | null = null): void {
		for (const one of this.#members) if (one !== except) one.ear.expect(pattern);
	}
}

const tooLarge: Pattern = event("SYNTAX_ERROR", { code: "DEVICE_STATE_TOO_LARGE" });
