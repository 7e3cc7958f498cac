import { createHmac } from "node:crypto";
import { isMarkedObject, markedIn, member, numberIn, stringIn } from "../marked-json.js";
import { idIn } from "./numbers.js";

const secret = "canary-2c61-jwt";

/** Somebody whom the gateway's configuration lists. */
export interface Member {
	readonly id: string;
	readonly name: string;
	readonly uuid: string;
	readonly bio: string;
	readonly admin: boolean;
	readonly type: "user" | "bot";
	readonly banned: boolean;
}

function listed(id: string, name: string, more: Partial<Member> = {}): Member {
	return { id, name, uuid: `u-${id}`, bio: "", admin: false, type: "user", banned: false, ...more };
}

/** Watches that nothing reaches others; no mutation of what is sent comes upon its id by chance. */
export const watcher: Member = listed("18446744073709551557", "watcher");

export const admin: Member = listed("12", "root", { admin: true });
const bot = listed("1001", "robot", { type: "bot" });
const banned = listed("77", "spammer", { banned: true });

/** Who may come and go; two of them differ in the last of 19 digits. */
export const guests: readonly Member[] = [
	listed("6982582592583503353", "xFuney", { bio: "Toast." }),
	listed("6982582592583503354", "\u202eoruen\u0000\ud83d\ude00"),
	listed("0", "__proto__"),
	bot,
];

/** Whom administrators ban. */
export const victims: readonly Member[] = Array.from({ length: 30 }, (_, i) =>
	listed(String(201 + i), `victim ${i}`),
);

export const everybody: readonly Member[] = [watcher, admin, banned, ...guests, ...victims];

/** The gateway's configuration, but for what differs from world to world. */
export const chatSettings = { jwtSecret: secret, users: everybody } as const;

/** Whom a token is for, and whether the rules leave a choice about that. */
export interface Claims {
	readonly type: "user" | "bot";
	readonly id: string;
	readonly isCertain: boolean;
}

const signed = new Map<string, { readonly header: string; readonly payload: string }>();

/** Signs a payload with HS256, whatever the header says. */
export function sign(payload: string, header = '{"alg":"HS256","typ":"JWT"}'): string {
	const claims = [header, payload].map((text) => Buffer.from(text).toString("base64url")).join(".");
	const token = `${claims}.${createHmac("sha256", secret).update(claims).digest("base64url")}`;
	signed.set(token, { header, payload });
	return token;
}

/** The token of somebody listed, or of nobody. */
export function tokenOf({ type, id }: Pick<Member, "type" | "id">): string {
	return sign(`{"type":"${type}","id":${id}}`);
}

/** What a token has to be taken for: null for one that was never signed here, or says too little. */
export function claimsOf(token: string, nowMs: number): Claims | null {
	const genuine = signed.get(token);
	if (genuine === undefined) return null;
	const header = markedIn(genuine.header);
	const payload = markedIn(genuine.payload);
	if (!isMarkedObject(header) || !isMarkedObject(payload)) return null;
	if (member(header, "alg") !== "'HS256" || Object.hasOwn(header, "crit")) return null;
	const type = stringIn(member(payload, "type"));
	const id = idIn(member(payload, "id"));
	if ((type !== "user" && type !== "bot") || id === null) return null;
	const exp = member(payload, "exp");
	if (exp !== undefined && !(Number(numberIn(exp) ?? "NaN") * 1000 > nowMs)) return null;
	return { type, id: id.value, isCertain: id.isCertain };
}

/** Somebody's claims under the signature of somebody else's. */
function forged(claims: string, signed: string): string {
	return [...claims.split(".").slice(0, 2), signed.split(".")[2]].join(".");
}

/** Tokens of all kinds that somebody might come with. */
export const oddTokens: readonly string[] = [
	tokenOf(banned),
	tokenOf({ type: "user", id: "42" }),
	tokenOf({ type: "bot", id: "42" }),
	tokenOf({ type: "bot", id: "12" }),
	tokenOf({ type: "user", id: "1001" }),
	sign('{"type":"user","id":"12"}'),
	sign('{"type":"user","id":6982582592583503353,"exp":99999999999}'),
	sign('{"type":"user","id":12,"exp":1}'),
	sign('{"type":"user","id":12,"exp":"99999999999"}'),
	sign('{"type":"user","id":12,"exp":null}'),
	sign('{"type":"user","id":12,"exp":-1e999}'),
	sign('{"type":"user","id":-12}'),
	sign('{"type":"user","id":12.5}'),
	sign('{"type":"user","id":12.0}'),
	sign('{"type":"user","id":100000000000000000000}'),
	sign('{"type":"user","id":[12]}'),
	sign('{"type":"user"}'),
	sign('{"type":"admin","id":12}'),
	sign('{"type":["user"],"id":12}'),
	sign('{"userId":12,"type":"user"}'),
	sign('{"__proto__":{"type":"user","id":12}}'),
	sign('{"type":"user","id":13,"id":12}'),
	sign("[]"),
	sign("null"),
	sign("12"),
	sign(""),
	sign('{"type":"user","id":12}', '{"alg":"none"}'),
	sign('{"type":"user","id":12}', '{"alg":"hs256"}'),
	sign('{"type":"user","id":12}', '{"alg":"HS512"}'),
	sign('{"type":"user","id":12}', '{"alg":"HS256","crit":["exp"]}'),
	sign('{"type":"user","id":12}', "{}"),
	forged(tokenOf(admin), tokenOf(bot)),
	forged(tokenOf(banned), tokenOf(admin)),
	"",
	".",
	"..",
	"a.b.c",
	"eyJhbGciOiJub25lIn0.eyJ0eXBlIjoidXNlciIsImlkIjoxMn0.",
	`${tokenOf(admin)}=`,
	`${tokenOf(admin)}.x`,
	tokenOf(admin).slice(0, -1),
	` ${tokenOf(admin)}`,
];
