import { type PuffClient, PuffRefusedError } from "@gw-sim/client/puff";
import { type Cancel, type Clock, ClosedError, GwError, messageOf } from "@gw-sim/core";

/** The group that a device is to be in first. */
export type Destination =
	| { readonly kind: "join"; readonly group: string }
	/** A new one; without a name the gateway chooses. */
	| { readonly kind: "create"; readonly name?: string };

export interface EntranceOptions {
	readonly client: PuffClient;
	readonly clock: Clock;
	readonly destination: Destination;
	/** The gateway will not have the device there. */
	readonly refused: (error: PuffRefusedError) => void;
	/** It did not come there yet; tried again by itself. */
	readonly failed: (code: string, message: string) => void;
}

const retryMs = 5000;

/** Brings a device into its first group; from then on its client comes back by itself. */
export class Entrance {
	readonly #options: EntranceOptions;
	/** Null once it is there, or was sent somewhere else. */
	#destination: Destination | null;
	/** A group that was created on this connection, to go on with. */
	#created: string | null = null;
	#cancel: Cancel | null = null;

	constructor(options: EntranceOptions) {
		this.#options = options;
		this.#destination = options.destination;
	}

	/** There is a connection to the gateway, and a new one each time. */
	enter(): void {
		// Nobody has been in the group that was created on another connection: it may be gone.
		this.#created = null;
		this.#try();
	}

	/** The device is to go elsewhere, or nowhere. */
	giveUp(): void {
		this.#destination = null;
		this.#forgetRetry();
	}

	#try(): void {
		this.#forgetRetry();
		const destination = this.#destination;
		if (destination !== null) void this.#goTo(destination);
	}

	async #goTo(destination: Destination): Promise<void> {
		try {
			const group = await this.#groupOf(destination);
			if (this.#destination === null) return;
			await this.#options.client.joinGroup(group);
			this.#destination = null;
		} catch (error) {
			if (this.#destination !== null) this.#failed(error);
		}
	}

	async #groupOf(destination: Destination): Promise<string> {
		if (destination.kind === "join") return destination.group;
		this.#created ??= (await this.#options.client.createGroup(destination.name)).groupId;
		return this.#created;
	}

	#failed(error: unknown): void {
		const { clock, failed, refused } = this.#options;
		if (error instanceof PuffRefusedError) {
			this.giveUp();
			refused(error);
			return;
		}
		// The next connection is the next chance.
		if (error instanceof ClosedError) return;
		failed(error instanceof GwError ? error.code : "join-failed", messageOf(error));
		this.#forgetRetry();
		this.#cancel = clock.after(retryMs, () => this.#try());
	}

	#forgetRetry(): void {
		this.#cancel?.();
		this.#cancel = null;
	}
}
