import { inParallel } from "./in-parallel.js";
import { clientFrame, LoadSocket } from "./load-socket.js";
import type { ServerProcess } from "./server-process.js";

/** Of a server that was told no other. */
const secret = "cloud-my-butt";

/** What is shown again by the clock would be taken for a change. */
export const withoutRepeats: object = { cloud: { repeatMs: 0 } };

/** Connects lamps, and waits until each is told what to show. */
export function lightAll(server: ServerProcess, count: number): Promise<readonly LoadSocket[]> {
	return inParallel(count, async () => {
		const lamp = await LoadSocket.open(server.port, "/cloud");
		lamp.write(clientFrame(secret));
		const packet = await lamp.text(2);
		if (!packet.startsWith("[cc:")) throw new Error(`no packet: ${packet}`);
		return lamp;
	});
}
