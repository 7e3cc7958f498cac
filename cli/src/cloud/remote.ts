import type { Show } from "@gw-sim/protocols/cloud";
import type { CloudDevice } from "@gw-sim/simulator-cloud";
import { ControlApi } from "../control-api.js";

/** A person's hand on the server of a lamp. */
export class Remote {
	readonly #api: ControlApi;
	readonly #lamp: Pick<CloudDevice, "on" | "show">;
	/** What was last asked for; what the lamp shows, once nothing is on its way. */
	#latest: Show;
	#underWay = 0;
	#before: Promise<unknown> = Promise.resolve();

	/** @param endpoint The lamp's WebSocket URL. */
	constructor(lamp: Pick<CloudDevice, "on" | "show">, endpoint: string) {
		this.#api = new ControlApi(endpoint, "server");
		this.#lamp = lamp;
		this.#latest = lamp.show;
		lamp.on(({ event }) => {
			if (event === "state" && this.#underWay === 0) this.#latest = lamp.show;
		});
	}

	/**
	 * Changes what is shown. A change that follows another begins with what that one will show, and is
	 * sent when it is done, so that a quick hand gets what it asks for.
	 */
	async change(next: (latest: Show) => Show): Promise<void> {
		const wanted = next(this.#latest);
		this.#latest = wanted;
		this.#underWay++;
		const done = this.#before.then(() => this.#api.send("PUT", "/cloud", wanted));
		// Its failure is its own caller's.
		this.#before = done.catch(() => {});
		try {
			await done;
		} catch (error) {
			this.#latest = this.#lamp.show;
			throw error;
		} finally {
			this.#underWay--;
		}
	}
}
