import type { CloseInfo, Dial } from "@gw-sim/transport";
import { ConformanceFailure } from "../../conformance.js";
import { Peer } from "../../peer.js";
import { eventFrame } from "./frames.js";
import { Member } from "./member.js";
import { Party } from "./party.js";
import { inflating, withoutListings } from "./receiving.js";
import {
	type Entry,
	type PingingConnection,
	type PuffTarget,
	type Terms,
	termsOf,
	urlOf,
} from "./target.js";

interface ConnectOptions extends Entry {
	/** Whether lists of public groups are let through. */
	readonly hearsListings?: boolean;
	readonly waitMs?: number;
}

/** The members of one case and their groups. */
export class Stage {
	readonly target: PuffTarget;
	readonly terms: Terms;
	readonly #peers: Peer[] = [];
	readonly #members: Member[] = [];

	constructor(target: PuffTarget) {
		this.target = target;
		this.terms = termsOf(target);
	}

	/** A connection of which nothing was read yet, on which bytes come as they are. */
	open(entry: Entry = {}): Promise<Peer> {
		return this.#dial(withoutListings(this.terms.dial), entry);
	}

	/** How the gateway ends a connection that it does not let in; null where it does. */
	async refusal(entry: Entry): Promise<CloseInfo | null> {
		const socket = this.terms.dial({ url: urlOf(this.target, entry) });
		return new Promise((resolve) => {
			socket.listen({
				opened: () => {
					socket.terminate();
					resolve(null);
				},
				frame: () => {},
				closed: resolve,
			});
		});
	}

	/** A client that was greeted. */
	async connect(options: ConnectOptions = {}): Promise<Member> {
		const { query, hearsListings = false } = options;
		const { dial } = this.terms;
		const readable = query?.compression === "zlib" ? inflating(dial) : dial;
		const peer = await this.#dial(hearsListings ? readable : withoutListings(readable), options);
		const member = await Member.greeted(peer);
		this.#members.push(member);
		return member;
	}

	/** A connection that can send pings and has to be open still when `play` is done with it. */
	async withPings(play: (connection: PingingConnection) => Promise<void>): Promise<void> {
		const connection = await this.target.connectPinging?.(this.target.url);
		if (connection === undefined) return;
		try {
			await play(connection);
			await this.pause(this.terms.quietMs);
			const { closeCode } = connection;
			if (closeCode !== null) throw new ConformanceFailure(`it was closed with ${closeCode}`);
		} finally {
			connection.close();
		}
	}

	/** Several clients. */
	connectAll(count: 2): Promise<readonly [Member, Member]>;
	connectAll(count: 3): Promise<readonly [Member, Member, Member]>;
	async connectAll(count: number): Promise<readonly Member[]> {
		const members: Member[] = [];
		while (members.length < count) members.push(await this.connect());
		return members;
	}

	/** A new group with these members, who have read each other's arrival. */
	async gather(first: Member, ...more: readonly Member[]): Promise<Party> {
		const name = "conformance";
		const party = new Party(await first.create(name), name, this.terms.compat === "seed");
		for (const member of [first, ...more]) await party.add(member);
		return party;
	}

	/** A new group with new members. */
	party(count: 1): Promise<readonly [Party, Member]>;
	party(count: 2): Promise<readonly [Party, Member, Member]>;
	party(count: 3): Promise<readonly [Party, Member, Member, Member]>;
	async party(count: number): Promise<readonly [Party, ...Member[]]> {
		const first = await this.connect();
		const more: Member[] = [];
		while (more.length < count - 1) more.push(await this.connect());
		return [await this.gather(first, ...more), first, ...more];
	}

	/** Deletes a group as its operator would, which every member has to be told. */
	async deleteGroup(party: Party): Promise<void> {
		await this.target.deleteGroup?.(party.id);
		await party.expectAll(eventFrame("GROUP_DELETE", { group_id: party.id }));
	}

	pause(ms: number): Promise<void> {
		return new Promise((resolve) => this.terms.clock.after(ms, resolve));
	}

	/** Lets time pass in which these clients keep their hearts beating. */
	async elapse(ms: number, ...members: readonly Member[]): Promise<void> {
		const { heartbeatIntervalMs, idleTimeoutMs, heartbeatTimeoutMs = idleTimeoutMs } = this.terms;
		const stepMs = Math.min(heartbeatIntervalMs, idleTimeoutMs / 3, heartbeatTimeoutMs / 3);
		for (let left = ms; left > 0; left -= stepMs) {
			await this.pause(Math.min(stepMs, left));
			for (const member of members) member.send(420);
		}
	}

	/** How late a gateway may be with what it does after so long. */
	graceMs(ms: number): number {
		return 0.2 * ms + 1000;
	}

	/** Nothing more may have come to anybody for all that anybody has sent. */
	async silence(): Promise<void> {
		// The first round lets every message take effect, the second sees what it did.
		for (const _ of [1, 2])
			for (const member of this.#members) if (member.isHere) await member.settle();
	}

	/** Sees everybody out. */
	clear(): void {
		for (const peer of this.#peers) if (peer.end === null) peer.close();
	}

	async #dial(dial: Dial, options: ConnectOptions): Promise<Peer> {
		const { clock, waitMs, quietMs } = this.terms;
		const peer = await Peer.open(dial, urlOf(this.target, options), {
			clock,
			name: String.fromCharCode(65 + this.#peers.length),
			waitMs: options.waitMs ?? waitMs,
			quietMs,
		});
		this.#peers.push(peer);
		return peer;
	}
}
