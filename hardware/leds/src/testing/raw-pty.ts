import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";

/** Holds the slave open, so that the pty outlives the programs that open it. */
const pythonRelay = `
import os, select, sys, tty
master, slave = os.openpty()
tty.setraw(slave)
os.symlink(os.ttyname(slave), sys.argv[1])
while True:
    for ready in select.select([0, master], [], [])[0]:
        data = os.read(ready, 65536)
        if not data:
            sys.exit()
        target = master if ready == 0 else 1
        while data:
            data = data[os.write(target, data):]
`;

function exists(program: string): boolean {
	try {
		execFileSync(program, ["-V"], { stdio: "ignore" });
		return true;
	} catch {
		return false;
	}
}

const helper = ["socat", "python3"].find(exists);

/** Whether this machine can make pseudo terminals for tests. */
export const hasPty: boolean = helper !== undefined;

/** A pseudo terminal whose other end a test holds, byte by byte; it can be pulled out and plugged in. */
export class RawPty {
	/** The path that stays; it links to the terminal while that is there. */
	readonly path: string;
	/** Everything that came, of all times that it was plugged in. */
	received: Buffer = Buffer.alloc(0);
	readonly #folder: string = mkdtempSync(join(tmpdir(), "gw-sim-pty-"));
	#child: ChildProcess | null = null;
	#stderr = "";
	readonly #waiters = new Set<() => void>();

	constructor() {
		this.path = join(this.#folder, "port");
	}

	async plugIn(): Promise<void> {
		const child = spawn(
			helper ?? "",
			helper === "socat"
				? ["-t0", `pty,rawer,link=${this.path}`, "-"]
				: ["-c", pythonRelay, this.path],
		);
		this.#child = child;
		child.stdin.on("error", () => {});
		child.stderr.on("data", (chunk: Buffer) => {
			this.#stderr += chunk.toString();
		});
		child.stdout.on("data", (chunk: Buffer) => {
			this.received = Buffer.concat([this.received, chunk]);
			for (const wake of [...this.#waiters]) wake();
		});
		// The kernel tells nobody that a link has come.
		for (let tries = 0; !existsSync(this.path); tries++) {
			if (tries > 1000) throw new Error(`no pseudo terminal: ${this.#stderr}`);
			await wait(10);
		}
	}

	/** Takes the terminal away, as a plug that is pulled. */
	async pull(): Promise<void> {
		const child = this.#child;
		this.#child = null;
		if (child === null) return;
		const ended = new Promise((resolve) => child.once("close", resolve));
		child.kill("SIGKILL");
		await ended;
		rmSync(this.path, { force: true });
	}

	/** Sends bytes to whoever has the terminal open. */
	say(text: string): void {
		this.#child?.stdin?.write(Buffer.from(text, "latin1"));
	}

	/** Resolves when what came passes; the test's own timeout ends it otherwise. */
	async until(passes: (received: Buffer) => boolean): Promise<void> {
		while (!passes(this.received))
			await new Promise<void>((resolve) => {
				const wake = (): void => {
					this.#waiters.delete(wake);
					resolve();
				};
				this.#waiters.add(wake);
			});
	}

	async [Symbol.asyncDispose](): Promise<void> {
		await this.pull();
		rmSync(this.#folder, { recursive: true, force: true });
	}
}
