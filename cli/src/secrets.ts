import { readSecret } from "./config-file.js";

/** From the command line, a file or the environment, in this order. */
export function givenToken({
	token,
	tokenFile,
}: {
	readonly token?: string;
	readonly tokenFile?: string;
}): Promise<string | undefined> {
	return given(token, tokenFile, "--token-file", process.env.GW_SIM_TOKEN);
}

/** As `givenToken`. */
export function givenSecret({
	secret,
	secretFile,
}: {
	readonly secret?: string;
	readonly secretFile?: string;
}): Promise<string | undefined> {
	return given(secret, secretFile, "--secret-file", process.env.GW_SIM_SECRET);
}

async function given(
	text: string | undefined,
	file: string | undefined,
	option: string,
	environment: string | undefined,
): Promise<string | undefined> {
	if (text !== undefined) return text;
	if (file !== undefined) return readSecret(file, option, warn);
	return environment === "" ? undefined : environment;
}

function warn(message: string): void {
	process.stderr.write(`gw-sim: ${message}\n`);
}
