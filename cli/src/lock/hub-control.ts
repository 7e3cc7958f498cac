import { ControlApi } from "../control-api.js";

/** What a person does to a lock through its hub. */
export class HubControl {
	readonly #api: ControlApi;

	/** @param endpoint The lock's WebSocket URL. */
	constructor(endpoint: string) {
		this.#api = new ControlApi(endpoint, "hub");
	}

	/** Puts a lock into pairing mode. */
	async pair(lock: string): Promise<void> {
		await this.#api.send("POST", "/devices/pair", { lock, name: "a tag", type: "tag" });
	}

	/** Makes it a lock that asks the hub about each tag. */
	async setInternal(uuid: string): Promise<void> {
		await this.#api.send("PUT", `/locks/${encodeURIComponent(uuid)}`, { mode: 1 });
	}
}
