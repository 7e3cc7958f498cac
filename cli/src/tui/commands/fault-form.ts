import type { JsonObject } from "@gw-sim/core";
import type { Fault } from "@gw-sim/transport";
import type { DeviceModel } from "../device-model.js";
import type { Form } from "../overlay.js";
import { choiceField, levelField } from "../overlays/fields.js";
import { levelIn, textIn } from "../overlays/form.js";
import type { FormText } from "./command.js";

const onOff = [
	{ value: "off", label: "off" },
	{ value: "on", label: "on" },
];

/** The faults that are on a device's link, to be changed. */
export function faultForm({ name, faults }: DeviceModel): FormText {
	const latency = faults.find((fault) => fault.type === "latency");
	const drop = faults.find((fault) => fault.type === "drop");
	const has = (type: Fault["type"]): string =>
		faults.some((fault) => fault.type === type) ? "on" : "off";
	return {
		title: `Faults on the link of ${name}`,
		fields: [
			levelField("latency", "latency", {
				value: latency?.ms ?? 0,
				min: 0,
				max: 5000,
				step: 50,
				unit: "ms",
			}),
			levelField("jitter", "jitter", {
				value: latency?.jitterMs ?? 0,
				min: 0,
				max: 1000,
				step: 10,
				unit: "ms",
			}),
			levelField("loss", "loss", {
				value: Math.round((drop?.rate ?? 0) * 100),
				min: 0,
				max: 100,
				step: 5,
				unit: "%",
			}),
			choiceField("half-open", "half-open", onOff, has("half-open")),
			choiceField("cut", "cut", onOff, has("cut")),
		],
	};
}

/** The command that puts the faults of a form on a link, and takes all others off. */
export function faultCommand(form: Form): JsonObject {
	const ms = levelIn(form, "latency");
	const jitterMs = levelIn(form, "jitter");
	const loss = levelIn(form, "loss");
	const faults: JsonObject[] = [];
	if (ms > 0 || jitterMs > 0) faults.push({ type: "latency", ms, jitterMs });
	if (loss > 0) faults.push({ type: "drop", rate: loss / 100 });
	if (textIn(form, "half-open") === "on") faults.push({ type: "half-open" });
	if (textIn(form, "cut") === "on") faults.push({ type: "cut" });
	return { cmd: "fault", faults };
}
