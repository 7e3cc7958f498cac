/** The JWT that names a user, or what provides it, asked anew for every connection. */
export type TokenSource = string | (() => string | Promise<string>);

/** What a token function gives; rejects where that is no text, or with whatever it throws. */
export async function tokenFrom(provide: () => string | Promise<string>): Promise<string> {
	const token: unknown = await provide();
	if (typeof token === "string" && token !== "") return token;
	throw new Error("the token function gave no text");
}
