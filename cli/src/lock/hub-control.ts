import { EnvironmentError, messageOf } from "@gw-sim/core";

const timeoutMs = 5000;

/** The control API of the hub that a lock is on, where that hub is a gw-sim server. */
export class HubControl {
	readonly #base: string;

	/** @param endpoint The lock's WebSocket URL. */
	constructor(endpoint: string) {
		const url = new URL(endpoint);
		url.protocol = url.protocol === "wss:" ? "https:" : "http:";
		this.#base = `${url.origin}/api/v0`;
	}

	/** Puts a lock into pairing mode. */
	async pair(lock: string): Promise<void> {
		await this.#send("POST", "/devices/pair", { lock, name: "a tag", type: "tag" });
	}

	/** Makes it a lock that asks the hub about each tag. */
	async setInternal(uuid: string): Promise<void> {
		await this.#send("PUT", `/locks/${encodeURIComponent(uuid)}`, { mode: 1 });
	}

	async #send(method: string, path: string, body: object): Promise<void> {
		const response = await fetch(this.#base + path, {
			method,
			headers: { "content-type": "application/json" },
			body: JSON.stringify(body),
			signal: AbortSignal.timeout(timeoutMs),
		}).catch((error: unknown) => {
			throw this.#failure(messageOf(error));
		});
		await response.body?.cancel();
		if (!response.ok) throw this.#failure(`HTTP ${response.status}`);
	}

	#failure(why: string): EnvironmentError {
		return new EnvironmentError(`the hub's control API at ${this.#base} did not do it: ${why}`, {
			code: "control-api",
		});
	}
}
