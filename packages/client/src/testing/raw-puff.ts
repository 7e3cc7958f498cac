import { deflateSync } from "node:zlib";
import type { JsonObject, JsonValue } from "@gw-sim/core";
import {
	type CloseInfo,
	type Dial,
	memoryDial,
	type Socket,
	type VirtualClock,
} from "@gw-sim/transport";

/** A puff gateway written by hand, frame by frame, so that client and server cannot share a mistake. */
export class RawPuff {
	readonly dialledAt: number[] = [];
	readonly urls: string[] = [];
	/** What clients sent, of all connections, to the letter. */
	readonly received: string[] = [];
	readonly receivedAt: number[] = [];
	readonly closes: CloseInfo[] = [];
	/** Whether a connection is greeted. */
	greets = true;
	heartbeatIntervalMs = 25_000;
	/** Groups that let somebody in. */
	readonly groups = new Set<string>(["ab12cd"]);
	/** Whether ops 1 and 2 are answered. */
	answers = true;
	socket: Socket | null = null;
	readonly #clock: VirtualClock;
	#sessions = 0;

	constructor(clock: VirtualClock) {
		this.#clock = clock;
	}

	readonly dial: Dial = (request) => {
		this.dialledAt.push(this.#clock.now());
		this.urls.push(request.url);
		return memoryDial(this.#clock, (socket) => {
			this.socket = socket;
			socket.listen({
				frame: (frame) => this.#frame(String(frame)),
				closed: (info) => this.closes.push(info),
			});
			if (this.greets) this.hello();
		})(request);
	};

	/** What clients sent but for heartbeats. */
	get said(): string[] {
		return this.received.filter((text) => text !== '{"op":420}');
	}

	/** When heartbeats came. */
	get heartbeats(): number[] {
		return this.receivedAt.filter((_, i) => this.received[i] === '{"op":420}');
	}

	/** Every connection has a session of its own: `s1`, `s2`. */
	hello(): void {
		this.#sessions++;
		const d = { session_id: `s${this.#sessions}`, heartbeat_interval: this.heartbeatIntervalMs };
		this.sendFrame(JSON.stringify({ op: 0, d }));
	}

	joined(groupId: string, members: readonly JsonObject[] = []): void {
		this.send("JOINED_GROUP", {
			group_id: groupId,
			name: "Tuesday",
			visibility: "private",
			state: "chilling",
			members,
		});
	}

	send(t: string, d?: JsonValue): void {
		this.sendFrame(JSON.stringify({ op: 3, t, d }));
	}

	/** As text, or as it is; compressed where the client asked for that. */
	sendFrame(frame: string | Uint8Array): void {
		const isPacked = this.urls.at(-1)?.endsWith("compression=zlib") && typeof frame === "string";
		this.socket?.send(isPacked ? new Uint8Array(deflateSync(frame)) : frame);
	}

	#frame(text: string): void {
		this.received.push(text);
		this.receivedAt.push(this.#clock.now());
		if (!this.answers) return;
		const { op, d } = JSON.parse(text);
		if (op === 2) {
			this.groups.add("new123");
			this.send("GROUP_CREATE", { group_id: "new123", name: d?.name ?? "Sour Diesel" });
		}
		if (op !== 1) return;
		if (this.groups.has(d.group_id)) this.joined(d.group_id);
		else this.send("GROUP_JOIN_ERROR", { code: "INVALID_GROUP_ID" });
	}
}
