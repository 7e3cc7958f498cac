import { isJsonObject, type JsonObject, type JsonValue } from "@gw-sim/core";
import { isSerial } from "@gw-sim/protocols/lock";
import * as v from "valibot";
import { mapping } from "../../config-values.js";
import { type ControlAnswer, type ControlRoute, refusal } from "../../http/control-route.js";
import type { LockConfig } from "./config.js";
import type { LockHub } from "./hub.js";
import type { LockPatch } from "./registry.js";

const label = v.pipe(
	v.string("needs a text"),
	v.minLength(1, "must not be empty"),
	v.maxLength(250),
);

const pairRequest = mapping({
	lock: v.pipe(v.string("needs a serial"), v.check(isSerial, "needs a serial of 1 to 250 bytes")),
	name: label,
	type: v.picklist(["tag", "mobile_phone"], 'must be "tag" or "mobile_phone"'),
});

const lockPatch: v.GenericSchema<unknown, LockPatch> = mapping({
	name: v.optional(v.nullable(label)),
	mode: v.optional(v.nullable(v.picklist([1, 2], "must be 1, 2 or null"))),
	feature_flags: v.optional(v.pipe(v.array(v.pipe(v.string(), v.maxLength(64))), v.maxLength(64))),
	config: v.optional(
		v.nullable(
			v.custom<JsonObject>(
				(value) => isJsonObject(value as JsonValue),
				"must be an object or null",
			),
		),
	),
});

/** The control API's part for locks. */
export function lockRoutes(hub: LockHub, { user }: LockConfig): readonly ControlRoute[] {
	return [
		{
			method: "POST",
			path: "/devices/pair",
			async handle({ body }) {
				const request = v.safeParse(pairRequest, body);
				if (!request.success) return badBody(request.issues);
				const { lock, name, type } = request.output;
				const delivered = await hub.requestPair(lock, name, type);
				return { status: 200, body: { lock, user, status: "pairing", delivered } };
			},
		},
		{
			method: "GET",
			path: "/devices",
			async handle() {
				return { status: 200, body: { data: await hub.registry.items() } };
			},
		},
		{
			method: "GET",
			path: "/locks",
			async handle() {
				return { status: 200, body: { data: await hub.registry.all() } };
			},
		},
		{
			method: "GET",
			path: "/locks/:uuid",
			async handle({ params }) {
				const state = await hub.registry.findByUuid(params.uuid ?? "");
				return state === null ? unknownLock : { status: 200, body: { data: state } };
			},
		},
		{
			method: "PUT",
			path: "/locks/:uuid",
			async handle({ params, body }) {
				const patch = v.safeParse(lockPatch, body);
				if (!patch.success) return badBody(patch.issues);
				const state = await hub.registry.update(params.uuid ?? "", patch.output);
				return state === null ? unknownLock : { status: 200, body: { data: state } };
			},
		},
	];
}

const unknownLock = refusal(
	404,
	"not_found",
	"no lock has this uuid; GET /api/v0/locks lists them",
);

function badBody([issue]: readonly [
	v.BaseIssue<unknown>,
	...v.BaseIssue<unknown>[],
]): ControlAnswer {
	const path = v.getDotPath(issue) ?? "the body";
	const isUnknown = issue.type === "strict_object" && issue.expected === "never";
	const what = isUnknown ? "is not a key here" : issue.message;
	return refusal(400, "bad_request", `${path} ${what}`);
}
