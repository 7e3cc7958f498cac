import { step } from "@gw-sim/core";
import { serverName } from "../../up/orchestra.js";
import { type Model, type ViewName, viewNames } from "../model.js";
import { moved, scrolledTo } from "../navigation.js";
import { textField } from "../overlays/fields.js";
import { textIn } from "../overlays/form.js";
import { newPalette } from "../overlays/palette.js";
import { inputOf } from "../overlays/text-input.js";
import { filterOf, liveFrames, shownFrames } from "../selectors.js";
import { type Command, type Outcome, withNotice } from "./command.js";

/** What is left of a pane for rows, about. */
const paneChrome = 8;

/** What can be done to the UI and to the whole scene. */
export const appCommands: readonly Command[] = [
	app("help", ["?"], "help", (model) => ({ ...model, overlay: { type: "help", scroll: 0 } }), {
		hint: 3,
	}),
	app("palette", [":"], "commands", (model) => ({ ...model, overlay: newPalette }), {
		hint: 4,
	}),
	app("filter", ["/"], "filter", filtering, { hint: 11 }),
	movement("down", ["j", "down"], "down", (model) => moved(model, 1)),
	movement("up", ["k", "up"], "up", (model) => moved(model, -1)),
	movement("page-down", ["pagedown", "ctrl+f"], "a page down", (model) =>
		moved(model, pageOf(model)),
	),
	movement("page-up", ["pageup", "ctrl+b"], "a page up", (model) => moved(model, -pageOf(model))),
	movement("first", ["g", "home"], "to the first", (model) => scrolledTo(model, "first")),
	movement("last", ["G", "end"], "to the last", (model) => scrolledTo(model, "last")),
	movement("open", ["enter"], "open the device", (model) => viewed(model, "device")),
	movement("back", ["escape"], "back", back),
	movement("next-view", ["tab"], "next view", (model) => besides(model, 1), 9),
	movement("previous-view", ["shift+tab"], "previous view", (model) => besides(model, -1)),
	app("log", ["l"], "log", (model) => viewed(model, "log"), { hint: 10 }),
	...viewNames
		.filter((view) => view !== "log")
		.map((view) => app(`view-${view}`, [], `view: ${view}`, (model) => viewed(model, view))),
	app("pause", ["space"], "pause, or go on", paused, {
		hint: -4,
		short: "pause",
		views: ["frames"],
	}),
	app("raw", ["R"], "raw, or decoded", raw, { hint: -3, short: "raw", views: ["frames"] }),
	app("scope", ["A"], "all devices, or one", scope, { hint: -2, short: "all", views: ["frames"] }),
	{
		id: "app.save",
		on: "app",
		keys: ["Y"],
		label: "copy to a file",
		hint: -1,
		short: "copy",
		views: ["frames"],
		form: (model) => ({
			title: `Copy ${shownFrames(model).length} frames to a file`,
			fields: [textField("file", "file", { text: "frames.jsonl", placeholder: "frames.jsonl" })],
		}),
		run(model, form) {
			const file = textIn(form, "file");
			if (file === "") return { field: "file", problem: "what is the file called?" };
			return step(model, { type: "save", file, frames: shownFrames(model) });
		},
	},
	serverProcess("start"),
	serverProcess("stop"),
	serverProcess("restart"),
	{
		id: "app.suspend",
		on: "app",
		keys: ["ctrl+z"],
		label: "back to the shell for a while",
		isMovement: true,
		run: (model) => step(model, { type: "suspend" }),
	},
	{
		id: "app.quit",
		on: "app",
		keys: ["q", "ctrl+c"],
		label: "quit",
		hint: 5,
		run: quitting,
	},
];

function app(
	id: string,
	keys: readonly string[],
	label: string,
	change: (model: Model) => Model,
	more: Pick<Command, "hint" | "short" | "views"> = {},
): Command {
	return { id: `app.${id}`, on: "app", keys, label, ...more, run: (model) => step(change(model)) };
}

function movement(
	id: string,
	keys: readonly string[],
	label: string,
	change: (model: Model) => Model,
	hint?: number,
): Command {
	return { ...app(id, keys, label, change, hint === undefined ? {} : { hint }), isMovement: true };
}

function serverProcess(deed: "start" | "stop" | "restart"): Command {
	return {
		id: `server.${deed}`,
		on: "app",
		keys: [],
		label: `${deed} the server`,
		run: (model) =>
			model.processes.has(serverName)
				? step(model, { type: deed, name: serverName })
				: step(withNotice(model, "bad", "the gateway is not ours: the scene names its url")),
	};
}

function quitting(model: Model): Outcome {
	return step({ ...model, isEnding: true, overlay: null, editing: null }, { type: "end" });
}

function viewed(model: Model, view: ViewName): Model {
	return { ...model, view };
}

function besides(model: Model, by: number): Model {
	const at = viewNames.indexOf(model.view);
	return viewed(model, viewNames.at((at + by) % viewNames.length) ?? "list");
}

function filtering(model: Model): Model {
	const filter = filterOf(model);
	if (filter === null) return withNotice(model, "info", "there is nothing to filter in this view");
	return { ...model, editing: { filter, input: inputOf(model.filters[filter]) } };
}

/** Out of the filter, then out of the pause, then out of the view. */
function back(model: Model): Model {
	const filter = filterOf(model);
	if (filter !== null && model.filters[filter] !== "")
		return { ...model, filters: { ...model.filters, [filter]: "" } };
	if (model.view === "frames" && model.framesPane.paused !== null) return paused(model);
	return viewed(model, "list");
}

function paused(model: Model): Model {
	const { framesPane } = model;
	return framesPane.paused === null
		? { ...model, framesPane: { ...framesPane, paused: liveFrames(model) } }
		: { ...model, framesPane: { ...framesPane, paused: null, scroll: 0 } };
}

function raw(model: Model): Model {
	const { framesPane } = model;
	return { ...model, framesPane: { ...framesPane, isRaw: !framesPane.isRaw } };
}

function scope(model: Model): Model {
	const { framesPane } = model;
	const other = framesPane.scope === "all" ? "device" : "all";
	return { ...model, framesPane: { ...framesPane, scope: other, paused: null, scroll: 0 } };
}

function pageOf({ rows }: Model): number {
	return Math.max(1, rows - paneChrome);
}
