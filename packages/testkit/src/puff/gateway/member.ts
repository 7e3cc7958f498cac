import { type ExactJson, type Frame, isExactJsonObject } from "@gw-sim/core";
import { ConformanceFailure } from "../../conformance.js";
import type { Pattern } from "../../pattern.js";
import type { Peer } from "../../peer.js";
import { groupCreate, hello, invalidGroupId, joinedGroup } from "./frames.js";

/** The firmware's states that groups go by. */
export const deviceState = { idle: 5, select: 6, preheat: 7, active: 8, fade: 9 } as const;

/** One client that was greeted, in a group or not. */
export class Member {
	/** Its session. */
	readonly id: string;
	/** As hello told it. */
	readonly heartbeatIntervalMs: number;
	readonly #peer: Peer;
	#hasGone = false;

	private constructor(peer: Peer, id: string, heartbeatIntervalMs: number) {
		this.#peer = peer;
		this.id = id;
		this.heartbeatIntervalMs = heartbeatIntervalMs;
	}

	/** Reads the hello of a new connection. */
	static async greeted(peer: Peer): Promise<Member> {
		const d = dataOf(await peer.expect(hello));
		return new Member(peer, String(d.session_id), Number(d.heartbeat_interval));
	}

	get isHere(): boolean {
		return !this.#hasGone && this.#peer.end === null;
	}

	/** Sends an op; without `d` where that is undefined. */
	send(op: number, d?: unknown): void {
		this.#peer.sendJson({ op, d });
	}

	/** Sends a frame as it stands. */
	raw(frame: Frame): void {
		this.#peer.send(frame);
	}

	/** The next frames have to be like these. */
	async expect(...patterns: readonly Pattern[]): Promise<void> {
		for (const pattern of patterns) await this.#peer.expect(pattern);
	}

	/** The next frame has to be like this; gives its `d`. */
	async readData(pattern: Pattern): Promise<Readonly<Record<string, ExactJson>>> {
		return dataOf(await this.#peer.expect(pattern));
	}

	/** The next frame as it came. */
	next(what: string): Promise<Frame> {
		return this.#peer.next(what);
	}

	/**
	 * Waits until the gateway has dealt with all that this client has sent. Its answer to a join of a
	 * group that there cannot be has to be the next frame: nothing else may have come before it.
	 */
	async settle(): Promise<void> {
		this.send(1, { group_id: "" });
		await this.#peer.expect(invalidGroupId);
	}

	/** Creates a group; gives its id. */
	async create(name: string): Promise<string> {
		this.send(2, { name });
		return String((await this.readData(groupCreate(name))).group_id);
	}

	/** Joins a group, of which some of what JOINED_GROUP tells may be known. */
	async join(groupId: string, known: { readonly [key: string]: Pattern } = {}): Promise<void> {
		this.send(1, { group_id: groupId });
		await this.expect(joinedGroup({ group_id: groupId, ...known }));
	}

	/** Nothing may come for a while. */
	quiet(ms?: number): Promise<void> {
		return this.#peer.quiet(ms);
	}

	/** Goes by the closing handshake, and waits for its end. */
	async close(): Promise<void> {
		this.#hasGone = true;
		this.#peer.close();
		await this.#peer.ended();
	}

	/** Goes as a lost network would. */
	cut(): void {
		this.#hasGone = true;
		this.#peer.cut();
	}

	/** The gateway has to close with this code and this reason, and say nothing more before. */
	async closed(code: number, reason = ""): Promise<void> {
		const end = await this.#peer.closed(code);
		if (end.reason !== reason)
			throw new ConformanceFailure(
				`${this.#peer.name}: expected the reason "${reason}", got "${end.reason}"`,
			);
	}
}

/** The `d` of a frame that has one. */
function dataOf(frame: ExactJson): Readonly<Record<string, ExactJson>> {
	const d = isExactJsonObject(frame) ? frame.d : undefined;
	if (isExactJsonObject(d)) return d;
	throw new ConformanceFailure("a frame has no d");
}
