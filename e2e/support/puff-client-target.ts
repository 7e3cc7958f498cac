import { PuffClient, type PuffClientOptions } from "@gw-sim/client/puff";
import { seededRandom } from "@gw-sim/core";
import { RawGateway } from "@gw-sim/testkit";
import type { ClientHearing, ClientUnderTest, PuffClientTarget } from "@gw-sim/testkit/puff";
import { type Dial, VirtualClock } from "@gw-sim/transport";

interface ClientTarget extends PuffClientTarget {
	readonly clock: VirtualClock;
}

export interface ClientTargetOptions {
	readonly options?: Partial<PuffClientOptions>;
	/** Makes something else of the way to connect. */
	readonly wrap?: (dial: Dial) => Dial;
	/** Does not stop when it is told to. */
	readonly isStubborn?: boolean;
}

/** PuffClients in memory and virtual time. */
export function clientTarget({
	options = {},
	wrap = (dial) => dial,
	isStubborn = false,
}: ClientTargetOptions = {}): ClientTarget {
	const clock = new VirtualClock();
	const gateway = new RawGateway({ clock });
	const dial = wrap(gateway.dial);
	return {
		clock,
		gateway,
		hears: true,
		start({ name, device_type: deviceType }, hearing) {
			const client = new PuffClient({
				url: "ws://gateway/socket",
				dial,
				clock,
				random: seededRandom("conformance"),
				...(name === undefined ? {} : { name }),
				...(deviceType === undefined ? {} : { deviceType }),
				...options,
			});
			client.connect().catch(() => {});
			const driven = drive(client, hearing);
			return isStubborn ? { ...driven, stop: async () => {} } : driven;
		},
	};
}

/** What becomes of its requests is seen from the gateway. */
function drive(client: PuffClient, { heard }: ClientHearing): ClientUnderTest {
	client.on("inquiry", () => heard("inquiry"));
	client.on("startHeating", ({ excluded, watcher, away }) =>
		heard(excluded || watcher || away ? "watch" : "heat"),
	);
	return {
		join: (groupId) => void client.joinGroup(groupId).catch(() => {}),
		create: (name) => void client.createGroup(name).catch(() => {}),
		leave: () => client.leaveGroup(),
		tell: (device) => client.sendDeviceState(device),
		change: ({ name, device_type: deviceType }) =>
			client.setUser({
				...(name === undefined ? {} : { name }),
				...(deviceType === undefined ? {} : { deviceType }),
			}),
		edit: (changes) => client.editGroup(changes),
		inquire: () => client.inquire(),
		stop: () => client.disconnect(),
	};
}
