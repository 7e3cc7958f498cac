import { spawn } from "node:child_process";
import { Readable, Writable } from "node:stream";

/** A program that holds the other end of a pseudo terminal for us: Node itself cannot make one. */
export type PtyHelper = "socat" | "python3" | "script";

/** In the order in which they are tried. */
export const ptyHelpers: readonly PtyHelper[] = ["socat", "python3", "script"];

/**
 * What an application does not read in time is dropped, as by a serial port that nobody has open; the
 * slave is held open so that the pty outlives the applications that use it.
 */
const pythonRelay = `
import os, select, sys, tty
master, slave = os.openpty()
tty.setraw(slave)
os.symlink(os.ttyname(slave), sys.argv[1])
os.set_blocking(master, False)
while True:
    ready = select.select([0, master], [], [])[0]
    if 0 in ready:
        data = os.read(0, 65536)
        if not data:
            break
        try:
            os.write(master, data)
        except BlockingIOError:
            pass
    if master in ready:
        data = os.read(master, 65536)
        while data:
            data = data[os.write(1, data):]
`;

/** Runs inside of the pty that script makes, and is hung up with it. */
const insideScript = 'stty raw -echo; ln -s "$(tty)" "$PTY_LINK"; exec sleep 2147483647 2>&-';

/**
 * The helper runs below a shell that watches a pipe of ours. When that ends, however it comes, the
 * helper is killed, which may be stuck in writing what nobody reads; when the helper ends, its link
 * is taken away. So should this process be killed, nothing of it stays.
 */
const belowShell = `
folder=$1
shift
exec 4<&0
"$@" <&4 3<&- &
helper=$!
exec 1>&- 4<&-
{ cat <&3; kill -9 "$helper"; } >/dev/null 2>&1 &
wait "$helper"
rm -rf -- "$folder"
`;

/** A helper at work. */
export interface PtyProcess {
	/** To whoever has opened the pty. */
	readonly input: Writable;
	/** What they write. */
	readonly output: Readable;
	/** Resolves when it has ended, whoever has ended it. */
	readonly ended: Promise<void>;
	readonly hasEnded: () => boolean;
	/** Makes it end. */
	readonly end: () => void;
}

/**
 * Starts a helper.
 * @param folder Holds nothing but the link.
 * @param link Will be a link to the pty as soon as that is ready.
 */
export function spawnPtyHelper(helper: PtyHelper, folder: string, link: string): PtyProcess {
	const child = spawn("sh", ["-c", belowShell, "sh", folder, ...commandOf(helper, link)], {
		stdio: ["pipe", "pipe", "ignore", "pipe"],
		env: { ...process.env, PTY_LINK: link },
		// Ctrl-C in a terminal is for us.
		detached: true,
	});
	const [input, output, , watched] = child.stdio;
	if (!(input instanceof Writable && output instanceof Readable && watched instanceof Writable))
		throw new Error("a pipe that was asked for is missing");
	const end = (): void => {
		input.destroy();
		watched.destroy();
	};
	for (const pipe of [input, output, watched]) pipe.on("error", () => {});
	const ended = new Promise<void>((resolve) => {
		// It could not even be started.
		child.on("error", () => resolve());
		child.on("close", () => resolve());
	});
	const { pid } = child;
	child.on("exit", () => {
		end();
		if (pid !== undefined) killGroup(pid);
	});
	const hasEnded = (): boolean =>
		pid === undefined || child.exitCode !== null || child.signalCode !== null;
	return { input, output, ended, hasEnded, end };
}

/** What a shell that has ended, or was killed, has left behind. */
function killGroup(leader: number): void {
	try {
		process.kill(-leader, "SIGKILL");
	} catch {
		// Nothing was left.
	}
}

function commandOf(helper: PtyHelper, link: string): readonly string[] {
	switch (helper) {
		case "socat":
			return ["socat", `pty,rawer,link=${link}`, "-"];
		case "python3":
			return ["python3", "-c", pythonRelay, link];
		case "script":
			return ["script", "-qfc", insideScript, "/dev/null"];
	}
}
