/** Told of an exception that a listener threw. */
export type ListenerFailed = (event: string, error: unknown) => void;

/** What was added, an object of its own: so a listener that was added twice is taken away once. */
interface Added<Events, Name extends keyof Events = keyof Events> {
	readonly name: Name;
	listener(value: Events[Name]): void;
}

/**
 * Typed listeners. They run in the order in which they were added, those added or removed meanwhile
 * count from the next event on, and one that throws stops neither the others nor the emitter's owner.
 */
export class Emitter<Events extends object> {
	/** Of all events, as there are few; never changed, but replaced. */
	#added: readonly Added<Events>[] = [];
	readonly #failed: ListenerFailed;

	constructor(failed: ListenerFailed) {
		this.#failed = failed;
	}

	/** Adds a listener; what is returned takes it away again. */
	on<Name extends keyof Events & string>(
		name: Name,
		listener: (value: Events[Name]) => void,
	): () => void {
		const added: Added<Events, Name> = { name, listener };
		this.#added = this.#added.concat(added);
		return () => {
			this.#added = this.#added.filter((other) => other !== added);
		};
	}

	emit<Name extends keyof Events & string>(name: Name, value: Events[Name]): void {
		for (const added of this.#added) {
			if (!isFor(added, name)) continue;
			const { listener } = added;
			try {
				listener(value);
			} catch (error) {
				this.#failed(name, error);
			}
		}
	}
}

function isFor<Events, Name extends keyof Events>(
	added: Added<Events>,
	name: Name,
): added is Added<Events, Name> {
	return added.name === name;
}
