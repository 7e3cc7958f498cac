import { UsageError } from "@gw-sim/core";
import { defaultGroupRules } from "@gw-sim/protocols/puff";
import * as v from "valibot";
import { bytes, count, mapping, milliseconds, secret } from "./config-values.js";
import { type ChatConfig, chatConfig } from "./gateways/chat/config.js";
import { type CloudConfig, cloudConfig, hasOwnSecret } from "./gateways/cloud/config.js";
import { type LockConfig, lockConfig } from "./gateways/lock/config.js";
import { type PuffConfig, puffConfig } from "./gateways/puff/config.js";
import { type RoomsConfig, roomsConfig } from "./gateways/rooms/config.js";

/** What one client, or all together, may take. */
export interface Limits {
	/** Open WebSockets; the next upgrade is answered 503. */
	readonly maxConnections: number;
	/** After which a TCP connection without a complete request is closed. */
	readonly handshakeTimeoutMs: number;
	/** Unsent bytes after which a client that does not read is cut. */
	readonly maxBufferedBytes: number;
	/** Unsent bytes of all clients together; over it the slowest readers are cut. */
	readonly maxTotalBufferedBytes: number;
	/** Messages a second from one connection, 0 for no limit. */
	readonly messagesPerSecond: number;
	/** WebSockets from one address, 0 for no limit. */
	readonly maxPerAddress: number;
	/** Upgrades a second, 0 for no limit. */
	readonly acceptPerSecond: number;
	/** How deep JSON from clients may nest. */
	readonly depth: number;
	/** Locks that the hub keeps; joining with one more new serial is refused. */
	readonly locks: number;
	/** Rooms of each protocol that has some: in `rooms` one more is HTTP 503, in `chat` error 4004. */
	readonly rooms: number;
	/** In `rooms`: polls of each kind in a room. */
	readonly polls: number;
	/** In `rooms`: answers of a poll that have votes. */
	readonly answers: number;
	/** In `rooms`: votes that a room remembers, over all its polls. */
	readonly ballots: number;
	/** In `rooms`: counters in a room. */
	readonly counters: number;
	/** In `rooms`: subscriptions, and relays, of one connection. */
	readonly subscriptions: number;
	/** In `rooms`: properties of one session. */
	readonly properties: number;
	/** In `rooms`: what a `login` may weigh. */
	readonly propertiesBytes: number;
	/** In `rooms`: sessions that a room remembers; the oldest without a connection gives way. */
	readonly sessions: number;
	/** In `rooms`: characters of the id of a poll, an answer, a counter or a subscription. */
	readonly nameLength: number;
	/** In `puff`: groups; one more is GROUP_CREATE_ERROR TOO_MANY_GROUPS. */
	readonly groups: number;
	/** In `puff`: public groups; one more is GROUP_ACTION_ERROR TOO_MANY_PUBLIC_GROUPS. */
	readonly publicGroups: number;
	/** In `puff`: members of a group; one more is GROUP_JOIN_ERROR GROUP_FULL. */
	readonly groupMembers: number;
	/** In `puff`: keys in the state of one device; beyond, SYNTAX_ERROR DEVICE_STATE_TOO_LARGE. */
	readonly deviceKeys: number;
	/** In `puff`: JSON of one device's state; beyond, as above. */
	readonly deviceBytes: number;
	/** In `puff`: JSON of the states of all devices in a group; beyond, as above. */
	readonly groupBytes: number;
}

export interface ServerConfig {
	readonly lock: LockConfig;
	readonly chat: ChatConfig;
	readonly rooms: RoomsConfig;
	readonly cloud: CloudConfig;
	readonly puff: PuffConfig;
	readonly limits: Limits;
	readonly admin: {
		/** Needed by every call of the control API where set; null allows loopback alone. */
		readonly token: string | null;
	};
}

const limits: v.GenericSchema<unknown, Limits> = mapping({
	maxConnections: v.optional(count(1), 20_000),
	handshakeTimeoutMs: v.optional(milliseconds(1), 5000),
	maxBufferedBytes: v.optional(bytes(1024), 1_048_576),
	maxTotalBufferedBytes: v.optional(bytes(1024), 268_435_456),
	messagesPerSecond: v.optional(count(0), 0),
	maxPerAddress: v.optional(count(0), 0),
	acceptPerSecond: v.optional(count(0), 0),
	depth: v.optional(count(1, 256), 32),
	locks: v.optional(count(1), 100_000),
	rooms: v.optional(count(1), 10_000),
	polls: v.optional(count(1), 1000),
	answers: v.optional(count(1), 100),
	ballots: v.optional(count(1), 100_000),
	counters: v.optional(count(1), 1000),
	subscriptions: v.optional(count(1), 1000),
	properties: v.optional(count(0), 100),
	propertiesBytes: v.optional(bytes(2), 65_536),
	sessions: v.optional(count(1), 10_000),
	nameLength: v.optional(count(1), 1024),
	groups: v.optional(count(1), 10_000),
	publicGroups: v.optional(count(0), 250),
	groupMembers: v.optional(count(1), defaultGroupRules.maxMembers),
	deviceKeys: v.optional(count(1), defaultGroupRules.maxDeviceKeys),
	deviceBytes: v.optional(bytes(64), defaultGroupRules.maxDeviceLength),
	groupBytes: v.optional(bytes(64), defaultGroupRules.maxDevicesLength),
});

const serverConfig: v.GenericSchema<unknown, ServerConfig> = mapping({
	lock: v.optional(lockConfig, {}),
	chat: v.optional(chatConfig, {}),
	rooms: v.optional(roomsConfig, {}),
	cloud: v.optional(cloudConfig, {}),
	puff: v.optional(puffConfig, {}),
	limits: v.optional(limits, {}),
	admin: v.optional(mapping({ token: v.optional(secret(), null) }), {}),
});

/**
 * The configuration in a parsed file, with a default for every key that it leaves out.
 * @throws UsageError that names the first wrong key by its path.
 */
export function parseConfig(value: unknown = {}): ServerConfig {
	const result = v.safeParse(serverConfig, value ?? {});
	if (result.success) return result.output;
	const [issue] = result.issues;
	throw new UsageError(explain(issue), { code: "bad-config" });
}

/** Whether a secret is in it, so that a reader of the file can be warned. */
export function holdsSecret(config: ServerConfig): boolean {
	const secrets = [
		config.lock.authToken,
		config.chat.jwtSecret,
		config.rooms.signingKey,
		config.admin.token,
	];
	return secrets.some((secret) => secret !== null) || hasOwnSecret(config.cloud);
}

function explain(issue: v.BaseIssue<unknown>): string {
	const path = v.getDotPath(issue);
	if (issue.type === "strict_object" && issue.expected === "never") return unknownKey(path ?? "");
	return path === null ? `the configuration ${issue.message}` : `${path}: ${issue.message}`;
}

/** Without the blank, YAML takes `secret:value` for a key: what may be a secret is not shown. */
function unknownKey(path: string): string {
	const [key = "", ...value] = path.split(":");
	return value.length === 0
		? `unknown key ${path}: remove it or correct its spelling`
		: `unknown key ${key}: put a blank after its colon, or remove it`;
}
