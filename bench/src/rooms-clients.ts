import { inParallel } from "./in-parallel.js";
import { clientFrame, LoadSocket } from "./load-socket.js";
import type { ServerProcess } from "./server-process.js";

/** A ping would be taken for an answer. */
export const withoutPings: object = { rooms: { pingIntervalMs: 0 } };

const path = "/websocket?room=bench";

/** Connects to one room, each with its subscriptions. */
export function enterAll(
	server: ServerProcess,
	count: number,
	subscriptionsOf: (index: number) => readonly string[] = () => [],
): Promise<readonly LoadSocket[]> {
	return inParallel(count, async (i) => {
		const socket = await LoadSocket.open(server.port, path);
		// The config comes first.
		requireType(await socket.text(2), "profile");
		const subscriptions = subscriptionsOf(i);
		if (subscriptions.length === 0) return socket;
		const frames = subscriptions.map((data) => clientFrame(text("subscribe", data)));
		socket.write(Buffer.concat(frames));
		// Nothing answers a subscription, so something else has to tell that it is there.
		requireType(await socket.ask(text("profile")), "profile");
		return socket;
	});
}

/** What a client sends. */
export function text(type: string, data?: unknown): string {
	return JSON.stringify({ type, data });
}

function requireType(frame: string, type: string): void {
	if (JSON.parse(frame).type !== type) throw new Error(`no ${type}: ${frame}`);
}
