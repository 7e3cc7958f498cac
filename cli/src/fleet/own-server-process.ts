import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { EnvironmentError, isJsonObject, parseJson } from "@gw-sim/core";
import type { Protocol } from "@gw-sim/server";

/** A reference server in a process of its own, so that what a fleet uses can be told apart. */
export interface ServerProcess {
	readonly url: string;
	readonly chatToken: string | undefined;
	close(): Promise<void>;
}

/**
 * Starts `gw-sim serve` on a free port.
 * @throws EnvironmentError `server-failed` where it ends before it listens.
 */
export async function startServerProcess(protocol: Protocol): Promise<ServerProcess> {
	const [, bin = ""] = process.argv;
	// Its standard input is ours to close: should this process be killed, the server ends, too.
	const child = spawn(process.execPath, [bin, "serve", "--port", "0", "--json", "--stop-on-eof"], {
		stdio: ["pipe", "pipe", "ignore"],
	});
	const [line] = await Promise.race([
		once(createInterface(child.stdout), "line"),
		once(child, "exit").then(() => [""]),
	]);
	const listening = parseJson(String(line));
	const { endpoints, development } = isJsonObject(listening) ? listening : {};
	const url = isJsonObject(endpoints) ? endpoints[protocol] : undefined;
	if (typeof url !== "string")
		throw new EnvironmentError("the reference server did not start: try gw-sim serve by itself", {
			code: "server-failed",
		});
	const chatToken = isJsonObject(development) ? development.chatToken : undefined;
	return {
		url,
		chatToken: typeof chatToken === "string" ? chatToken : undefined,
		async close() {
			const exited = child.exitCode === null ? once(child, "exit") : undefined;
			child.stdin.end();
			await exited;
		},
	};
}
