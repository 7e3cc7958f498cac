import { type ChildProcessByStdio, spawn } from "node:child_process";
import type { Readable, Writable } from "node:stream";
import { messageOf } from "@gw-sim/core";
import { LineSplitter } from "@gw-sim/simulator-engine";
import type { Child, ChildListener, Launch } from "./child.js";

/** A frame of a mebibyte, with what JSON and base64 make of it. */
const maxOutLine = 2_097_152;
const maxErrLine = 16_384;
/** Unread commands that a child may have. */
const maxUnwritten = 262_144;
/** How long what a child wrote last may take to arrive after its end. */
const drainMs = 500;

/**
 * Starts this program once more. Its standard input is a pipe that ends with this process however
 * that ends; signals of the terminal do not reach it, so that this process decides who stops when.
 */
export function spawnChild(launch: Launch, listener: ChildListener): Child {
	const [, bin = ""] = process.argv;
	let child: ChildProcessByStdio<Writable, Readable, Readable>;
	try {
		child = spawn(process.execPath, [bin, ...launch.args], {
			cwd: launch.folder,
			env: { ...process.env, ...Object.fromEntries(launch.env) },
			stdio: ["pipe", "pipe", "pipe"],
			detached: true,
			windowsHide: true,
		});
	} catch (error) {
		return stillborn(messageOf(error), listener);
	}
	const { stdin, stdout, stderr } = child;
	readLines(stdout, maxOutLine, (text) => listener.line("out", text));
	readLines(stderr, maxErrLine, (text) => listener.line("err", text));
	// A child that is gone cannot be written to; its end is told below.
	stdin.on("error", () => {});
	tellEnd(child, listener);
	return {
		pid: child.pid ?? null,
		write(line) {
			if (!stdin.writable || stdin.writableLength > maxUnwritten) return false;
			stdin.write(`${line}\n`);
			return true;
		},
		endInput: () => void stdin.end(),
		kill: (signal) => void child.kill(signal),
	};
}

/** Tells the end once, after what was written before it, even where a grandchild holds a pipe open. */
function tellEnd(
	child: ChildProcessByStdio<Writable, Readable, Readable>,
	listener: ChildListener,
): void {
	let isTold = false;
	let drained: NodeJS.Timeout | undefined;
	const tell = (code: number | null, signal: string | null): void => {
		if (isTold) return;
		isTold = true;
		clearTimeout(drained);
		for (const stream of [child.stdin, child.stdout, child.stderr]) stream.destroy();
		listener.exited(code, signal);
	};
	child.on("error", (error) => {
		if (child.pid !== undefined) return;
		listener.line("err", `could not be started: ${error.message}`);
		tell(null, null);
	});
	child.on("close", tell);
	child.on("exit", (code, signal) => {
		if (!isTold) drained = setTimeout(tell, drainMs, code, signal);
	});
}

function stillborn(why: string, listener: ChildListener): Child {
	setImmediate(() => {
		listener.line("err", `could not be started: ${why}`);
		listener.exited(null, null);
	});
	return { pid: null, write: () => false, endInput() {}, kill() {} };
}

function readLines(stream: Readable, maxLength: number, line: (text: string) => void): void {
	const splitter = new LineSplitter({
		maxLength,
		line,
		tooLong: () => line(`(a line of more than ${maxLength} characters was left out)`),
	});
	stream.setEncoding("utf8");
	stream.on("data", (chunk: string) => splitter.push(chunk));
	stream.on("end", () => splitter.end());
	stream.on("error", () => {});
}
