import { safe, UsageError } from "@gw-sim/core";
import { systemClock } from "@gw-sim/transport";
import { ExitCode } from "../exit-code.js";
import type { UpOptions } from "../options/up.js";
import { onStdoutGone } from "../stdout.js";
import { stopSignal } from "../stop-signal.js";
import { writeConfigFile } from "../up/config-files.js";
import { ask } from "../up/gateway.js";
import { jsonLines } from "../up/json-lines.js";
import { KeptScene, keepScene } from "../up/keep.js";
import type { Orchestra } from "../up/orchestra.js";
import { runPlain } from "../up/plain.js";
import { readableLines } from "../up/readable-lines.js";
import type { Scene } from "../up/scene.js";
import { readScene } from "../up/scene-file.js";
import { SceneOrchestra } from "../up/scene-orchestra.js";
import { withSecrets } from "../up/scene-secrets.js";
import { spawnChild } from "../up/spawn-child.js";
import { type Condition, parseCondition } from "../up/until.js";
import { procUsage } from "../up/usage-meter.js";

/** `gw-sim up`: a server and devices as processes of their own, in a terminal UI or as lines. */
export async function up(file: string | undefined, options: UpOptions): Promise<number> {
	const stop = stopSignal({ stopOnEof: options.stopOnEof === true });
	const scene = await withSecrets(await readScene(file), complain);
	const conditions = conditionsOf(scene, options);
	if (stop.aborted) return ExitCode.interrupted;
	if (options.keep !== undefined && options.kept !== true)
		return keepScene({ log: options.keep, json: options.json === true, stop });
	const isPlain = wantsLines(options);
	const orchestra = new SceneOrchestra({
		scene,
		clock: systemClock,
		launcher: spawnChild,
		ask,
		writeConfig: writeConfigFile,
		procUsage,
		verbose: !isPlain || options.verbose === true,
	});
	try {
		if (isPlain) return await showLines(orchestra, scene, conditions, options, stop);
		const { runTui } = await import("../tui/run.js");
		return await runTui(orchestra, { stop });
	} finally {
		await orchestra.close();
	}
}

function conditionsOf(
	{ devices }: Scene,
	{ until = [], timeout, keep }: UpOptions,
): readonly Condition[] {
	if (until.length === 0 && (timeout ?? keep) !== undefined)
		throw new UsageError(
			`${timeout === undefined ? "--keep" : "--timeout"} is for --until: say what to wait for, as --until 'lock-1 online'`,
		);
	const names = devices.map(({ name }) => name);
	return until.map((text) => parseCondition(text, names));
}

async function showLines(
	orchestra: Orchestra,
	{ devices }: Scene,
	conditions: readonly Condition[],
	{ json, verbose = false, timeout, kept }: UpOptions,
	stop: AbortSignal,
): Promise<number> {
	const background = kept === true ? new KeptScene() : null;
	const gone = new AbortController();
	onStdoutGone(() => gone.abort());
	const exitCode = await runPlain({
		orchestra,
		clock: systemClock,
		stop: AbortSignal.any([stop, gone.signal, ...(background === null ? [] : [background.left])]),
		lines: json === true ? jsonLines(verbose) : readableLines(devices, verbose),
		print: (line) => void process.stdout.write(`${line}\n`),
		complain(line) {
			complain(line);
			background?.complain(line);
		},
		conditions,
		timeoutMs: timeout ?? null,
		...(background === null ? {} : { whenMet: () => background.met(orchestra.gateway) }),
	});
	background?.close();
	return exitCode;
}

/** Whether there is no terminal for an UI, or nobody wants one. */
function wantsLines({ plain, json, until }: UpOptions): boolean {
	const { stdin, stdout, env } = process;
	const isTerminal = stdin.isTTY && stdout.isTTY && env.TERM !== "dumb";
	const isCi = !["", "0", "false"].includes(env.CI ?? "");
	return plain === true || json === true || until !== undefined || !isTerminal || isCi;
}

function complain(message: string): void {
	process.stderr.write(`gw-sim: ${safe(message, 1000)}\n`);
}
