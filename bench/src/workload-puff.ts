import { fanOutLoad } from "./fan-out-load.js";
import { clientFrame, type LoadSocket } from "./load-socket.js";
import { type Compression, gatherAll, message, patientPuff } from "./puff-clients.js";
import type { Load, Workload } from "./workload.js";

export interface PuffGroups {
	readonly groups: number;
	readonly size: number;
	readonly compression: Compression;
	/** In each group. */
	readonly inFlight: number;
}

/** What a device tells every second while it heats. */
const change = { temperature: 187, stateTime: 12.418 };

/**
 * One member of each group tells what its device does, which all the others of the group get. With
 * one in flight there is no aim, as for `roomsChatWorkload`.
 */
export function puffWorkload({ groups, size, compression, inFlight }: PuffGroups): Workload {
	const where = groups === 1 ? `a group of ${size}` : `${groups} groups of ${size}`;
	const how = compression === "zlib" ? " with zlib" : "";
	return {
		name: `puff updates in ${where}${how}, ${inFlight} in flight`,
		unit: "frame",
		aim: inFlight === 1 ? null : { sense: "at least", ratio: 1.5 },
		config: patientPuff,
		async open(server) {
			const gathered = await gatherAll(server, groups, size, compression);
			const loads = gathered.map((members) => groupLoad(members, inFlight));
			return {
				async run(ms) {
					const done = await Promise.all(loads.map((load) => load.run(ms)));
					return done.reduce((sum, frames) => sum + frames, 0);
				},
				cut() {
					for (const load of loads) load.cut();
				},
			};
		},
	};
}

function groupLoad(members: readonly LoadSocket[], inFlight: number): Load {
	const [sender, ...receivers] = members;
	if (sender === undefined) throw new Error("nobody is there");
	const frame = clientFrame(message(4, change));
	const frames = Buffer.concat(Array.from({ length: inFlight }, () => frame));
	const { run, cut } = fanOutLoad({
		receivers,
		others: [sender],
		inFlight,
		send: (count) => sender.write(frames.subarray(0, count * frame.length)),
	});
	return {
		async run(ms) {
			const heard = Promise.all(receivers.map((socket) => socket.next()));
			sender.write(frame);
			for (const update of await heard)
				if (JSON.parse(update).d.device_state.stateTime !== change.stateTime)
					throw new Error(`no update: ${update}`);
			return run(ms);
		},
		cut,
	};
}
