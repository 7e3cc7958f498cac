import { type GroupView, PuffClient, PuffRefusedError } from "@gw-sim/client/puff";
import { ClosedError, safe, seededRandom } from "@gw-sim/core";
import {
	type CommandSchemas,
	type Device,
	type DeviceEnd,
	type DeviceEvent,
	DeviceEvents,
	type LinkCommand,
	type StateEvent,
} from "@gw-sim/simulator-engine";
import { AutoUser, type Scene } from "./auto-user.js";
import { Body } from "./body.js";
import { type PuffCommand, puffCommands } from "./commands.js";
import { Entrance } from "./entrance.js";
import type { HeatRefusal } from "./firmware-state.js";
import { listenToGroupNews } from "./group-news.js";
import { canBeReady } from "./heat-state.js";
import { type PuffDeviceOptions, puffSettings } from "./options.js";
import type { PuffShown } from "./shown.js";
import { SimulatedClock } from "./simulated-clock.js";

/** Ids are six of 0 to 9 and a to z. */
const nowhere = "-";

const refusals: Readonly<Record<HeatRefusal, string>> = {
	"battery-low": "it does not heat below 5 % of charge: put it on the charger",
	"not-ready": "it heats from idle and select alone: press its button and ask the group again",
};

/**
 * A puff: the device and its app, on a client of the gateway.
 * @example
 * const puff = new PuffDevice({ url: "ws://127.0.0.1:4000/socket", seed: 1, clock: systemClock });
 * puff.on((event) => console.log(JSON.stringify(event)));
 * puff.start();
 */
export class PuffDevice implements Device<PuffCommand> {
	readonly id: string;
	readonly name: string;
	readonly commands: CommandSchemas<PuffCommand> = puffCommands;
	readonly done: Promise<DeviceEnd>;
	readonly #client: PuffClient;
	readonly #events: DeviceEvents;
	readonly #clock: SimulatedClock;
	readonly #body: Body;
	readonly #entrance: Entrance;
	readonly #user: AutoUser | null;
	#end: (end: DeviceEnd) => void = () => {};

