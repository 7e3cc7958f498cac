import { type JsonObject, type Step, step } from "@gw-sim/core";
import type { DeviceKind } from "../../up/orchestra.js";
import type { DeviceModel } from "../device-model.js";
import type { Effect } from "../effect.js";
import type { Model, Notice, ViewName } from "../model.js";
import { noticed } from "../notices.js";
import type { Field, Form } from "../overlay.js";

/** A step of the model with what it wants done. */
export type Outcome = Step<Model, Effect>;

/** What a form was filled in with that cannot be: in which field, and what is wrong. */
export interface Refusal {
	readonly field: string;
	readonly problem: string;
}

/** A form before anything is written in it. */
export interface FormText {
	readonly title: string;
	readonly fields: readonly Field[];
}

/** Something that can be done, by a key, from the palette, or both. */
export interface Command {
	/** Unique. */
	readonly id: string;
	/** To the UI or the whole scene, to the selected device, or to one of that kind alone. */
	readonly on: "app" | "device" | DeviceKind;
	/** By the names of `Key`; without one it is in the palette alone. */
	readonly keys: readonly string[];
	readonly label: string;
	/** Its place in the footer, the least first; absent where it is not in it. */
	readonly hint?: number;
	/** The label there, where it is another. */
	readonly short?: string;
	/** Where it can be done; everywhere when absent. */
	readonly views?: readonly ViewName[];
	/** Whether it is a movement, which nobody looks for in the palette. */
	readonly isMovement?: boolean;
	/** What is asked for first; null, or absent, where nothing is. */
	readonly form?: (model: Model) => FormText | null;
	/** Whether the form stays for the next one, as in a conversation. */
	readonly stays?: boolean;
	readonly run: (model: Model, form: Form) => Outcome | Refusal;
}

type DeviceOf<Kind extends DeviceKind> = Extract<DeviceModel, { readonly kind: Kind }>;

/** A command with the device that it is for in hand. */
interface OnDevice<Device> extends Omit<Command, "on" | "form" | "run"> {
	readonly form?: (device: Device) => FormText | null;
	readonly run: (model: Model, device: Device, form: Form) => Outcome | Refusal;
}

/** A command for devices of one kind. */
export function forKind<Kind extends DeviceKind>(
	kind: Kind,
	{ form, run, ...command }: OnDevice<DeviceOf<Kind>>,
): Command {
	const isOne = (device: DeviceModel | undefined): device is DeviceOf<Kind> =>
		device?.kind === kind;
	return { ...command, on: kind, ...bound(isOne, form, run) };
}

/** A command for devices of every kind. */
export function forDevice({ form, run, ...command }: OnDevice<DeviceModel>): Command {
	const isOne = (device: DeviceModel | undefined): device is DeviceModel => device !== undefined;
	return { ...command, on: "device", ...bound(isOne, form, run) };
}

export function isRefusal(outcome: Outcome | Refusal): outcome is Refusal {
	return "problem" in outcome;
}

/** Gives a device one of its commands. */
export function sent(model: Model, { name }: DeviceModel, command: JsonObject): Outcome {
	return step(model, { type: "send", name, command });
}

/** The model with another device in the place of the one of that name. */
export function withDevice(model: Model, device: DeviceModel): Model {
	return { ...model, devices: new Map(model.devices).set(device.name, device) };
}

/** The model with a word to the person at the keyboard. */
export function withNotice(model: Model, tone: Notice["tone"], text: string): Model {
	const notice = { seq: model.seq, at: model.now, tone, text };
	return { ...model, seq: model.seq + 1, notices: noticed(model.notices, notice) };
}

/** The form and the deed of a command on the selected device. */
function bound<Device extends DeviceModel>(
	isOne: (device: DeviceModel | undefined) => device is Device,
	form: OnDevice<Device>["form"],
	run: OnDevice<Device>["run"],
): Pick<Command, "form" | "run"> {
	const selected = ({ devices, selected: name }: Model): DeviceModel | undefined =>
		name === null ? undefined : devices.get(name);
	return {
		form(model) {
			const device = selected(model);
			return isOne(device) ? (form?.(device) ?? null) : null;
		},
		run(model, filled) {
			const device = selected(model);
			return isOne(device) ? run(model, device, filled) : step(model);
		},
	};
}
