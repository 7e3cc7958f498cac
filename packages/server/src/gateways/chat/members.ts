import { integer, type Random } from "@gw-sim/core";
import type { ChatUser, Snowflake } from "@gw-sim/protocols/chat";
import type { ChatMember } from "./config.js";

/** What others get to know of somebody. */
export function userOf({ id, name, uuid, admin, bio }: ChatMember): ChatUser {
	return { id, name, uuid, admin, bio };
}

/** The creator of the room that is always there. */
export const systemUser: ChatUser = { id: "0", name: "system", uuid: "", admin: true, bio: "" };

/** Somebody to try things with, beside those who were configured. */
export function developmentMember(members: readonly ChatMember[]): ChatMember {
	const taken = new Set(members.map(({ id }) => id));
	let id = 1;
	while (taken.has(String(id))) id++;
	return {
		id: String(id),
		name: "dev",
		uuid: "dev",
		bio: "",
		admin: false,
		type: "user",
		banned: false,
	};
}

/** A secret of 256 bits for one run. */
export function randomSecret(random: Random): string {
	return Array.from({ length: 32 }, () =>
		integer(random, 0, 255).toString(16).padStart(2, "0"),
	).join("");
}

/** A session id: a whole number below 2^53. */
export function randomSessionId(random: Random): Snowflake {
	return String(integer(random, 0, 0x1f_ffff) * 2 ** 32 + integer(random, 0, 0xffff_ffff));
}
