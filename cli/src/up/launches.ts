import { signChatToken } from "@gw-sim/server";
import type { Launch } from "./child.js";
import { protocolOf } from "./gateway.js";
import type { GatewayView } from "./orchestra.js";
import type { Scene, SceneDevice } from "./scene.js";

/** What a device's process needs to know of the scene at its start. */
export interface DeviceTerms {
	readonly gateway: GatewayView;
	/** For somebody in the chat for whom the scene names no user. */
	readonly chatToken: string | null;
	/** The group that it is to join; null for none. */
	readonly group: string | null;
	/** Whether every frame is told. */
	readonly verbose: boolean;
}

/** How a device of a scene is started. */
export function deviceLaunch(scene: Scene, device: SceneDevice, terms: DeviceTerms): Launch {
	const { gateway, chatToken, group, verbose } = terms;
	const { kind, args, hasOwnUrl } = device;
	return {
		args: [
			kind,
			"--json",
			...(verbose ? ["--verbose"] : []),
			...(hasOwnUrl ? [] : [`--url=${gateway.endpoints[protocolOf(kind)]}`]),
			...args,
			...(group === null ? [] : [`--group=${group}`]),
		],
		env: new Map([...credentials(scene, device, chatToken), ...device.env]),
		folder: scene.folder,
	};
}

/** What the scene's own server wants to see: by the environment, since others can read arguments. */
function credentials(
	{ server }: Scene,
	{ kind, user, hasOwnUrl }: SceneDevice,
	chatToken: string | null,
): readonly (readonly [string, string])[] {
	if (server === null || hasOwnUrl) return [];
	const { config } = server;
	switch (kind) {
		case "lock":
			return given("GW_SIM_TOKEN", config?.lock.authToken);
		case "cloud":
			return given("GW_SIM_SECRET", config?.cloud.secret);
		case "chat": {
			const secret = config?.chat.jwtSecret;
			if (user === null || typeof secret !== "string") return given("GW_SIM_TOKEN", chatToken);
			const type = config?.chat.users.find(({ id }) => id === user)?.type ?? "user";
			return given("GW_SIM_TOKEN", signChatToken(secret, { type, id: user }));
		}
		default:
			return [];
	}
}

function given(
	name: string,
	value: string | null | undefined,
): readonly (readonly [string, string])[] {
	return typeof value === "string" ? [[name, value]] : [];
}

/**
 * How the scene's server is started.
 * @param port Where it listened before, so that devices find it again.
 * @param configFile Holds its configuration; null for every default.
 */
export function serverLaunch(scene: Scene, port: string | null, configFile: string | null): Launch {
	return {
		args: [
			"serve",
			"--json",
			"--stop-on-eof",
			"--port=0",
			...(scene.server?.args ?? []),
			...(port === null ? [] : [`--port=${port}`]),
			...(configFile === null ? [] : [`--config=${configFile}`]),
		],
		env: new Map(),
		folder: scene.folder,
	};
}
