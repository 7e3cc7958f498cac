/** Told of an exception that a listener threw. */
export type ListenerFailed = (event: string, error: unknown) => void;

/**
 * Typed listeners. They run in the order in which they were added, those added or removed meanwhile
 * count from the next event on, and one that throws stops neither the others nor the emitter's owner.
 */
export class Emitter<Events extends object> {
	readonly #listeners: { [Name in keyof Events]?: readonly ((value: Events[Name]) => void)[] } = {};
	readonly #failed: ListenerFailed;

	constructor(failed: ListenerFailed) {
		this.#failed = failed;
	}

	/** Adds a listener; what is returned takes it away again. */
	on<Name extends keyof Events & string>(
		name: Name,
		listener: (value: Events[Name]) => void,
	): () => void {
		// A function of its own, so that a listener added twice is taken away once.
		const added = (value: Events[Name]): void => listener(value);
		this.#listeners[name] = [...(this.#listeners[name] ?? []), added];
		return () => {
			this.#listeners[name] = this.#listeners[name]?.filter((other) => other !== added) ?? [];
		};
	}

	emit<Name extends keyof Events & string>(name: Name, value: Events[Name]): void {
		for (const listener of this.#listeners[name] ?? []) {
			try {
				listener(value);
			} catch (error) {
				this.#failed(name, error);
			}
		}
	}
}