	/** @throws UsageError where an option is wrong; the message says how to mend it. */
	constructor(options: PuffDeviceOptions) {
		const { seed, clock } = options;
		const settings = puffSettings(options);
		const { name, profile, destination } = settings;
		this.name = name;
		this.id = `puff:${name}`;
		this.done = new Promise((resolve) => {
			this.#end = resolve;
		});
		this.#clock = new SimulatedClock(clock, settings.speed);
		this.#events = new DeviceEvents({ id: this.id, clock });
		this.#client = new PuffClient({
			...settings.client,
			random: seededRandom(`${seed}/link`),
		});
		this.#body = new Body({
			clock: this.#clock,
			seed,
			name,
			profile,
			tell: (news) => this.#client.sendDeviceState(news),
			changed: () => this.#changed(),
			refused: (why) => this.#failed(why, refusals[why]),
		});
		this.#entrance = new Entrance({
			client: this.#client,
			clock,
			destination,
			refused: ({ code, message }) => {
				this.#failed(code, message);
				void this.#release(1);
			},
			failed: (code, message) => this.#events.error(code, message),
		});
		this.#user = settings.auto ? this.#autoUser(seed, settings.asks) : null;
		this.#listen();
	}

	/** The group that it is in, as it changes; null while it is in none. */
	get group(): GroupView | null {
		return this.#client.group;
	}

	get isCharging(): boolean {
		return this.#body.isCharging;
	}

	get shown(): PuffShown {
		const { group, link } = this.#client;
		const seen = link === "online" ? group : null;
		return {
			// There is a gateway without a group to be in, but nothing that a device is on line for.
			link: link === "online" && group === null ? "joining" : link,
			group: seen?.groupId ?? null,
			groupState: seen?.state ?? null,
			...this.#body.shown,
		};
	}

	start(): void {
		this.#clock.powerUp();
		this.#body.start();
		// What goes wrong on the way is told as problems.
		this.#client.connect().catch(() => {});
	}

	async stop(): Promise<void> {
		await this.#release(0);
	}

	command(command: PuffCommand | LinkCommand): void | Promise<void> {
		switch (command.cmd) {
			case "connect":
				return this.start();
			case "disconnect":
				return this.#client.disconnect();
			case "drop":
				return this.#client.drop();
			case "press-button":
				return this.#body.do({ type: "press" });
			case "abort":
				return this.#body.do({ type: "abort" });
			case "set-profile":
				return this.#body.do({ type: "set-profile", profile: command.profile });
			case "charge":
				return this.#body.do({ type: "charge", on: command.on });
			case "inquire":
				return this.#client.inquire();
			case "leave":
				return this.#leave();
			case "join":
				return this.#join(command.group);
		}
	}

	/** By op 1 with an id that no group can have: the refusal is told to nobody else, and it stays. */
	async probe(): Promise<void> {
		if (this.group === null)
			throw new ClosedError("a puff asks nothing while it is in no group", { code: "not-online" });
		await this.#client.joinGroup(nowhere).catch((error: unknown) => {
			if (!(error instanceof PuffRefusedError)) throw error;
		});
	}

	snapshot(): StateEvent {
		return this.#events.stateEvent({ ...this.shown });
	}

	on(listener: (event: DeviceEvent) => void): () => void {
		return this.#events.on(listener);
	}

	#listen(): void {
		const client = this.#client;
		client.on("frame", ({ direction, frame }) => this.#events.frame(direction, frame));
		client.on("problem", ({ code, message }) => {
			this.#events.error(code, message);
			if (code === "gave-up") void this.#release(1);
		});
		client.on("refused", ({ event, code }) =>
			this.#failed("refused", `the gateway refused: ${safe(event)} ${safe(code)}`),
		);
		client.on("link", () => this.#show());
		client.on("hello", () => {
			if (client.groupId === null) this.#entrance.enter();
		});
		listenToGroupNews(client, (type, data) => this.#events.message(type, data));
		client.on("joined", ({ state }) => {
			this.#events.recovered();
			this.#changed();
			// Whoever comes while a group waits was not there to hear the inquiry.
			if (state === "awaiting") this.#user?.asked();
		});
		for (const event of ["left", "group"] as const) client.on(event, () => this.#changed());
		for (const event of ["userJoined", "userLeft", "device", "ready"] as const)
			client.on(event, () => this.#user?.changed());
		client.on("inquiry", () => this.#user?.asked());
		client.on("startHeating", ({ away, excluded, watcher }) => {
			if (!away && !excluded && !watcher) this.#body.countDown();
		});
	}

	#autoUser(seed: string | number, asks: boolean): AutoUser {
		return new AutoUser({
			clock: this.#clock,
			random: seededRandom(`${seed}/user`),
			asks,
			look: () => this.#scene(),
			press: () => this.#body.do({ type: "press" }),
			inquire: () => this.#client.inquire(),
			charge: (on) => this.#body.do({ type: "charge", on }),
		});
	}

	#scene(): Scene {
		const { group, session } = this.#client;
		const { battery, heat, isCharging } = this.#body;
		return {
			groupState: group?.state ?? null,
			hasCompany: group !== null && hasDevice(group),
			isReady: group?.ready.has(session?.sessionId ?? "") ?? false,
			isFree: canBeReady(heat),
			isSelected: heat === "select",
			battery,
			isCharging,
		};
	}

	#changed(): void {
		this.#show();
		this.#user?.changed();
	}

	#show(): void {
		this.#events.state({ ...this.shown });
	}

	#leave(): void {
		this.#entrance.giveUp();
		this.#body.cancelCountdown();
		this.#client.leaveGroup();
	}

	async #join(group: string): Promise<void> {
		await this.#client.joinGroup(group);
		this.#entrance.giveUp();
	}

	#failed(code: string, message: string): void {
		this.#events.emit({ event: "error", message, code });
	}

	async #release(exitCode: DeviceEnd["exitCode"]): Promise<void> {
		this.#entrance.giveUp();
		this.#body.stop();
		await this.#client[Symbol.asyncDispose]();
		this.#user?.stop();
		this.#end({ exitCode });
	}
}

function hasDevice({ members }: GroupView): boolean {
	for (const { rawDevice } of members.values()) if (rawDevice.size > 0) return true;
	return false;
}
