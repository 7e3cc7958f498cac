import { readFile, stat } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { messageOf, parseExactJson, UsageError } from "@gw-sim/core";
import { holdsSecret, parseConfig, type ServerConfig } from "@gw-sim/server";

const maxDepth = 64;

/**
 * The configuration in a YAML or JSON file; defaults where no file is given. `warn` is told when
 * others can read a secret in it.
 * @throws UsageError naming the file and what is wrong in it.
 */
export async function readConfig(
	file: string | undefined,
	warn: (message: string) => void,
): Promise<ServerConfig> {
	if (file === undefined) return parseConfig();
	const text = await readText(file, "--config");
	const value = await parseText(file, text);
	let config: ServerConfig;
	try {
		config = parseConfig(value);
	} catch (error) {
		throw new UsageError(`${file}: ${messageOf(error)}`, { cause: error });
	}
	if (holdsSecret(config)) await warnIfReadable(file, warn);
	return withSecretFiles(config, dirname(file), warn);
}

/** The configuration with what its files hold; they are named relative to its own folder. */
export async function withSecretFiles(
	config: ServerConfig,
	folder: string,
	warn: (message: string) => void,
): Promise<ServerConfig> {
	const { jwtSecretFile } = config.chat;
	if (jwtSecretFile === null) return config;
	const jwtSecret = await readSecret(resolve(folder, jwtSecretFile), "chat.jwtSecretFile", warn);
	return { ...config, chat: { ...config.chat, jwtSecret, jwtSecretFile: null } };
}

/**
 * The key for the weather's provider, from the file that the configuration names, else from the
 * environment; null where there is no provider, or no key.
 */
export async function readWeatherApiKey(
	{ cloud: { weather } }: ServerConfig,
	configFile: string | undefined,
	warn: (message: string) => void,
): Promise<string | null> {
	if (weather.provider === "none") return null;
	const { apiKeyFile } = weather;
	if (apiKeyFile === null) return process.env.OPENWEATHERMAP_API_KEY || null;
	const file = resolve(dirname(configFile ?? ""), apiKeyFile);
	return readSecret(file, "cloud.weather.apiKeyFile", warn);
}

/** A secret from a file, without the line break at its end. */
export async function readSecret(
	file: string,
	option: string,
	warn: (message: string) => void,
): Promise<string> {
	const secret = (await readText(file, option)).replace(/\r?\n$/, "");
	if (secret === "") throw new UsageError(`${option}: ${file} is empty`);
	if (secret.includes("\ufffd"))
		throw new UsageError(`${option}: ${file} is no text: encode its bytes, as in base64`);
	await warnIfReadable(file, warn);
	return secret;
}

async function readText(file: string, option: string): Promise<string> {
	try {
		return await readFile(file, "utf8");
	} catch (error) {
		throw new UsageError(`${option}: cannot read ${file}: ${whyUnreadable(error)}`, {
			cause: error,
		});
	}
}

async function parseText(file: string, text: string): Promise<unknown> {
	if (file.endsWith(".json")) {
		const value = parseExactJson(text, maxDepth);
		if (value === undefined)
			throw new UsageError(`${file} is not JSON: check its commas and quotes`);
		return value;
	}
	const { parseDocument } = await import("yaml");
	const document = parseDocument(text, { intAsBigInt: true });
	// A warning is a tag or a directive that nobody meant, such as a secret that begins with `!`.
	const [problem] = [...document.errors, ...document.warnings];
	if (problem !== undefined) throw notYaml(file, problem, problem.linePos?.[0].line);
	try {
		return document.toJS({ reviver: exactIntegers });
	} catch (error) {
		throw notYaml(file, error);
	}
}

/** Whatever the parser quotes stays out, since it may be a secret. */
function notYaml(file: string, cause: unknown, line?: number): UsageError {
	const [what = ""] = messageOf(cause).split(/:| at line|\n| \\/, 1);
	return new UsageError(
		`${file} is not YAML${line === undefined ? "" : `, line ${line}`}: ${what}; text with special characters needs quotes`,
	);
}

/** Integers come as BigInts, of which those that a number can hold become one. */
function exactIntegers(_key: unknown, value: unknown): unknown {
	if (typeof value !== "bigint") return value;
	const number = Number(value);
	return Number.isSafeInteger(number) ? number : value;
}

async function warnIfReadable(file: string, warn: (message: string) => void): Promise<void> {
	const { mode } = await stat(file);
	if ((mode & 0o044) !== 0)
		warn(`others can read the secret in ${file}: chmod 600 ${file} mends that`);
}

/** Why a file cannot be read, in a few words. */
export function whyUnreadable(error: unknown): string {
	const code = error instanceof Error && "code" in error ? error.code : undefined;
	if (code === "ENOENT") return "there is no such file";
	if (code === "EACCES") return "permission denied";
	if (code === "EISDIR") return "it is a folder";
	return messageOf(error);
}
