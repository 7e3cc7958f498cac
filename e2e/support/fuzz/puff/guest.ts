import type { Slot } from "../pattern.js";
import type { Circle } from "./circle.js";
import type { Ear } from "./ear.js";
import { ToldDevice } from "./told-device.js";

/** One client, as the gateway has to know it. */
export class Guest {
	readonly ear: Ear;
	readonly session: Slot;
	readonly device: ToldDevice = new ToldDevice();
	name = "Unnamed";
	deviceType: string | null = null;
	circle: Circle | null = null;
	/** The id of the group that it made last. */
	made: string | null = null;
	/** When anything last came from it, and when a heartbeat did; ms. */
	heardAt: number;
	beatAt: number;

	constructor(ear: Ear, session: Slot, now: number) {
		this.ear = ear;
		this.session = session;
		this.heardAt = now;
		this.beatAt = now;
	}
}
