import type { JsonObject } from "@gw-sim/core";
import { type ProfileName, profileNames, puffCommands as schemas } from "@gw-sim/simulator-puff";
import { choiceField, textField } from "../overlays/fields.js";
import { textIn } from "../overlays/form.js";
import { sentChecked } from "./checked.js";
import { type Command, forKind, sent, withDevice } from "./command.js";

/** What can be done to a puff. */
export const puffCommands: readonly Command[] = [
	plain("puff.button", "b", "press the button", { cmd: "press-button" }, 0, "button"),
	plain("puff.inquire", "i", "ask the group", { cmd: "inquire" }, 1, "ask"),
	plain("puff.abort", "a", "abort", { cmd: "abort" }, 2),
	forKind("puff", {
		id: "puff.profile",
		keys: ["f"],
		label: "profile",
		hint: 6,
		form: ({ profile }) => ({
			title: "Profile of the next cycle",
			fields: [choiceField("profile", "profile", profileOptions, profile)],
		}),
		run: (model, puff, form) =>
			sent(model, puff, { cmd: "set-profile", profile: textIn(form, "profile") }),
	}),
	...profileNames.map((profile, i) =>
		plain(`puff.profile-${profile}`, String(i + 1), `profile ${profile}`, {
			cmd: "set-profile",
			profile,
		}),
	),
	forKind("puff", {
		id: "puff.charge",
		keys: ["c"],
		label: "put it on the charger, or take it off",
		run(model, puff) {
			const on = !puff.isCharging;
			return sent(withDevice(model, { ...puff, isCharging: on }), puff, { cmd: "charge", on });
		},
	}),
	forKind("puff", {
		id: "puff.join",
		keys: ["n"],
		label: "join a group",
		form: () => ({
			title: "Join a group",
			fields: [textField("group", "id", { placeholder: "ab12cd" })],
		}),
		run: (model, puff, form) =>
			sentChecked(model, puff, { cmd: "join", group: textIn(form, "group") }, schemas),
	}),
	plain("puff.leave", "v", "leave the group", { cmd: "leave" }),
];

const profileOptions = profileNames.map((name: ProfileName) => ({ value: name, label: name }));

function plain(
	id: string,
	key: string,
	label: string,
	command: JsonObject,
	hint?: number,
	short = label,
): Command {
	return forKind("puff", {
		id,
		keys: [key],
		label,
		short,
		...(hint === undefined ? {} : { hint }),
		run: (model, puff) => sent(model, puff, command),
	});
}
