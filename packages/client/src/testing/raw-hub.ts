import type { JsonObject, JsonValue } from "@gw-sim/core";
import {
	type CloseInfo,
	type Dial,
	memoryDial,
	type Socket,
	type SocketListener,
	type VirtualClock,
} from "@gw-sim/transport";

/** A V2 frame: join_ref, ref, topic, event, payload. */
export type RawFrame = [JsonValue, JsonValue, string, string, JsonValue];

export const hubState: JsonObject = {
	uuid: "11111111-2222-4333-8444-555555555555",
	serial: "lock-1",
	name: "Front door",
	mode: 1,
	feature_flags: [],
	config: null,
	later_key: "ignored",
};

/** A socket that does nothing and tells nothing. */
export const silentSocket: Socket = {
	bufferedBytes: 0,
	listen: () => {},
	send: () => {},
	sendShared: () => {},
	close: () => {},
	pause: () => {},
	resume: () => {},
	terminate: () => {},
};

/** A hub written by hand, frame by frame, so that client and hub cannot share a mistake. */
export class RawHub {
	readonly dialledAt: number[] = [];
	readonly urls: string[] = [];
	readonly protocols: (readonly string[])[] = [];
	/** What the client sent, of all connections. */
	readonly received: RawFrame[] = [];
	readonly joinedAt: number[] = [];
	readonly closes: CloseInfo[] = [];
	/** Makes every dial end like this. */
	refusal: CloseInfo | null = null;
	/** Frames in answer to one of the client's; null for silence. */
	answer: (frame: RawFrame) => RawFrame | null = ok;
	socket: Socket | null = null;
	readonly #clock: VirtualClock;

	constructor(clock: VirtualClock) {
		this.#clock = clock;
	}

	readonly dial: Dial = (request) => {
		this.dialledAt.push(this.#clock.now());
		this.urls.push(request.url);
		this.protocols.push(request.protocols ?? []);
		if (this.refusal !== null) return refused(this.#clock, this.refusal);
		return memoryDial(this.#clock, (socket) => {
			this.socket = socket;
			socket.listen({
				frame: (frame) => this.#frame(socket, String(frame)),
				closed: (info) => this.closes.push(info),
			});
		})(request);
	};

	send(...frame: RawFrame): void {
		this.socket?.send(JSON.stringify(frame));
	}

	/** The events that the client sent, in order. */
	get events(): string[] {
		return this.received.map((frame) => frame[3]);
	}

	#frame(socket: Socket, text: string): void {
		const frame: RawFrame = JSON.parse(text);
		this.received.push(frame);
		if (frame[3] === "phx_join") this.joinedAt.push(this.#clock.now());
		const answer = this.answer(frame);
		if (answer !== null) socket.send(JSON.stringify(answer));
	}
}

/** Says ok to everything, with the lock's state to a join and a reset. */
export function ok(frame: RawFrame): RawFrame {
	const [, , , event] = frame;
	return reply(frame, "ok", event === "phx_join" || event === "reset" ? hubState : {});
}

export function reply(
	[joinRef, ref, topic]: RawFrame,
	status: string,
	response: JsonValue,
): RawFrame {
	const replyJoinRef = topic === "phoenix" ? null : joinRef;
	return [replyJoinRef, ref, topic, "phx_reply", { status, response }];
}

function refused(clock: VirtualClock, info: CloseInfo): Socket {
	let listener: SocketListener | undefined;
	const end = (): void => listener?.closed(info);
	clock.after(0, end);
	return {
		...silentSocket,
		listen: (added) => {
			listener = added;
		},
	};
}
