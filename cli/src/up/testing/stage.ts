import { VirtualClock } from "@gw-sim/transport";
import type { Child, ChildListener, Launch } from "../child.js";
import type { Ask } from "../gateway.js";
import type { OrchestraEvent, ProcessView } from "../orchestra.js";
import { parseScene } from "../scene-file.js";
import { SceneOrchestra } from "../scene-orchestra.js";

/** A child process that a test plays. */
class FakeChild implements Child {
	readonly pid: number;
	readonly launch: Launch;
	readonly commands: string[] = [];
	readonly signals: string[] = [];
	isInputOver = false;
	/** Whether it ends when its input does. */
	isObedient = true;
	readonly #listener: ChildListener;
	#isGone = false;

	constructor(pid: number, launch: Launch, listener: ChildListener) {
		this.pid = pid;
		this.launch = launch;
		this.#listener = listener;
	}

	write(line: string): boolean {
		if (!this.#isGone) this.commands.push(line);
		return !this.#isGone;
	}

	endInput(): void {
		this.isInputOver = true;
		if (this.isObedient) queueMicrotask(() => this.exit(0));
	}

	kill(signal: string): void {
		this.signals.push(signal);
		if (signal === "SIGKILL") queueMicrotask(() => this.exit(null, "SIGKILL"));
	}

	say(event: object): void {
		this.#listener.line("out", JSON.stringify(event));
	}

	print(stream: "out" | "err", text: string): void {
		this.#listener.line(stream, text);
	}

	state(state: Record<string, string | null>): void {
		this.say({ event: "state", device: "x", at: 0, state });
	}

	exit(code: number | null, signal: string | null = null): void {
		if (this.#isGone) return;
		this.#isGone = true;
		this.#listener.exited(code, signal);
	}
}

export interface Stage {
	readonly clock: VirtualClock;
	readonly orchestra: SceneOrchestra;
	readonly children: FakeChild[];
	readonly events: OrchestraEvent[];
	/** Configurations that were written, and whether they are still there. */
	readonly configs: { readonly text: string; isThere: boolean }[];
	readonly asked: { readonly url: string; readonly token: string | null }[];
	/** The last child that was started with this as its first argument, or with that name. */
	child(name: string): FakeChild;
	view(name: string): ProcessView;
	statuses(): readonly string[];
	/** What the next start is to fail with; null for none. */
	trouble: Error | null;
	/** Lets the server listen. */
	listen(port?: number): void;
}

/** A scene whose processes are played by the test, in virtual time. */
export function stage(
	text: string,
	answer: Awaited<ReturnType<Ask>> = { status: 200, text: "" },
): Stage {
	const clock = new VirtualClock();
	const children: FakeChild[] = [];
	const events: OrchestraEvent[] = [];
	const configs: Stage["configs"] = [];
	const asked: Stage["asked"] = [];
	const orchestra = new SceneOrchestra({
		scene: parseScene(text, "s.yaml", "/scenes"),
		clock,
		launcher: (launch, listener) => {
			if (on.trouble !== null) throw on.trouble;
			const child = new FakeChild(100 + children.length, launch, listener);
			children.push(child);
			return child;
		},
		ask: (url, { token }) => {
			asked.push({ url, token });
			return Promise.resolve(answer);
		},
		writeConfig: (config) => {
			const file = { text: JSON.stringify(config), isThere: true };
			configs.push(file);
			return {
				path: `/tmp/config-${configs.length}.json`,
				remove: () => {
					file.isThere = false;
				},
			};
		},
		procUsage: () => Promise.resolve({ rss: 1024, cpuMs: clock.now() / 4 }),
		verbose: false,
	});
	orchestra.on((event) => events.push(event));
	const view = (name: string): ProcessView => {
		const found = orchestra.processes.find((each) => each.name === name);
		if (found === undefined) throw new Error(`there is no ${name}`);
		return found;
	};
	const child = (name: string): FakeChild => {
		const { pid } = view(name);
		const found = children.find((each) => each.pid === pid);
		if (found === undefined) throw new Error(`${name} does not run`);
		return found;
	};
	const on: Stage = {
		clock,
		orchestra,
		trouble: null,
		children,
		events,
		configs,
		asked,
		child,
		view,
		statuses: () => orchestra.processes.map(({ name, status }) => `${name} ${status}`),
		listen: (port = 5000) =>
			child("server").say({
				event: "listening",
				url: `http://127.0.0.1:${port}`,
				endpoints: Object.fromEntries(
					["lock", "rooms", "chat", "cloud", "puff"].map((each) => [
						each,
						`ws://127.0.0.1:${port}/${each}`,
					]),
				),
				development: { chatToken: "dev" },
			}),
	};
	return on;
}
