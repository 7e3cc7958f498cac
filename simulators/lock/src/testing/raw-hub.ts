import type { JsonObject, JsonValue } from "@gw-sim/core";
import { type Dial, memoryDial, type Socket, type VirtualClock } from "@gw-sim/transport";

/** A V2 frame: join_ref, ref, topic, event, payload. */
export type RawFrame = [JsonValue, JsonValue, string, string, JsonValue];

/** A hub written by hand for one lock. */
export class RawHub {
	/** What the lock sent but for heartbeats, with its time. */
	readonly received: {
		readonly at: number;
		readonly event: string;
		readonly payload: JsonValue;
	}[] = [];
	state: JsonObject = {
		uuid: "11111111-2222-4333-8444-555555555555",
		serial: "lock-1",
		name: null,
		mode: 1,
	};
	/** Status and response to one event; `ok` and `{}` for those that are missing, null for silence. */
	readonly answers = new Map<string, readonly [string, JsonValue] | null>();
	isDown = false;
	readonly #clock: VirtualClock;
	#socket: Socket | null = null;

	constructor(clock: VirtualClock) {
		this.#clock = clock;
	}

	readonly dial: Dial = (request) =>
		memoryDial(this.#clock, (socket) => {
			if (this.isDown) socket.terminate();
			this.#socket = socket;
			socket.listen({
				frame: (frame) => this.#answer(socket, JSON.parse(String(frame))),
				closed: () => {},
			});
		})(request);

	/** The payloads of one event. */
	sent(event: string): JsonValue[] {
		return this.received.filter((item) => item.event === event).map((item) => item.payload);
	}

	broadcast(event: string, payload: JsonValue): void {
		this.#socket?.send(JSON.stringify([null, null, `lock:${this.state.serial}`, event, payload]));
	}

	push(event: string): void {
		const [joinRef, topic] = [this.#joinRef, `lock:${this.state.serial}`];
		this.#socket?.send(JSON.stringify([joinRef, joinRef, topic, event, {}]));
	}

	close(code: number): void {
		this.#socket?.close(code);
	}

	cut(): void {
		this.#socket?.terminate();
	}

	#joinRef: JsonValue = null;

	#answer(socket: Socket, [joinRef, ref, topic, event, payload]: RawFrame): void {
		if (event !== "heartbeat") this.received.push({ at: this.#clock.now(), event, payload });
		if (event === "phx_join") this.#joinRef = joinRef;
		const wanted = this.answers.get(event);
		if (wanted === null) return;
		const hasState = event === "phx_join" || event === "reset";
		const [status, response] = wanted ?? ["ok", hasState ? this.state : {}];
		const from = topic === "phoenix" ? null : joinRef;
		socket.send(JSON.stringify([from, ref, topic, "phx_reply", { status, response }]));
	}
}
