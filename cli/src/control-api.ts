import { EnvironmentError, messageOf } from "@gw-sim/core";

const timeoutMs = 5000;

/** The control API of the gateway that a device is on, where that is a gw-sim server. */
export class ControlApi {
	readonly #base: string;
	readonly #gateway: string;

	/**
	 * @param endpoint The device's WebSocket URL.
	 * @param gateway What the gateway is called, in a word.
	 */
	constructor(endpoint: string, gateway: string) {
		const url = new URL(endpoint);
		url.protocol = url.protocol === "wss:" ? "https:" : "http:";
		this.#base = `${url.origin}/api/v0`;
		this.#gateway = gateway;
	}

	/** @throws EnvironmentError where the gateway cannot be asked, or says no. */
	async send(method: "POST" | "PUT", path: string, body: object): Promise<void> {
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
		return new EnvironmentError(
			`the ${this.#gateway}'s control API at ${this.#base} did not do it: ${why}`,
			{ code: "control-api" },
		);
	}
}
