import { setTimeout as sleep } from "node:timers/promises";
import { inParallel } from "./in-parallel.js";
import { LoadSocket } from "./load-socket.js";
import type { ServerProcess } from "./server-process.js";

/** No client of the bench beats, and one of them sends far more than people do. */
export const patientChat: object = {
	chat: { heartbeatIntervalMs: 3_600_000, rateLimit: { payloads: 100_000, perMs: 1 } },
};

/** Connects and identifies; all are in the room where everybody starts. */
export async function identifyAll(
	server: ServerProcess,
	count: number,
): Promise<readonly LoadSocket[]> {
	const { port, chatToken } = server;
	const present = JSON.stringify({ f: 110, cnf: { token: chatToken } });
	return inParallel(count, async () => {
		const socket = await LoadSocket.open(port, "/chat");
		requireCode(await socket.text(1), 100);
		requireCode(await socket.ask(present), 140);
		return socket;
	});
}

/** Waits until all members of the room have been told of all who came after them. */
export async function allTold(members: readonly LoadSocket[]): Promise<void> {
	const { length } = members;
	const greetings = 2 * length;
	const arrivals = (length * (length - 1)) / 2;
	const come = (): number => members.reduce((sum, { count }) => sum + count, 0);
	while (come() < greetings + arrivals) await sleep(10);
}

/** What a client says to its room. */
export function messageCreate(content: string): string {
	return JSON.stringify({ f: 130, e: "MESSAGE_CREATE", t: "MESSAGE_CREATE", cnf: { content } });
}

function requireCode(frame: string, code: number): void {
	if (JSON.parse(frame).f !== code) throw new Error(`no ${code}: ${frame}`);
}
