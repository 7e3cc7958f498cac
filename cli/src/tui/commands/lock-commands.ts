import { step } from "@gw-sim/core";
import { lockCommands as schemas } from "@gw-sim/simulator-lock";
import type { LockModel } from "../device-model.js";
import type { Model } from "../model.js";
import { textField } from "../overlays/fields.js";
import { textIn } from "../overlays/form.js";
import { sentChecked } from "./checked.js";
import { type Command, forKind, type Outcome, sent, withDevice, withNotice } from "./command.js";

/** How long a hand holds a tag to the reader. */
const tapMs = 1000;
const firstTag = "04A1B2C3";

/** What can be done to a lock. */
export const lockCommands: readonly Command[] = [
	forKind("lock", {
		id: "lock.pair",
		keys: ["p"],
		label: "pair",
		hint: 0,
		run: (model, { serial }) => paired(model, serial, "a tag"),
	}),
	forKind("lock", {
		id: "lock.tag",
		keys: ["t"],
		label: "present tag",
		short: "tag",
		hint: 1,
		run: (model, lock) => tapped(model, lock, lock.tag?.uid ?? firstTag),
	}),
	forKind("lock", {
		id: "lock.other-tag",
		keys: ["T"],
		label: "present another tag",
		form: ({ tag }) => ({
			title: "Present a tag",
			fields: [textField("uid", "uid", { text: tag?.uid ?? firstTag, placeholder: firstTag })],
		}),
		run(model, lock, form) {
			const uid = textIn(form, "uid");
			const outcome = sentChecked(model, lock, { cmd: "present-tag", uid }, schemas);
			return "problem" in outcome ? outcome : tapped(model, lock, uid);
		},
	}),
	forKind("lock", {
		id: "lock.pair-as",
		keys: ["P"],
		label: "pair under a name",
		form: () => ({
			title: "Pair the next tag",
			fields: [textField("name", "name", { placeholder: "Key ring" })],
		}),
		run: (model, { serial }, form) => paired(model, serial, textIn(form, "name") || "a tag"),
	}),
	forKind("lock", {
		id: "lock.jam",
		keys: ["m"],
		label: "jam the bolt, or free it",
		run: (model, lock) => sent(model, lock, { cmd: lock.bolt === "jammed" ? "clear-jam" : "jam" }),
	}),
	forKind("lock", {
		id: "lock.clear-jam",
		keys: [],
		label: "free the bolt",
		run: (model, lock) => sent(model, lock, { cmd: "clear-jam" }),
	}),
	forKind("lock", {
		id: "lock.internal",
		keys: ["i"],
		label: "make it ask the hub about tags",
		run: (model, lock) => reconfigured(model, lock, 1),
	}),
	forKind("lock", {
		id: "lock.external",
		keys: [],
		label: "make it leave tags to others",
		run: (model, lock) => reconfigured(model, lock, 2),
	}),
];

function paired(model: Model, serial: string | null, name: string): Outcome {
	if (serial === null) return step(withNotice(model, "bad", "it has not told its serial yet"));
	return step(model, {
		type: "control",
		request: { method: "POST", path: "/devices/pair", body: { lock: serial, name, type: "tag" } },
		done: "",
		asks: null,
	});
}

/** A tag that stays is read once: each tap is a new one. */
function tapped(model: Model, lock: LockModel, uid: string): Outcome {
	const { name } = lock;
	return step(
		withDevice(model, { ...lock, isTagPresent: true }),
		{ type: "send", name, command: { cmd: "remove-tag" } },
		{ type: "send", name, command: { cmd: "present-tag", uid } },
		{ type: "arm", timer: `tag:${name}`, ms: tapMs },
	);
}

/** The hub does not push the change; a lock learns it when it joins. */
function reconfigured(model: Model, { name, uuid }: LockModel, mode: 1 | 2): Outcome {
	if (uuid === null) return step(withNotice(model, "bad", `${name} was on no hub yet`));
	return step(
		model,
		{
			type: "control",
			request: { method: "PUT", path: `/locks/${encodeURIComponent(uuid)}`, body: { mode } },
			done: "",
			asks: null,
		},
		{ type: "send", name, command: { cmd: "disconnect" } },
		{ type: "send", name, command: { cmd: "connect" } },
	);
}
