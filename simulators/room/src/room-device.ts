import { type OptionalRoomsClientOptions, RoomsClient } from "@gw-sim/client/rooms";
import { type Clock, type JsonObject, seededRandom, UsageError } from "@gw-sim/core";
import {
	Chatter,
	type CommandSchemas,
	type Device,
	type DeviceEnd,
	type DeviceEvent,
	DeviceEvents,
	type LinkCommand,
	type StateEvent,
} from "@gw-sim/simulator-engine";
import { type RoomCommand, roomCommands } from "./commands.js";
import { receivedMessages } from "./received.js";

/** Those of the rooms' client besides; its `random` follows from the seed. */
export interface RoomDeviceOptions extends Omit<OptionalRoomsClientOptions, "random" | "clock"> {
	/** The server's full endpoint, as in `ws://127.0.0.1:4000/websocket`. */
	readonly url: string;
	/** Every random choice of the device follows from it. */
	readonly seed: string | number;
	readonly clock: Clock;
	/** For the device's id. @defaultValue the room's name */
	readonly name?: string;
	/** Events to listen to from the start, each as `event` or `event:id`. @defaultValue none */
	readonly subscribe?: readonly string[];
	/** What to log in with on every new session. @defaultValue no login */
	readonly properties?: JsonObject;
	/** Messages a minute of small talk. @defaultValue 0 */
	readonly chatterPerMinute?: number;
}

/**
 * Somebody in a room: what the server tells comes as `message` events with the protocol's types.
 * @example
 * const guest = new RoomDevice({ url: "ws://127.0.0.1:4000/websocket", room: "lobby", seed: 1, clock: systemClock });
 * guest.on((event) => console.log(JSON.stringify(event)));
 * guest.start();
 */
export class RoomDevice implements Device<RoomCommand> {
	readonly id: string;
	readonly commands: CommandSchemas<RoomCommand> = roomCommands;
	readonly done: Promise<DeviceEnd>;
	readonly #client: RoomsClient;
	readonly #events: DeviceEvents;
	readonly #chatter: Chatter | null;
	readonly #properties: JsonObject | undefined;
	#hasLoggedIn = false;
	#end: (end: DeviceEnd) => void = () => {};

	/** @throws UsageError where an option is wrong; the message says how to mend it. */
	constructor(options: RoomDeviceOptions) {
		const {
			seed,
			clock,
			name,
			subscribe = [],
			properties,
			chatterPerMinute = 0,
			...link
		} = options;
		if (!(chatterPerMinute >= 0))
			throw new UsageError("chatterPerMinute is a number of messages, 0 for none");
		this.#properties = properties;
		this.#client = new RoomsClient({ ...link, clock, random: seededRandom(`${seed}/link`) });
		this.id = `room:${name ?? this.#client.room}`;
		this.done = new Promise((resolve) => {
			this.#end = resolve;
		});
		this.#events = new DeviceEvents({ id: this.id, clock });
		this.#chatter =
			chatterPerMinute === 0
				? null
				: new Chatter({
						clock,
						random: seededRandom(`${seed}/chatter`),
						perMinute: chatterPerMinute,
						say: (sentence) => this.#client.chat(sentence),
					});
		for (const event of subscribe) this.#client.subscribe(event);
		this.#listen();
	}

	start(): void {
		// What goes wrong on the way is told as problems.
		this.#client.connect().catch(() => {});
	}

	async stop(): Promise<void> {
		await this.#release(0);
	}

	async command(command: RoomCommand | LinkCommand): Promise<void> {
		const client = this.#client;
		switch (command.cmd) {
			case "connect":
				return this.start();
			case "disconnect":
				return client.disconnect();
			case "drop":
				return client.drop();
			case "login":
				await client.login(command.data);
				return;
			case "say":
				return client.chat(command.data);
			case "poll":
				return client.vote(command.id, command.answer);
			case "ephemeral-poll":
				return client.voteEphemeral(command.id, command.answer);
			case "counter":
				return client.count(command.id, command.value);
			case "subscribe":
				return client.subscribe(command.event);
			case "unsubscribe":
				return client.unsubscribe(command.event);
			case "authenticate":
				await client.authenticate(command.key);
				return;
			case "send":
				return client.send(command.type, command.data);
		}
	}

	/** Asks for the own profile. */
	async probe(): Promise<void> {
		await this.#client.getProfile();
	}

	snapshot(): StateEvent {
		return this.#events.stateEvent(this.#state());
	}

	on(listener: (event: DeviceEvent) => void): () => void {
		return this.#events.on(listener);
	}

	#state(): JsonObject {
		const { link, room, profile } = this.#client;
		return { link, room, suffix: profile?.suffix ?? null, role: profile?.role ?? null };
	}

	#listen(): void {
		const client = this.#client;
		client.on("link", (link) => {
			if (link === "online") {
				this.#events.recovered();
				this.#chatter?.start();
				this.#logIn();
			} else this.#chatter?.stop();
			this.#events.state(this.#state());
		});
		receivedMessages(client, (type, data) => {
			this.#events.message(type, data);
			if (type === "profile") this.#events.state(this.#state());
		});
		client.on("frame", ({ direction, frame }) => this.#events.frame(direction, frame));
		client.on("problem", ({ code, message }) => {
			this.#events.error(code, message);
			if (code === "gave-up") void this.#release(1);
		});
	}

	/** The client itself logs in again where a server forgot the session. */
	#logIn(): void {
		if (this.#properties === undefined || this.#hasLoggedIn) return;
		this.#client.login(this.#properties).then(
			() => {
				this.#hasLoggedIn = true;
			},
			// The next connection tries again.
			() => {},
		);
	}

	async #release(exitCode: DeviceEnd["exitCode"]): Promise<void> {
		this.#chatter?.stop();
		await this.#client[Symbol.asyncDispose]();
		this.#end({ exitCode });
	}
}
