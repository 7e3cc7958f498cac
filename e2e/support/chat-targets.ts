import { createHmac } from "node:crypto";
import { type Random, seededRandom } from "@gw-sim/core";
import { GatewayHost, hostDial, parseConfig, type ServerConfig, startServer } from "@gw-sim/server";
import { MemoryStore } from "@gw-sim/store";
import type { ChatTarget, ChatTokens } from "@gw-sim/testkit/chat";
import { systemClock, VirtualClock } from "@gw-sim/transport";
import { wsDial } from "@gw-sim/transport/node";
import { inVirtualTime } from "./in-virtual-time.js";

const secret = "test-secret";

const users = [
	{ id: "6982582592583503353", name: "xFuney", uuid: "ccad", bio: "Toast." },
	{ id: "6982582592583503354", name: "zer0", uuid: "beef" },
	{ id: "12", name: "root", uuid: "ad31", admin: true },
	{ id: "1001", name: "robot", uuid: "b0b0", type: "bot" },
	{ id: "77", name: "spammer", uuid: "dead", banned: true },
	{ id: "81", name: "one", uuid: "0001" },
	{ id: "82", name: "two", uuid: "0002" },
	{ id: "83", name: "three", uuid: "0003" },
	{ id: "91", name: "stranger", uuid: "5701" },
	{ id: "92", name: "passer-by", uuid: "5702" },
];

/** Signs a payload with HS256, whatever the header says. */
export function sign(payload: string, header = '{"alg":"HS256","typ":"JWT"}'): string {
	const claims = [header, payload].map((text) => Buffer.from(text).toString("base64url")).join(".");
	return `${claims}.${createHmac("sha256", secret).update(claims).digest("base64url")}`;
}

function tokenOf(id: string, type = "user"): string {
	return sign(`{"type":"${type}","id":${id}}`);
}

const tokens: ChatTokens = {
	user: tokenOf("6982582592583503353"),
	other: tokenOf("6982582592583503354"),
	admin: tokenOf("12"),
	bot: tokenOf("1001", "bot"),
	banned: tokenOf("77"),
	unknownUser: tokenOf("42"),
	unknownBot: tokenOf("42", "bot"),
	victims: ["81", "82", "83"].map((id) => tokenOf(id)),
};

/** Two users whom no case counts on. */
export const strangers: ChatTokens = { user: tokenOf("91"), other: tokenOf("92") };

/** A target for one case, and what ends it. */
export interface Staged extends AsyncDisposable {
	readonly target: ChatTarget;
}

function parts(settings: object = {}): { readonly config: ServerConfig; readonly random: Random } {
	return {
		config: parseConfig({ chat: { jwtSecret: secret, users, ...settings } }),
		random: seededRandom("conformance"),
	};
}

/** The reference server on a port of its own; `settings` are of its configuration for chat. */
export async function socketTarget(settings: object = {}): Promise<Staged> {
	const { config, random } = parts(settings);
	const store = new MemoryStore({ clock: systemClock, random });
	const server = await startServer({ store, random, config });
	return {
		target: {
			url: server.endpoints.chat,
			dial: wsDial(),
			clock: systemClock,
			tokens,
			sign,
			restart: () => server.close(),
		},
		[Symbol.asyncDispose]: () => server.close(),
	};
}

export interface MemoryTarget extends Staged {
	/** Lets time pass until the work is done. */
	run<T>(work: Promise<T>): Promise<T>;
}

/** The same gateway in memory and virtual time. */
export function memoryTarget(settings: object = {}): MemoryTarget {
	const { config, random } = parts(settings);
	const clock = new VirtualClock();
	const store = new MemoryStore({ clock, random });
	const host = new GatewayHost({ config, store, clock, random, log: () => {} });
	return {
		target: {
			url: "ws://host/chat",
			dial: hostDial(host, clock),
			clock,
			tokens,
			sign,
			restart: () => host.drain(2000),
			patienceMs: Number.POSITIVE_INFINITY,
		},
		run: (work) => inVirtualTime(clock, work),
		[Symbol.asyncDispose]: () => store.close(),
	};
}
