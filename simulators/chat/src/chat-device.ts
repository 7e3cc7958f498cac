import { ChatClient, type OptionalChatClientOptions } from "@gw-sim/client/chat";
import {
	type Clock,
	ClosedError,
	type JsonObject,
	type JsonValue,
	seededRandom,
	UsageError,
} from "@gw-sim/core";
import { isSnowflake, type Snowflake } from "@gw-sim/protocols/chat";
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
import { answerTo } from "./answer-to.js";
import { bearerOf } from "./bearer.js";
import { type ChatCommand, chatCommands } from "./commands.js";
import { receivedMessages } from "./received.js";

/** Those of the chat's client besides; its `random` follows from the seed. */
export interface ChatDeviceOptions extends Omit<OptionalChatClientOptions, "random" | "clock"> {
	/** The gateway's full endpoint, as in `ws://127.0.0.1:4000/chat`. */
	readonly url: string;
	/** The JWT that names the user. */
	readonly token: string;
	/** Every random choice of the device follows from it. */
	readonly seed: string | number;
	readonly clock: Clock;
	/** For the device's id. @defaultValue the user's id in the token */
	readonly name?: string;
	/** The room to move to in every new session. @defaultValue where everybody starts */
	readonly room?: Snowflake;
	/** Messages a minute of small talk. @defaultValue 0 */
	readonly chatterPerMinute?: number;
}

/**
 * Somebody in a chat: what others say comes as `message` events with the protocol's names, and ids
 * as text.
 * @example
 * const guest = new ChatDevice({ url: "ws://127.0.0.1:4000/chat", token, seed: 1, clock: systemClock });
 * guest.on((event) => console.log(JSON.stringify(event)));
 * guest.start();
 */
export class ChatDevice implements Device<ChatCommand> {
	readonly id: string;
	readonly commands: CommandSchemas<ChatCommand> = chatCommands;
	readonly done: Promise<DeviceEnd>;
	readonly #client: ChatClient;
	readonly #events: DeviceEvents;
	readonly #chatter: Chatter | null;
	readonly #user: Snowflake | null;
	readonly #home: Snowflake | undefined;
	readonly #clock: Clock;
	#end: (end: DeviceEnd) => void = () => {};

	/** @throws UsageError where an option is wrong; the message says how to mend it. */
	constructor(options: ChatDeviceOptions) {
		const { seed, clock, name, room, chatterPerMinute = 0, ...link } = options;
		if (room !== undefined && !isSnowflake(room))
			throw new UsageError("room is an id of 1 to 20 digits, as text");
		if (!(chatterPerMinute >= 0))
			throw new UsageError("chatterPerMinute is a number of messages, 0 for none");
		this.#user = bearerOf(options.token);
		this.#home = room;
		this.#clock = clock;
		this.id = `chat:${name ?? this.#user ?? "unknown"}`;
		this.done = new Promise((resolve) => {
			this.#end = resolve;
		});
		this.#events = new DeviceEvents({ id: this.id, clock });
		this.#client = new ChatClient({ ...link, clock, random: seededRandom(`${seed}/link`) });
		this.#chatter =
			chatterPerMinute === 0
				? null
				: new Chatter({
						clock,
						random: seededRandom(`${seed}/chatter`),
						perMinute: chatterPerMinute,
						say: (content) => this.#client.send(content),
					});
		this.#listen();
	}

	start(): void {
		// What goes wrong on the way is told as problems.
		this.#client.connect().catch(() => {});
	}

	async stop(): Promise<void> {
		await this.#release(0);
	}

	command(command: ChatCommand | LinkCommand): void | Promise<void> {
		const client = this.#client;
		switch (command.cmd) {
			case "connect":
				return this.start();
			case "disconnect":
				return client.disconnect();
			case "drop":
				return client.drop();
			case "say":
				return client.send(command.content, { nonce: command.nonce });
			case "typing":
				return client.startTyping();
			case "delete":
				return client.deleteMessage(command.messageID);
			case "create": {
				const { name, description = "", visibility = true } = command;
				return client.createRoom({ name, description, visibility });
			}
			case "move":
				return client.moveTo(command.roomID);
			case "leave":
				return client.leaveRoom();
			case "ban":
				return client.ban(command.userID, command.reason);
		}
	}

	/** Moves to the room that it is in, of which nobody else is told. */
	async probe(): Promise<void> {
		const { room } = this.#client;
		if (room === null) throw new ClosedError("the client is not online", { code: "not-online" });
		await answerTo(this.#client, room, this.#clock);
	}

	snapshot(): StateEvent {
		return this.#events.stateEvent(this.#state());
	}

	on(listener: (event: DeviceEvent) => void): () => void {
		return this.#events.on(listener);
	}

	#state(): JsonObject {
		const { link, room } = this.#client;
		return { link, user: this.#user, room };
	}

	#listen(): void {
		const client = this.#client;
		client.on("link", (link) => {
			if (link === "online") {
				this.#events.recovered();
				this.#chatter?.start();
			} else this.#chatter?.stop();
			this.#events.state(this.#state());
		});
		client.on("ready", () => {
			if (this.#home !== undefined && this.#home !== client.room) client.moveTo(this.#home);
		});
		receivedMessages(client, (type, data) => this.#received(type, data));
		client.on("refused", ({ code, meaning }) =>
			this.#events.emit({
				event: "error",
				message: `the gateway refused: ${meaning} (error ${code})`,
				code: "refused",
			}),
		);
		client.on("frame", ({ direction, frame }) => this.#events.frame(direction, frame));
		client.on("problem", ({ code, message }) => {
			this.#events.error(code, message);
			if (code === "gave-up" || code === "refused") void this.#release(1);
		});
	}

	#received(type: string, data: JsonValue): void {
		this.#events.message(type, data);
		// A move shows in the state as well.
		this.#events.state(this.#state());
	}

	async #release(exitCode: DeviceEnd["exitCode"]): Promise<void> {
		this.#chatter?.stop();
		await this.#client[Symbol.asyncDispose]();
		this.#end({ exitCode });
	}
}
