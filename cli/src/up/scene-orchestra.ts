import {
	type Clock,
	EnvironmentError,
	type JsonObject,
	type JsonValue,
	safe,
	safeJson,
	UsageError,
} from "@gw-sim/core";
import type { Usage } from "@gw-sim/simulator-engine";
import type { Launch, Launcher } from "./child.js";
import { parseDeviceLine, parseListening } from "./child-events.js";
import type { ConfigFile, WriteConfig } from "./config-files.js";
import { type Ask, askControl, foreignGateway } from "./gateway.js";
import { deviceLaunch, serverLaunch } from "./launches.js";
import {
	type ControlRequest,
	type GatewayView,
	type Orchestra,
	type OrchestraEvent,
	type ProcessView,
	serverName,
} from "./orchestra.js";
import { type Restarting, type Scene, type SceneDevice, waitsFor } from "./scene.js";
import { SupervisedProcess } from "./supervised-process.js";
import { MetricsWatch, UsageWatch } from "./watches.js";

/** How long a process may take to stop; the server tells its clients and flushes its store. */
const deviceGraceMs = 3000;
const serverGraceMs = 6000;
const maxLineLength = 2000;

export interface SceneOrchestraOptions {
	readonly scene: Scene;
	readonly clock: Clock;
	readonly launcher: Launcher;
	readonly ask: Ask;
	readonly writeConfig: WriteConfig;
	/** What the kernel says that a process uses. */
	readonly procUsage: (pid: number) => Promise<Usage | null>;
	/** Whether every frame of every device is told. */
	readonly verbose: boolean;
}

/** Runs a scene as child processes. */
export class SceneOrchestra implements Orchestra {
	readonly title: string;
	readonly #options: SceneOrchestraOptions;
	readonly #listeners = new Set<(event: OrchestraEvent) => void>();
	readonly #all = new Map<string, SupervisedProcess>();
	/** What each device told last of itself, for as long as its process is there. */
	readonly #states = new Map<string, JsonObject>();
	readonly #usage: UsageWatch;
	readonly #metrics: MetricsWatch;
	#gateway: GatewayView | null;
	#chatToken: string | null = null;
	#configFile: ConfigFile | null = null;
	#closing: Promise<void> | undefined;
	#whenOver: (() => void) | null = null;

