import type { JsonObject, JsonValue } from "@gw-sim/core";
import {
	type CloseInfo,
	type Dial,
	memoryDial,
	type Socket,
	type VirtualClock,
} from "@gw-sim/transport";

export const roomProfile: JsonObject = {
	suffix: 1,
	properties: {},
	id: "s1",
	connectionDetails: { country: "CA" },
	role: "user",
};

/** A room server written by hand, frame by frame, so that client and server cannot share a mistake. */
export class RawRoom {
	readonly dialledAt: number[] = [];
	readonly urls: string[] = [];
	/** What clients sent, of all connections. */
	readonly received: JsonObject[] = [];
	readonly closes: CloseInfo[] = [];
	/** The session of every profile. */
	session = "s1";
	/** What a connection is greeted with, after the config. */
	greets = true;
	/** In answer to one of the client's frames: texts of frames. */
	answer: (frame: JsonObject) => readonly string[] = (frame) => this.profiles(frame);
	socket: Socket | null = null;
	readonly #clock: VirtualClock;

	constructor(clock: VirtualClock) {
		this.#clock = clock;
	}

	readonly dial: Dial = (request) => {
		this.dialledAt.push(this.#clock.now());
		this.urls.push(request.url);
		return memoryDial(this.#clock, (socket) => {
			this.socket = socket;
			socket.listen({
				frame: (frame) => this.#frame(socket, String(frame)),
				closed: (info) => this.closes.push(info),
			});
			this.send("config", "{}");
			if (this.greets) this.send("profile", this.profile());
		})(request);
	};

	/** A profile to login and profile, nothing else. */
	profiles({ type, data = {} }: JsonObject): readonly string[] {
		if (type === "login") return [this.profileFrame({ properties: data })];
		return type === "profile" ? [this.profileFrame()] : [];
	}

	profile(changes: JsonObject = {}): JsonObject {
		return { ...roomProfile, id: this.session, ...changes };
	}

	profileFrame(changes: JsonObject = {}): string {
		return JSON.stringify({ type: "profile", data: this.profile(changes) });
	}

	send(type: string, data: JsonValue): void {
		this.sendText(JSON.stringify({ type, data }));
	}

	sendText(text: string): void {
		this.socket?.send(text);
	}

	/** What clients sent but for pings. */
	get said(): readonly JsonObject[] {
		return this.received.filter(({ type }) => type !== "ping");
	}

	#frame(socket: Socket, text: string): void {
		const frame: JsonObject = JSON.parse(text);
		this.received.push(frame);
		for (const answer of this.answer(frame)) socket.send(answer);
	}
}
