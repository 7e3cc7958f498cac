import type { JsonValue } from "@gw-sim/core";
import {
	newLockState,
	parseAccessReply,
	parseAccessRequest,
	parseLockState,
} from "@gw-sim/protocols/lock";
import fc from "fast-check";
import { expect, test } from "vitest";

const state = newLockState("lock-8650", "0b7f4d0e-9f6a-4a5c-8f43-6a1f4d0c2b11");
const { uuid, serial } = state;

test("the state of the first hub, which knew four keys, is understood", () => {
	expect(parseLockState({ uuid, serial, name: "Front door", mode: 1 })).toEqual({
		...state,
		name: "Front door",
		mode: 1,
	});
});

test("a row older than the later columns has null there", () => {
	expect(parseLockState({ uuid, serial, feature_flags: null, config: null })).toEqual(state);
});

test("unknown keys and unknown feature flags pass", () => {
	const response = { ...state, feature_flags: ["lock", "siren"], users: [{ id: 1 }] };
	expect(parseLockState(response)).toEqual({ ...state, feature_flags: ["lock", "siren"] });
});

test("a configuration is kept as it is", () => {
	const config = JSON.parse('{"display":{"master":"a"},"__proto__":{"x":1}}');
	expect(parseLockState({ ...state, config })?.config).toBe(config);
});

test.each<[string, JsonValue | Uint8Array]>([
	["null", null],
	["a list", []],
	["bytes", new Uint8Array([1])],
	["nothing", {}],
	["no uuid", { serial }],
	["no serial", { uuid }],
	["a mode in words", { ...state, mode: "internal" }],
	["a configuration that is a list", { ...state, config: [] }],
	["feature flags that are numbers", { ...state, feature_flags: [1] }],
])("%s is no state", (_, response) => {
	expect(parseLockState(response)).toBeNull();
});

test("an access reply without a user says no for nobody", () => {
	expect(parseAccessReply({ access: false })).toEqual({ user: null, access: false });
	expect(parseAccessReply({ access: false, user: null })).toEqual({ user: null, access: false });
});

test("an access reply names the owner", () => {
	const user = { id: 1, email: "owner@gw-sim.local" };
	expect(parseAccessReply({ access: true, user: { ...user, name: "Jo" } })).toEqual({
		access: true,
		user,
	});
});

test("only a plain true or false grants or denies", () => {
	for (const access of [1, "true", null, {}]) expect(parseAccessReply({ access })).toBeNull();
	expect(parseAccessReply({})).toBeNull();
});

test("an access request has a uuid and a device", () => {
	expect(parseAccessRequest({ uuid, device: "04", more: 1 })).toEqual({ uuid, device: "04" });
	expect(parseAccessRequest({ uuid })).toBeNull();
	expect(parseAccessRequest({ uuid, device: 4 })).toBeNull();
});

test("any payload is parsed without an exception", () => {
	fc.assert(
		fc.property(fc.jsonValue(), (value) => {
			for (const parse of [parseLockState, parseAccessReply, parseAccessRequest])
				expect(() => parse(value as JsonValue)).not.toThrow();
		}),
	);
});
