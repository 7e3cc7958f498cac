import type { Model } from "../model.js";
import type { HelpSection, KeyHint } from "../overlay.js";
import { selectedDevice } from "../selectors.js";
import { appCommands } from "./app-commands.js";
import { chatCommands } from "./chat-commands.js";
import { cloudCommands } from "./cloud-commands.js";
import type { Command } from "./command.js";
import { deviceCommands } from "./device-commands.js";
import { lockCommands } from "./lock-commands.js";
import { puffCommands } from "./puff-commands.js";
import { roomCommands } from "./room-commands.js";

const shownKeys: Readonly<Record<string, string>> = {
	up: "↑",
	down: "↓",
	escape: "esc",
	pageup: "pgup",
	pagedown: "pgdn",
	"shift+tab": "⇧tab",
	"ctrl+c": "^c",
	"ctrl+f": "^f",
	"ctrl+z": "^z",
	"ctrl+b": "^b",
};

/** Everything that can be done: what keys do, the palette, the help and the footer come from here. */
export const commands: readonly Command[] = [
	...lockCommands,
	...cloudCommands,
	...puffCommands,
	...chatCommands,
	...roomCommands,
	...deviceCommands,
	...appCommands,
];

const byId: ReadonlyMap<string, Command> = new Map(commands.map((one) => [one.id, one]));

export function commandOf(id: string): Command | null {
	return byId.get(id) ?? null;
}

/** What can be done as things are. */
export function possibleCommands(model: Model): readonly Command[] {
	const device = selectedDevice(model);
	return commands.filter(
		({ on, views }) =>
			(on === "app" || (device !== null && (on === "device" || on === device.kind))) &&
			(views === undefined || views.includes(model.view)),
	);
}

/** What a key does as things are; null where it does nothing. */
export function commandFor(model: Model, key: string): Command | null {
	return possibleCommands(model).find(({ keys }) => keys.includes(key)) ?? null;
}

/** What the footer offers, what matters most first. */
export function hintsOf(model: Model): readonly KeyHint[] {
	if (model.isEnding) return [{ keys: "ctrl+c", label: "do not wait" }];
	if (model.editing !== null)
		return [
			{ keys: "enter", label: "keep the filter" },
			{ keys: "esc", label: "no filter" },
		];
	switch (model.overlay?.type) {
		case "help":
			return [
				{ keys: "↑ ↓", label: "scroll" },
				{ keys: "esc", label: "close" },
			];
		case "palette":
			return [
				{ keys: "enter", label: "do it" },
				{ keys: "↑ ↓", label: "choose" },
				{ keys: "esc", label: "close" },
			];
		case "form":
			return [
				{ keys: "enter", label: "send" },
				{ keys: "tab", label: "next field" },
				{ keys: "esc", label: "close" },
			];
		case undefined:
			return possibleCommands(model)
				.flatMap((one) => {
					const rank = rankOf(model, one);
					return rank === undefined ? [] : [{ rank, one }];
				})
				.sort((a, b) => a.rank - b.rank)
				.map(({ one }) => ({ keys: shownKey(one.keys[0]), label: one.short ?? one.label }));
	}
}

/** For a device whose process is not there, to start it matters most. */
function rankOf(model: Model, { id, hint }: Command): number | undefined {
	const process = model.selected === null ? undefined : model.processes.get(model.selected);
	return id === "device.start" && process?.pid === null ? -10 : hint;
}

/** The help: every key of the table, by what it is for. */
export const help: readonly HelpSection[] = [
	section("everywhere", ({ on, views }) => on === "app" && views === undefined),
	section("frames", ({ views }) => views?.includes("frames") === true),
	section("any device", ({ on }) => on === "device"),
	section("lock", ({ on }) => on === "lock"),
	section("cloud", ({ on }) => on === "cloud"),
	section("puff", ({ on }) => on === "puff"),
	section("chat", ({ on }) => on === "chat"),
	section("room", ({ on }) => on === "room"),
];

function section(title: string, belongs: (command: Command) => boolean): HelpSection {
	return {
		title,
		hints: commands
			.filter((command) => command.keys.length > 0 && belongs(command))
			.map(({ keys, label }) => ({ keys: keys.map(shownKey).join(" "), label })),
	};
}

/** A key as people call it. */
export function shownKey(key = ""): string {
	return shownKeys[key] ?? key;
}
