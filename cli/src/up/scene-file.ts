import { readFile } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { UsageError } from "@gw-sim/core";
import { whyUnreadable } from "../config-file.js";
import { decodeScene } from "./decode-scene.js";
import type { Scene } from "./scene.js";
import { sceneTemplate } from "./scene-template.js";
import { readTree } from "./yaml-tree.js";

const maxBytes = 1_048_576;

/**
 * The scene in a YAML or JSON file; the default one where none is given.
 * @throws UsageError that names the file and what is wrong, with line, column and key where there are.
 */
export async function readScene(file: string | undefined): Promise<Scene> {
	if (file === undefined) return parseScene(sceneTemplate, "default scene", process.cwd());
	return parseScene(await readText(file), file, dirname(resolve(file)));
}

/** The scene in a text. @throws UsageError as `readScene`. */
export function parseScene(text: string, title: string, folder: string): Scene {
	return { ...decodeScene(readTree(text, title)), title, folder };
}

async function readText(file: string): Promise<string> {
	const bytes = await readFile(file).catch((error: unknown) => {
		throw new UsageError(
			`cannot read the scene ${file}: ${whyUnreadable(error)}; gw-sim init writes one`,
			{ cause: error },
		);
	});
	if (bytes.length > maxBytes)
		throw new UsageError(`the scene ${file} is larger than ${maxBytes} bytes`);
	return bytes.toString("utf8");
}
