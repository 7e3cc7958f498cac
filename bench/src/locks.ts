import { inParallel } from "./in-parallel.js";
import { LoadSocket } from "./load-socket.js";
import type { ServerProcess } from "./server-process.js";

const path = "/socket/websocket?name=bench&vsn=2.0.0";

/** A connected socket that has joined its lock. */
export interface LoadedLock {
	readonly serial: string;
	readonly socket: LoadSocket;
}

/** Connects sockets that join nothing yet. */
export async function connectAll(
	{ port }: ServerProcess,
	count: number,
): Promise<readonly LoadSocket[]> {
	return inParallel(count, () => LoadSocket.open(port, path));
}

/** Connects a socket for each serial and joins it to its lock. */
export function joinAll(
	{ port }: ServerProcess,
	serials: readonly string[],
): Promise<readonly LoadedLock[]> {
	return inParallel(serials.length, async (i) => {
		const serial = serials[i] ?? "";
		const socket = await LoadSocket.open(port, path);
		await join(socket, serial);
		return { serial, socket };
	});
}

/** Joins a lock and checks the reply. */
export async function join(socket: LoadSocket, serial: string): Promise<void> {
	requireState(await socket.ask(message(serial, "phx_join")), serial);
}

/** Resets a lock once and checks the reply, so that those which are only counted can be trusted. */
export async function reset({ socket, serial }: LoadedLock): Promise<void> {
	requireState(await socket.ask(message(serial, "reset")), serial);
}

/** What a V2 client sends. */
export function message(serial: string, event: string): string {
	return JSON.stringify(["1", "1", `lock:${serial}`, event, {}]);
}

export function serialsFrom(prefix: string, count: number): readonly string[] {
	return Array.from({ length: count }, (_, i) => `${prefix}-${i}`);
}

function requireState(reply: string, serial: string): void {
	const [, , , event, payload] = JSON.parse(reply);
	if (event !== "phx_reply" || payload.status !== "ok" || payload.response.serial !== serial)
		throw new Error(`no state of ${serial}: ${reply}`);
}
