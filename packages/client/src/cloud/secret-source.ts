/** What a server wants to hear first, or what provides it, asked anew for every connection. */
export type SecretSource = string | (() => string | Promise<string>);

/** What stands for the secret wherever something is told. */
export const hiddenSecret = "<secret>";

const loneSurrogate = /\p{Cs}/u;

/** Whether a server can be told this as it is. */
export function isSecret(value: unknown): value is string {
	return typeof value === "string" && value !== "" && !loneSurrogate.test(value);
}

/** What a secret function gives; rejects where that is no secret, or with whatever it throws. */
export async function secretFrom(provide: () => string | Promise<string>): Promise<string> {
	const secret: unknown = await provide();
	if (isSecret(secret)) return secret;
	throw new Error("the secret function gave no text");
}
