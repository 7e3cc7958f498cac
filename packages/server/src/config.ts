import { UsageError } from "@gw-sim/core";
import * as v from "valibot";
import { bytes, count, mapping, milliseconds, secret } from "./config-values.js";
import { type LockConfig, lockConfig } from "./gateways/lock/config.js";

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
}

export interface ServerConfig {
	readonly lock: LockConfig;
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
});

const serverConfig: v.GenericSchema<unknown, ServerConfig> = mapping({
	lock: v.optional(lockConfig, {}),
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

/** The keys that a secret is in, so that a reader of the file can be warned. */
export function holdsSecret(config: ServerConfig): boolean {
	return config.lock.authToken !== null || config.admin.token !== null;
}

function explain(issue: v.BaseIssue<unknown>): string {
	const path = v.getDotPath(issue);
	if (issue.type === "strict_object" && issue.expected === "never")
		return `unknown key ${path}: remove it or correct its spelling`;
	return path === null ? `the configuration ${issue.message}` : `${path}: ${issue.message}`;
}
