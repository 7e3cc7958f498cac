import type { ConformanceCase } from "../conformance.js";
import { chatCase, type Stage } from "./stage.js";
import { type ChatTarget, needsSigner, needsTokens, type TokenName } from "./target.js";
import { idOf, needsReadableToken, payloadTextOf, tampered, underHeader } from "./token.js";

/** Each on a connection of its own: a fatal error ends it. */
async function refuses(stage: Stage, code: number, ...tokens: readonly string[]): Promise<void> {
	for (const [index, token] of tokens.entries()) {
		const person = await stage.connect(tokens.length === 1 ? "newcomer" : `newcomer ${index + 1}`);
		person.present(token);
		await person.fatal(code, 1008);
	}
}

function refusal(name: TokenName, code: number, id: string, who: string) {
	return chatCase(
		id,
		`110 of ${who} is error ${code}, fatal, and closes 1008`,
		(stage) => refuses(stage, code, stage.token(name)),
		needsTokens(name),
	);
}

/** Whose token is good. */
export const tokenCases: readonly ConformanceCase<ChatTarget>[] = [
	chatCase(
		"token-alg-none-is-0",
		"A token whose header says that it is not signed is error 0, in any spelling, fatal, close 1008",
		async (stage) => {
			const token = stage.token("user");
			const [, , signature] = token.split(".");
			await refuses(
				stage,
				0,
				...["none", "None", "NONE", ""].map((alg) =>
					underHeader(token, `{"alg":"${alg}","typ":"JWT"}`),
				),
				underHeader(token, '{"alg":"none","typ":"JWT"}', signature),
				underHeader(token, '{"typ":"JWT"}', signature),
			);
		},
	),
	chatCase(
		"token-bad-signature-is-0",
		"A token whose signature does not fit is error 0, fatal, close 1008",
		async (stage) => {
			const token = stage.token("user");
			await refuses(stage, 0, tampered(token, 2), tampered(token, 1), tampered(token, 0));
		},
	),
	chatCase(
		"token-cut-short-is-0",
		"A token without all its signature is error 0, fatal, close 1008",
		async (stage) => {
			const token = stage.token("user");
			const bare = token.slice(0, token.lastIndexOf("."));
			await refuses(stage, 0, bare, `${bare}.`, token.slice(0, -4), `${token}.x`);
		},
	),
	chatCase(
		"token-garbage-is-0",
		"A text that is no token is error 0, fatal, close 1008",
		async (stage) => refuses(stage, 0, "nonsense", "a.b.c", "..", "€.€.€", "null"),
	),
	chatCase(
		"token-other-algorithm-is-0",
		"A signed token that names another algorithm than HS256 is error 0",
		async (stage) => {
			const payload = payloadTextOf(stage.token("user")) ?? "";
			const sign = stage.target.sign ?? ((): string => "");
			await refuses(
				stage,
				0,
				...["HS512", "RS256", "hs256", "none"].map((alg) =>
					sign(payload, `{"alg":"${alg}","typ":"JWT"}`),
				),
			);
		},
		needsSigner,
		needsReadableToken,
	),
	chatCase(
		"token-payload-defects-are-0",
		"A signed token without a type of user or bot, or without a decimal id, is error 0",
		async (stage) => {
			const id = idOf(stage.token("user"));
			const sign = stage.target.sign ?? ((): string => "");
			await refuses(
				stage,
				0,
				...[
					`{"type":"robot","id":${id}}`,
					`{"id":${id}}`,
					'{"type":"user"}',
					'{"type":"user","id":null}',
					'{"type":"user","id":-5}',
					'{"type":"user","id":1.5}',
					'{"type":"user","id":"U_1"}',
					`{"type":"user","userId":${id}}`,
					`[${id}]`,
					"nonsense",
				].map((payload) => sign(payload)),
			);
		},
		needsSigner,
		needsReadableToken,
	),
	chatCase(
		"token-expired-is-0",
		"A token whose exp has passed is error 0; one whose exp is to come is good",
		async (stage) => {
			const sign = stage.target.sign ?? ((): string => "");
			const payload = payloadTextOf(stage.token("user"))?.replace(/\}\s*$/, "") ?? "";
			const now = Math.floor(stage.terms.clock.wallTime() / 1000);
			await refuses(stage, 0, sign(`${payload},"exp":${now - 3600}}`));
			const person = await stage.connect();
			person.present(sign(`${payload},"exp":${now + 3600}}`));
			await person.ready();
		},
		needsSigner,
		needsReadableToken,
	),
	refusal("unknownUser", 1, "unknown-user-is-1", "a user whom the gateway does not have"),
	refusal("unknownBot", 4, "unknown-bot-is-4", "a bot that the gateway does not have"),
	refusal("banned", 5, "banned-user-is-5", "a banned user"),
	chatCase(
		"fatal-error-is-the-last-word",
		"A fatal error comes before the close frame, and what the client sends after it is ignored",
		async (stage) => {
			const person = await stage.connect();
			person.present("nonsense");
			person.send({ f: 120 });
			person.present(stage.token("user"));
			person.emit("MESSAGE_CREATE", { content: "too late" });
			await person.fatal(0, 1008);
		},
	),
];