	constructor(options: SceneOrchestraOptions) {
		const { scene, clock, ask, procUsage } = options;
		this.#options = options;
		this.title = scene.title;
		this.#gateway = scene.url === null ? null : foreignGateway(scene.url);
		if (scene.server !== null) this.#add(null, scene.server);
		for (const device of scene.devices) this.#add(device, device);
		const emit = (event: OrchestraEvent): void => this.#emit(event);
		this.#usage = new UsageWatch({ clock, procUsage, emit, processes: this.#all });
		this.#metrics = new MetricsWatch({
			clock,
			ask,
			emit,
			token: this.#adminToken,
			storeFolder: scene.server?.folder ?? null,
		});
	}

	get processes(): readonly ProcessView[] {
		return [...this.#all.values()].map(({ view }) => view);
	}

	get gateway(): GatewayView | null {
		return this.#gateway;
	}

	now(): number {
		return this.#options.clock.now();
	}

	on(listener: (event: OrchestraEvent) => void): () => void {
		const own = (event: OrchestraEvent): void => listener(event);
		this.#listeners.add(own);
		return () => this.#listeners.delete(own);
	}

	open(): void {
		if (this.#closing !== undefined) return;
		if (this.#gateway !== null) this.#emit({ type: "gateway", gateway: this.#gateway });
		for (const each of this.#all.values()) each.dispatch({ type: "start" });
		this.#usage.start();
	}

	start(name: string): void {
		this.#tell(name, "start");
	}

	stop(name: string): void {
		this.#tell(name, "stop");
	}

	restart(name: string): void {
		this.#tell(name, "restart");
	}

	send(name: string, command: JsonObject): void {
		// Asked to stop by itself, a device that is always restarted would come back.
		if (command.cmd === "stop") this.stop(name);
		else if (name === serverName || !this.#process(name).write(safeJson(command)))
			throw new EnvironmentError(`${safe(name)} takes no commands now: it does not run`, {
				code: "not-running",
			});
	}

	async control(request: ControlRequest): Promise<JsonValue> {
		if (this.#gateway === null)
			throw new EnvironmentError("the server does not listen yet: try again in a moment", {
				code: "control-api",
			});
		return askControl(this.#options.ask, this.#gateway, this.#adminToken, request);
	}

	close(): Promise<void> {
		this.#closing ??= this.#close();
		return this.#closing;
	}

	async #close(): Promise<void> {
		this.#usage.stop();
		const server = this.#all.get(serverName);
		const devices = [...this.#all.values()].filter((each) => each !== server);
		await this.#end(devices);
		this.#metrics.stop();
		if (server !== undefined) await this.#end([server]);
		this.#configFile?.remove();
	}

	async #end(processes: readonly SupervisedProcess[]): Promise<void> {
		for (const each of processes) each.dispatch({ type: "stop" });
		while (processes.some(({ isOver }) => !isOver))
			await new Promise<void>((resolve) => {
				this.#whenOver = resolve;
			});
	}

	#add(device: SceneDevice | null, restarting: Restarting): void {
		const { scene, clock, launcher } = this.#options;
		const name = device?.name ?? serverName;
		const process = new SupervisedProcess({
			name,
			kind: device?.kind ?? "server",
			rules: {
				restart: restarting.restart,
				retries: restarting.retries,
				backoff: scene.backoff,
				graceMs: device === null ? serverGraceMs : deviceGraceMs,
			},
			clock,
			launcher,
			launch: () => (device === null ? this.#serverLaunch() : this.#deviceLaunch(device)),
			waitsFor: () => (device === null ? [] : this.#missing(device)),
			line: (stream, text) => {
				const isKnown =
					stream === "out" && (device === null ? this.#heard(text) : this.#read(device, text));
				if (!isKnown) this.#emit({ type: "line", name, stream, text: safe(text, maxLineLength) });
			},
			changed: (view) => {
				this.#emit({ type: "process", process: view });
				this.#whenOver?.();
			},
			gone: () => {
				this.#states.delete(name);
				this.#usage.forget(name);
				if (device !== null) return;
				this.#metrics.stop();
				this.#configFile?.remove();
			},
		});
		this.#all.set(name, process);
	}

	#serverLaunch(): Launch {
		const { scene, writeConfig } = this.#options;
		const config = scene.server?.config ?? null;
		this.#configFile = config === null ? null : writeConfig(config);
		const port = this.#gateway === null ? null : new URL(this.#gateway.url).port || "80";
		return serverLaunch(scene, port, this.#configFile?.path ?? null);
	}

	#deviceLaunch(device: SceneDevice): Launch {
		const { scene, verbose } = this.#options;
		if (this.#gateway === null) throw new Error(`${device.name} was started without a gateway`);
		const group = this.#groupOf(device.groupFrom);
		return deviceLaunch(scene, device, {
			gateway: this.#gateway,
			chatToken: this.#chatToken,
			group,
			verbose,
		});
	}

	/** Those that have to be on line before a device is started, and are not. */
	#missing(device: SceneDevice): readonly string[] {
		if (this.#gateway === null) return [serverName];
		return waitsFor(device).filter(
			(name) =>
				this.#states.get(name)?.link !== "online" ||
				(name === device.groupFrom && this.#groupOf(name) === null),
		);
	}

	#groupOf(puff: string | null): string | null {
		const group = puff === null ? undefined : this.#states.get(puff)?.group;
		return typeof group === "string" ? group : null;
	}

	/** A line of the server; false where it is none that counts. */
	#heard(line: string): boolean {
		const listening = parseListening(line);
		if (listening === null) return false;
		const { url, endpoints, chatToken } = listening;
		const isBack = this.#gateway !== null;
		this.#configFile?.remove();
		this.#chatToken = chatToken;
		this.#gateway = { url, endpoints, isOwn: true };
		this.#process(serverName).dispatch({ type: "up" });
		this.#emit({ type: "gateway", gateway: this.#gateway });
		this.#metrics.start(url);
		if (isBack) this.#regroup();
		this.#lookAll();
		return true;
	}

	/** A line of a device; false where it is no event. */
	#read(device: SceneDevice, line: string): boolean {
		const { name } = device;
		const event = parseDeviceLine(line);
		if (event === null) return false;
		this.#process(name).dispatch({ type: "up" });
		if (event.event === "usage") {
			this.#usage.told(name, event);
			return true;
		}
		if (event.event === "error") this.#process(name).note(event.message);
		this.#emit({ type: "event", name, event });
		if (event.event === "state") this.#isNow(device, event.state);
		return true;
	}

	#isNow({ name }: SceneDevice, state: JsonObject): void {
		const hadGroup = this.#groupOf(name) !== null;
		this.#states.set(name, state);
		if (!hadGroup && typeof state.group === "string") this.#gather(name, state.group);
		this.#lookAll();
	}

	/** A puff that was started again is in another group: those who follow it come after it. */
	#gather(leader: string, group: string): void {
		for (const { name, groupFrom } of this.#options.scene.devices) {
			const isElsewhere =
				this.#states.get(name)?.link === "online" && this.#groupOf(name) !== group;
			if (groupFrom === leader && isElsewhere)
				this.#process(name).write(safeJson({ cmd: "join", group }));
		}
	}

	/** Groups are gone with a server that keeps nothing, and puffs would look for theirs for ever. */
	#regroup(): void {
		const { server, devices } = this.#options.scene;
		if (server?.folder !== null) return;
		for (const { name, kind } of devices) {
			const process = this.#process(name);
			if (kind !== "puff" || process.view.pid === null) continue;
			this.#states.delete(name);
			process.dispatch({ type: "restart" });
		}
	}

	#lookAll(): void {
		for (const each of this.#all.values()) each.look();
	}

	#tell(name: string, type: "start" | "stop" | "restart"): void {
		const process = this.#process(name);
		if (this.#closing === undefined || type === "stop") process.dispatch({ type });
	}

	/** @throws UsageError where the scene has none of that name. */
	#process(name: string): SupervisedProcess {
		const process = this.#all.get(name);
		if (process === undefined)
			throw new UsageError(
				`there is no ${safe(name)}: the scene has ${[...this.#all.keys()].join(", ")}`,
			);
		return process;
	}

	get #adminToken(): string | null {
		return this.#options.scene.server?.config?.admin.token ?? null;
	}

	#emit(event: OrchestraEvent): void {
		for (const listener of [...this.#listeners]) listener(event);
	}
}
