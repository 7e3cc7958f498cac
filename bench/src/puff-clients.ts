import { setTimeout as sleep } from "node:timers/promises";
import { inParallel } from "./in-parallel.js";
import { clientFrame, LoadSocket } from "./load-socket.js";
import type { ServerProcess } from "./server-process.js";

export type Compression = "none" | "zlib";

/** Whoever only listens is not to be closed for it. */
export const patientPuff: object = { puff: { idleTimeoutMs: 3_600_000 } };

/** What a device tells at first. */
const wholeState = {
	temperature: 24,
	battery: 80,
	state: 5,
	activeColor: { r: 0, g: 0, b: 0 },
	totalDabs: 1420,
	chargeSource: 3,
	profileName: "Medium",
	deviceName: "Peak Pro",
};

/** Makes groups and fills them; all devices have told all of their state, and everybody has heard it. */
export async function gatherAll(
	server: ServerProcess,
	groups: number,
	size: number,
	compression: Compression = "none",
): Promise<readonly (readonly LoadSocket[])[]> {
	const gathered = await inParallel(groups, () => gather(server, size, compression));
	// The hello and the answer to a join for each, and the group for the first.
	const answers = 2 * size + 1;
	const arrivals = (size * (size - 1)) / 2;
	const states = size * (size - 1);
	const due = groups * (answers + arrivals + states);
	const come = (): number => gathered.flat().reduce((sum, { count }) => sum + count, 0);
	while (come() < due) await sleep(10);
	return gathered;
}

async function gather(
	{ port }: ServerProcess,
	size: number,
	compression: Compression,
): Promise<readonly LoadSocket[]> {
	const members: LoadSocket[] = [];
	let id = "";
	while (members.length < size) {
		const socket = await LoadSocket.open(port, `/socket?compression=${compression}`);
		requireText(await socket.text(1), '"op":0');
		if (members.length === 0) {
			const made = await socket.ask(message(2, { name: "bench" }));
			requireText(made, "GROUP_CREATE");
			id = JSON.parse(made).d.group_id;
		}
		requireText(await socket.ask(message(1, { group_id: id })), "JOINED_GROUP");
		members.push(socket);
	}
	for (const socket of members) socket.write(clientFrame(message(4, wholeState)));
	return members;
}

/** What a client sends. */
export function message(op: number, d: object): string {
	return JSON.stringify({ op, d });
}

function requireText(frame: string, part: string): void {
	if (!frame.includes(part)) throw new Error(`no ${part}: ${frame}`);
}
