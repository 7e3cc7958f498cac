import type { Dial } from "@gw-sim/transport";
import { anyInteger, anyText, type Pattern } from "../../pattern.js";
import { Peer } from "../../peer.js";
import { configFrame, counterFrame, profileFrame } from "./frames.js";
import { Guest } from "./guest.js";
import { endpoint, type RoomsTarget } from "./target.js";
import { withoutPings } from "./without-pings.js";

interface EnterOptions {
	/** By another one's session. */
	readonly session?: string;
	/** What the profile has to hold besides what every newcomer's does. */
	readonly profile?: { readonly [key: string]: Pattern };
	/** The config that has to come; the room's first one when absent. */
	readonly config?: Pattern;
	/** Another query than the room's name. */
	readonly query?: Readonly<Record<string, string>>;
}

interface OpenOptions {
	/** Another query than the room's name. */
	readonly query?: Readonly<Record<string, string>>;
	/** Another dial than the one that hides the gateway's pings. */
	readonly dial?: Dial;
	readonly waitMs?: number;
}

interface Proof {
	/** How far the time in it is off. */
	readonly offsetMs?: number;
	/** Puts the time into quotes. */
	readonly asText?: boolean;
	/** Another room than the one that it is shown to. */
	readonly room?: string;
	/** Changes the key. */
	readonly key?: (hex: string) => string;
	/** Stands as it is where the time would. */
	readonly ts?: string;
}

/** A room that nobody has been in, and the clients that a case lets in. */
export class TestRoom {
	readonly target: RoomsTarget;
	readonly name: string;
	readonly #guests: Guest[] = [];
	readonly #peers: Peer[] = [];
	readonly #others: TestRoom[] = [];

	constructor(target: RoomsTarget) {
		this.target = target;
		this.name = target.freshRoom();
	}

	/** Another new room, which ends with this one. */
	another(): TestRoom {
		const other = new TestRoom(this.target);
		this.#others.push(other);
		return other;
	}

	/** Lets a client in; its config and its profile have to come first. */
	async enter(options: EnterOptions = {}): Promise<Guest> {
		const { session, query = { room: this.name } } = options;
		const peer = await this.open({
			query: session === undefined ? query : { ...query, session },
		});
		await peer.expect(configFrame(options.config ?? this.target.initialConfig ?? ""));
		const newcomer = { id: anyText, suffix: anyInteger };
		const profile = await peer.expect(profileFrame({ ...newcomer, ...options.profile }));
		const guest = new Guest(peer, profile);
		this.#guests.push(guest);
		return guest;
	}

	/** Lets several clients in, one after the other. */
	enterAll(count: 2): Promise<readonly [Guest, Guest]>;
	enterAll(count: 3): Promise<readonly [Guest, Guest, Guest]>;
	enterAll(count: 4): Promise<readonly [Guest, Guest, Guest, Guest]>;
	async enterAll(count: number): Promise<readonly Guest[]> {
		const guests: Guest[] = [];
		while (guests.length < count) guests.push(await this.enter());
		return guests;
	}

	/** A bare connection, of which nothing is expected. */
	async open({ query, dial, waitMs }: OpenOptions = {}): Promise<Peer> {
		const { target, name } = this;
		const url = endpoint(target, query ?? { room: name });
		const peer = await Peer.open(dial ?? withoutPings(target.dial), url, {
			clock: target.clock,
			name: String.fromCharCode(65 + this.#peers.length),
			waitMs: waitMs ?? target.waitMs ?? 4000,
			quietMs: target.quietMs ?? 150,
		});
		this.#peers.push(peer);
		return peer;
	}

	/** Lets in a client that proves to be an admin. */
	async enterAdmin(): Promise<Guest> {
		const admin = await this.enter();
		await this.promote(admin);
		return admin;
	}

	async promote(guest: Guest): Promise<void> {
		guest.raw(await this.proof());
		await guest.expect(profileFrame({ id: guest.id, suffix: guest.suffix, role: "admin" }));
	}

	/** The message by which a client proves to be an admin. */
	async proof(options: Proof = {}): Promise<string> {
		const { clock, signingKey = "", sha256 = () => "" } = this.target;
		const { offsetMs = 0, room = this.name, key = (hex) => hex } = options;
		const ts = options.ts ?? String(clock.wallTime() + offsetMs);
		const hex = key(await sha256(room + ts + signingKey));
		const written = options.asText ? JSON.stringify(ts) : ts;
		return `{"type":"authenticate","data":{"ts":${written},"key":${JSON.stringify(hex)}}}`;
	}

	/** A counter as the target spells it. */
	counter(id: string | number, value: string): Pattern {
		return counterFrame(this.target, id, value);
	}

	/** Nothing more may have come to anybody for all that anybody has sent. */
	async silence(): Promise<void> {
		// The first round lets every message take effect, the second sees what it did.
		for (const _ of [1, 2])
			for (const guest of this.#everybody()) if (guest.isHere) await guest.settle();
	}

	/** Sees everybody out. */
	clear(): void {
		for (const peer of this.#peers) if (peer.end === null) peer.close();
		for (const other of this.#others) other.clear();
	}

	#everybody(): readonly Guest[] {
		return [...this.#guests, ...this.#others.flatMap((other) => other.#everybody())];
	}
}
