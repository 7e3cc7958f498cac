import { safe, UsageError } from "@gw-sim/core";
import { signChatToken } from "@gw-sim/server";
import { readConfig, readSecret } from "../config-file.js";
import { ExitCode } from "../exit-code.js";
import type { TokenOptions } from "../options/token.js";

/** `gw-sim token`: prints a token that lets a user or a bot into the chat. */
export async function token({ user: id, type, ...options }: TokenOptions): Promise<number> {
	const secret = await secretOf(options);
	process.stdout.write(`${signChatToken(secret, { type, id })}\n`);
	return ExitCode.done;
}

async function secretOf({
	secretFile,
	config,
}: Pick<TokenOptions, "secretFile" | "config">): Promise<string> {
	const warn = (message: string): void => {
		process.stderr.write(`gw-sim: ${safe(message, 500)}\n`);
	};
	if (secretFile !== undefined) return readSecret(secretFile, "--secret-file", warn);
	if (config !== undefined) {
		const { jwtSecret } = (await readConfig(config, warn)).chat;
		if (jwtSecret !== null) return jwtSecret;
		throw new UsageError(
			`${config} has no chat.jwtSecret: add one, since the server makes up another at each start`,
		);
	}
	const secret = process.env.GW_SIM_SECRET;
	if (secret !== undefined && secret !== "") return secret;
	throw new UsageError(
		"the gateway's secret is needed: give --secret-file, --config or GW_SIM_SECRET",
	);
}
