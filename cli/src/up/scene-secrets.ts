import { randomBytes } from "node:crypto";
import { resolve } from "node:path";
import type { ServerConfig } from "@gw-sim/server";
import { withSecretFiles } from "../config-file.js";
import type { Scene } from "./scene.js";

/**
 * The scene with what the files of its server's configuration hold, and with a secret for its chat
 * where devices are users of it and none is given: their tokens are signed with it.
 * @throws UsageError where such a file cannot be read.
 */
export async function withSecrets(scene: Scene, warn: (message: string) => void): Promise<Scene> {
	const { server, folder, devices } = scene;
	if (server === null || server.config === null) return scene;
	const { chat, cloud, ...rest } = await withSecretFiles(server.config, folder, warn);
	const { apiKeyFile } = cloud.weather;
	const needsSecret = chat.jwtSecret === null && devices.some(({ user }) => user !== null);
	const config: ServerConfig = {
		...rest,
		chat: needsSecret ? { ...chat, jwtSecret: randomBytes(32).toString("hex") } : chat,
		cloud: {
			...cloud,
			weather: {
				...cloud.weather,
				apiKeyFile: apiKeyFile === null ? null : resolve(folder, apiKeyFile),
			},
		},
	};
	return { ...scene, server: { ...server, config } };
}
