import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ServerConfig } from "@gw-sim/server";

/** A configuration in a file of its own. */
export interface ConfigFile {
	readonly path: string;
	/** Takes the file away; a second time does nothing. */
	remove(): void;
}

export type WriteConfig = (config: ServerConfig) => ConfigFile;

/** Writes a configuration where nobody else can read it. */
export const writeConfigFile: WriteConfig = (config) => {
	const folder = mkdtempSync(join(tmpdir(), "gw-sim-up-"));
	const path = join(folder, "config.json");
	writeFileSync(path, JSON.stringify(config), { mode: 0o600 });
	return { path, remove: () => rmSync(folder, { recursive: true, force: true }) };
};
