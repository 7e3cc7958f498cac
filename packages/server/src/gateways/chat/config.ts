import { ExactNumber } from "@gw-sim/core";
import {
	defaultHeartbeatIntervalMs,
	defaultMaxPayloadBytes,
	defaultRateLimit,
	defaultSession,
	isSnowflake,
	type Snowflake,
} from "@gw-sim/protocols/chat";
import * as v from "valibot";
import { bytes, count, flag, mapping, milliseconds, secret } from "../../config-values.js";

/** Somebody who may connect. */
export interface ChatMember {
	readonly id: Snowflake;
	readonly name: string;
	readonly uuid: string;
	readonly bio: string;
	readonly admin: boolean;
	/** Which `type` a token for this id has to have. */
	readonly type: "user" | "bot";
	readonly banned: boolean;
}

export interface ChatConfig {
	/** Signs the tokens (HS256); null for a random one at each start and a user to try things with. */
	readonly jwtSecret: string | null;
	/** File with the secret, read by whoever reads the configuration. */
	readonly jwtSecretFile: string | null;
	/** How often clients have to send a heartbeat; after 1.5 times that they are cut. */
	readonly heartbeatIntervalMs: number;
	/** Bytes of UTF-8 in one payload of a client; above it is told 4000 and cut. */
	readonly maxPayloadBytes: number;
	/** Payloads of one connection in any window of `perMs`. */
	readonly rateLimit: { readonly payloads: number; readonly perMs: number };
	/** How long a lost session waits for its client, and how many events it keeps for it. */
	readonly session: { readonly ttlMs: number; readonly bufferEvents: number };
	readonly users: readonly ChatMember[];
}

const idMessage = "needs an id of 1 to 20 digits, bare or in quotes";

/** Bare ids come as numbers of whatever kind kept their digits, which other numbers have not. */
const id: v.GenericSchema<unknown, Snowflake> = v.pipe(
	v.union(
		[v.string(), v.pipe(v.number(), v.safeInteger(idMessage)), v.bigint(), v.instance(ExactNumber)],
		idMessage,
	),
	v.transform(String),
	v.check(isSnowflake, idMessage),
);

const member: v.GenericSchema<unknown, ChatMember> = mapping({
	id,
	name: v.pipe(v.string("needs a text"), v.minLength(1, "must not be empty")),
	uuid: v.optional(v.string("needs a text"), ""),
	bio: v.optional(v.string("needs a text"), ""),
	admin: v.optional(flag(), false),
	type: v.optional(v.picklist(["user", "bot"], "must be user or bot"), "user"),
	banned: v.optional(flag(), false),
});

/** An id that two users have. */
function doubleId(users: readonly ChatMember[]): Snowflake | undefined {
	const ids = users.map((user) => user.id);
	const seen = new Set<Snowflake>();
	return ids.find((id) => seen.size === seen.add(id).size);
}

export const chatConfig: v.GenericSchema<unknown, ChatConfig> = v.pipe(
	mapping({
		jwtSecret: v.optional(secret(), null),
		jwtSecretFile: v.optional(
			v.nullable(v.pipe(v.string("needs a path"), v.minLength(1, "needs a path"))),
			null,
		),
		heartbeatIntervalMs: v.optional(milliseconds(10), defaultHeartbeatIntervalMs),
		maxPayloadBytes: v.optional(bytes(64), defaultMaxPayloadBytes),
		rateLimit: v.optional(
			mapping({
				payloads: v.optional(count(1, 100_000), defaultRateLimit.payloads),
				perMs: v.optional(milliseconds(1), defaultRateLimit.perMs),
			}),
			{},
		),
		session: v.optional(
			mapping({
				ttlMs: v.optional(milliseconds(0), defaultSession.ttlMs),
				bufferEvents: v.optional(count(0, 100_000), defaultSession.bufferEvents),
			}),
			{},
		),
		users: v.optional(
			v.pipe(
				v.array(member, "needs a list of users"),
				v.check(
					(users) => doubleId(users) === undefined,
					({ input }) => `has two users with the id ${doubleId(input)}: ids must differ`,
				),
			),
			[],
		),
	}),
	v.check(
		({ jwtSecret, jwtSecretFile }) => jwtSecret === null || jwtSecretFile === null,
		"takes jwtSecret or jwtSecretFile, not both",
	),
);
