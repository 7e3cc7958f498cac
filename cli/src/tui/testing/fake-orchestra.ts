import type { JsonObject, JsonValue } from "@gw-sim/core";
import { EnvironmentError } from "@gw-sim/core";
import type {
	ControlRequest,
	DeviceKind,
	GatewayView,
	Orchestra,
	OrchestraEvent,
	ProcessView,
} from "../../up/orchestra.js";

/** A process that runs, or does something else. */
export function processView(
	name: string,
	kind: ProcessView["kind"],
	changed: Partial<ProcessView> = {},
): ProcessView {
	return {
		name,
		kind,
		status: "running",
		waitsFor: [],
		pid: 4242,
		restarts: 0,
		exit: null,
		nextStartAt: null,
		startedAt: 0,
		lastWords: [],
		...changed,
	};
}

/** A scene in which nothing happens but what a test wants, and which remembers what it was asked. */
export class FakeOrchestra implements Orchestra {
	readonly title = "a scene";
	readonly processes: readonly ProcessView[];
	readonly gateway: GatewayView | null = null;
	/** What was asked of it, in order, in a line each. */
	readonly asked: string[] = [];
	/** Called for each request to the control API. */
	answer: (request: ControlRequest) => Promise<JsonValue> = async () => null;
	/** Called to stop everything. */
	closing: () => Promise<void> = async () => {};
	isRunning = true;
	readonly #now: () => number;
	readonly #listeners = new Set<(event: OrchestraEvent) => void>();

	constructor(
		devices: readonly (readonly [name: string, kind: DeviceKind])[],
		now: () => number = () => 0,
	) {
		this.processes = [
			processView("server", "server"),
			...devices.map(([name, kind]) => processView(name, kind)),
		];
		this.#now = now;
	}

	get listeners(): number {
		return this.#listeners.size;
	}

	emit(event: OrchestraEvent): void {
		for (const listener of this.#listeners) listener(event);
	}

	/** A device tells its state. */
	state(name: string, state: JsonObject, device = `lock:${name}`): void {
		this.emit({ type: "event", name, event: { event: "state", device, at: 0, state } });
	}

	now(): number {
		return this.#now();
	}

	on(listener: (event: OrchestraEvent) => void): () => void {
		this.#listeners.add(listener);
		return () => this.#listeners.delete(listener);
	}

	open(): void {
		this.asked.push("open");
	}

	start(name: string): void {
		this.asked.push(`start ${name}`);
	}

	stop(name: string): void {
		this.asked.push(`stop ${name}`);
	}

	restart(name: string): void {
		this.asked.push(`restart ${name}`);
	}

	send(name: string, command: JsonObject): void {
		if (!this.isRunning)
			throw new EnvironmentError(`${name} does not run`, { code: "not-running" });
		this.asked.push(`${name} ${JSON.stringify(command)}`);
	}

	control(request: ControlRequest): Promise<JsonValue> {
		this.asked.push(`${request.method} ${request.path} ${JSON.stringify(request.body ?? null)}`);
		return this.answer(request);
	}

	close(): Promise<void> {
		this.asked.push("close");
		return this.closing();
	}
}
