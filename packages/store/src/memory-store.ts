import { LocalStore } from "./local-store.js";
import type { Applied, Command, Snapshot } from "./store.js";

/**
 * A store that lives and dies with the process. It sets no timers and settles in microtasks, so it
 * also works under a virtual clock.
 *
 * @example
 * const store = new MemoryStore({ clock: systemClock, random: systemRandom });
 * await store.apply("kitchen", { type: "add", key: "visits", delta: "1", body: "someone came" });
 */
export class MemoryStore extends LocalStore {
	override async apply(room: string, command: Command): Promise<Applied> {
		this.assertOpen();
		return this.rooms.use(room, (state) => {
			const effect = state.apply(command);
			const { applied, value } = effect;
			const { position } = state;
			state.publish(effect);
			return { applied, value, position };
		});
	}

	override async get(room: string, key: string): Promise<string | null> {
		this.assertOpen();
		return this.readField(room, key);
	}

	override async load(room: string): Promise<Snapshot> {
		this.assertOpen();
		return this.readRoom(room);
	}

	protected override async shut(): Promise<void> {}
}
