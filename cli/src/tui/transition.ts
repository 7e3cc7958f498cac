import { type Machine, step } from "@gw-sim/core";
import type { Action } from "./action.js";
import {
	type Command,
	isRefusal,
	type Outcome,
	withDevice,
	withNotice,
} from "./commands/command.js";
import { commandFor, commandOf, possibleCommands } from "./commands/table.js";
import type { Effect } from "./effect.js";
import { happened } from "./happened.js";
import type { Key } from "./key.js";
import type { Model } from "./model.js";
import { selected } from "./navigation.js";
import { stillShown } from "./notices.js";
import type { Form, Help, Palette } from "./overlay.js";
import { emptied, formTyped, refused } from "./overlays/form.js";
import { paletteEntries, paletteTyped, selectCommand } from "./overlays/palette.js";
import { typed } from "./overlays/text-input.js";
import { shownDevices, shownLog } from "./selectors.js";

/** The whole UI as a machine: what it shows, and what it wants done, after whatever happens. */
export const tuiMachine: Machine<Model, Action, Effect> = (model, action) => {
	switch (action.type) {
		case "happened":
			return step(afterHappening(model, happened(model, action.happenings)));
		case "tick":
			return step({ ...model, now: action.at, notices: stillShown(model.notices, action.at) });
		case "resized":
			return step({ ...model, columns: action.columns, rows: action.rows });
		case "pressed":
			return withFreshPalette(pressed(model, action.key));
		case "told":
			return step(withNotice(model, action.tone, action.text));
		case "ending":
			return model.isEnding ? step(model) : step({ ...model, isEnding: true }, { type: "end" });
		case "timer":
			return tagTaken(model, action.timer.slice("tag:".length));
	}
};

/** There is a device to look at as soon as there is one, and nobody is pushed on while reading. */
function afterHappening(before: Model, model: Model): Model {
	const isSelected = model.selected !== null && model.devices.has(model.selected);
	const [first] = model.devices.keys();
	const chosen = isSelected ? model : { ...model, selected: first ?? null };
	if (chosen.logScroll === 0) return chosen;
	const added = shownLog(chosen).filter(({ seq }) => seq >= before.seq).length;
	const last = Math.max(0, shownLog(chosen).length - 1);
	return { ...chosen, logScroll: Math.min(last, chosen.logScroll + added) };
}

/** A palette shows what fits its query, also when it has just been opened. */
function withFreshPalette(outcome: Outcome): Outcome {
	const { state, effects } = outcome;
	const { overlay } = state;
	if (overlay?.type !== "palette") return outcome;
	const entries = paletteEntries(state, possibleCommands(state), overlay.query.text);
	return { state: { ...state, overlay: { ...overlay, entries } }, effects };
}

function pressed(model: Model, key: Key): Outcome {
	const { editing, overlay } = model;
	const command = commandFor(model, key.name);
	if (model.isEnding) return endingPressed(model, command, key);
	if (key.name === "ctrl+c") return ran(model, command);
	if (editing !== null) return step(filterTyped(model, editing, key));
	switch (overlay?.type) {
		case "help":
			return step({ ...model, overlay: helpTyped(overlay, key) });
		case "palette":
			return palettePressed(model, overlay, key);
		case "form":
			return formPressed(model, overlay, key);
		case undefined:
			return ran(model, command);
	}
}

/** While everything stops one can look round, or not wait for it. */
function endingPressed(model: Model, command: Command | null, key: Key): Outcome {
	if (key.name === "ctrl+c") return step(model, { type: "abandon" });
	return command?.isMovement === true ? ran(model, command) : step(model);
}

/** Carries out a command, or asks for what it needs. */
function ran(model: Model, command: Command | null): Outcome {
	if (command === null) return step(model);
	const text = command.form?.(model) ?? null;
	const form: Form = {
		type: "form",
		title: text?.title ?? "",
		device: command.on === "app" ? null : model.selected,
		command: command.id,
		fields: text?.fields ?? [],
		focus: 0,
	};
	return text === null ? done(model, command, form) : step({ ...model, overlay: form });
}

/** Carries out a command with what was filled in. */
function done(model: Model, command: Command, form: Form): Outcome {
	const outcome = command.run(model, form);
	if (!isRefusal(outcome)) return outcome;
	return step({ ...model, overlay: refused(form, outcome.field, outcome.problem) });
}

function formPressed(model: Model, form: Form, key: Key): Outcome {
	if (key.name === "escape") return step({ ...model, overlay: null });
	if (key.name !== "enter") return step({ ...model, overlay: formTyped(form, key) });
	const command = commandOf(form.command);
	if (command === null) return step({ ...model, overlay: null });
	const next = command.stays === true ? emptied(form) : null;
	return done({ ...model, overlay: next }, command, form);
}

function palettePressed(model: Model, palette: Palette, key: Key): Outcome {
	if (key.name === "escape") return step({ ...model, overlay: null });
	if (key.name !== "enter") return step({ ...model, overlay: paletteTyped(palette, key) });
	const entry = palette.entries[palette.index];
	const closed = { ...model, overlay: null };
	if (entry?.command === selectCommand) return step(selected(closed, entry.subject));
	return ran(closed, entry === undefined ? null : commandOf(entry.command));
}

function filterTyped(model: Model, editing: NonNullable<Model["editing"]>, key: Key): Model {
	const { filter, input } = editing;
	switch (key.name) {
		case "escape":
			return filtered({ ...model, editing: null, filters: { ...model.filters, [filter]: "" } });
		case "enter":
			return filtered({
				...model,
				editing: null,
				filters: { ...model.filters, [filter]: input.text.trim() },
			});
		default: {
			const next = typed(input, key);
			return next === null ? model : filtered({ ...model, editing: { filter, input: next } });
		}
	}
}

/** Other rows are shown: one of them is selected, and panes begin at the newest. */
function filtered(model: Model): Model {
	const pane = { ...model, logScroll: 0, framesPane: { ...model.framesPane, scroll: 0 } };
	const [first, ...others] = shownDevices(model);
	const isShown = [first, ...others].some((device) => device?.name === model.selected);
	return isShown || first === undefined ? pane : selected(pane, first.name);
}

function helpTyped(help: Help, { name }: Key): Help | null {
	switch (name) {
		case "down":
		case "j":
			return { ...help, scroll: help.scroll + 1 };
		case "up":
		case "k":
			return { ...help, scroll: Math.max(0, help.scroll - 1) };
		case "pagedown":
		case "space":
			return { ...help, scroll: help.scroll + 10 };
		case "pageup":
			return { ...help, scroll: Math.max(0, help.scroll - 10) };
		default:
			return null;
	}
}

/** The hand that held a tag to the reader is gone. */
function tagTaken(model: Model, name: string): Outcome {
	const device = model.devices.get(name);
	const without =
		device?.kind === "lock" ? withDevice(model, { ...device, isTagPresent: false }) : model;
	return step(without, { type: "send", name, command: { cmd: "remove-tag" } });
}
