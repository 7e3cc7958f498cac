import { CloudClient } from "@gw-sim/client/cloud";
import { seededRandom } from "@gw-sim/core";
import { RawGateway } from "@gw-sim/testkit";
import type { CloudClientTarget } from "@gw-sim/testkit/cloud";
import { type Dial, type Socket, VirtualClock } from "@gw-sim/transport";
import type { ClientMutant } from "./cloud-mutants/client.js";
import { secret } from "./cloud-secret.js";
import { tamperedDial } from "./tampered-dial.js";

interface ClientTarget extends CloudClientTarget {
	readonly clock: VirtualClock;
}

/** CloudClients in memory and virtual time, or mutants of them. */
export function clientTarget(mutant: Partial<ClientMutant> = {}): ClientTarget {
	const clock = new VirtualClock();
	const gateway = new RawGateway({ clock });
	return {
		clock,
		gateway,
		secret,
		tells: true,
		logs: true,
		patienceMs: Number.POSITIVE_INFINITY,
		start() {
			let socket: Socket | undefined;
			const dial = mutated(gateway.dial, mutant);
			const client = new CloudClient({
				url: "ws://gateway/cloud?lamp=1",
				secret,
				dial: (request) => {
					socket = dial(request);
					return socket;
				},
				clock,
				random: seededRandom("conformance"),
				...mutant.options,
			});
			client.connect().catch(() => {});
			const sound = {
				shown: () => client.show,
				log: (line: string) => client.log(line),
				stop: () => client.disconnect(),
			};
			const tools = { drop: () => client.drop(), send: (frame: string) => socket?.send(frame) };
			return { ...sound, ...mutant.client?.(sound, tools) };
		},
	};
}

function mutated(dial: Dial, mutant: Partial<ClientMutant>): Dial {
	const changed = mutant.dial?.(dial) ?? dial;
	return mutant.fault === undefined ? changed : tamperedDial(changed, mutant.fault());
}
