import { chatCommands as schemas } from "@gw-sim/simulator-chat";
import { choiceField, textField } from "../overlays/fields.js";
import { textIn } from "../overlays/form.js";
import { sentChecked } from "./checked.js";
import { type Command, forKind, sent } from "./command.js";

/** What somebody in a chat can do. */
export const chatCommands: readonly Command[] = [
	forKind("chat", {
		id: "chat.say",
		keys: ["m"],
		label: "say",
		hint: 0,
		stays: true,
		form: () => ({ title: "Say", fields: [textField("content", "message")] }),
		run: (model, chat, form) =>
			sentChecked(model, chat, { cmd: "say", content: textIn(form, "content") }, schemas),
	}),
	forKind("chat", {
		id: "chat.typing",
		keys: ["y"],
		label: "typing",
		hint: 1,
		run: (model, chat) => sent(model, chat, { cmd: "typing" }),
	}),
	forKind("chat", {
		id: "chat.move",
		keys: ["v"],
		label: "move to a room",
		short: "move",
		hint: 2,
		form: ({ rooms, room }) => ({
			title: "Move to a room",
			fields: [
				rooms.length === 0
					? textField("roomID", "room id", { placeholder: "6982582592583503353" })
					: choiceField(
							"roomID",
							"room",
							rooms.map(({ id, name }) => ({ value: id, label: `${name} ${id}` })),
							room ?? "",
						),
			],
		}),
		run: (model, chat, form) =>
			sentChecked(model, chat, { cmd: "move", roomID: textIn(form, "roomID") }, schemas),
	}),
	forKind("chat", {
		id: "chat.create",
		keys: ["n"],
		label: "create a room",
		form: () => ({ title: "Create a room", fields: [textField("name", "name")] }),
		run: (model, chat, form) =>
			sentChecked(
				model,
				chat,
				{ cmd: "create", name: textIn(form, "name"), visibility: true },
				schemas,
			),
	}),
	forKind("chat", {
		id: "chat.delete",
		keys: [],
		label: "delete a message",
		form: () => ({ title: "Delete a message", fields: [textField("messageID", "message id")] }),
		run: (model, chat, form) =>
			sentChecked(model, chat, { cmd: "delete", messageID: textIn(form, "messageID") }, schemas),
	}),
	forKind("chat", {
		id: "chat.leave",
		keys: [],
		label: "go back to the first room",
		run: (model, chat) => sent(model, chat, { cmd: "leave" }),
	}),
	forKind("chat", {
		id: "chat.ban",
		keys: [],
		label: "ban a user, as an administrator",
		form: () => ({
			title: "Ban a user",
			fields: [textField("userID", "user id"), textField("reason", "reason")],
		}),
		run(model, chat, form) {
			const reason = textIn(form, "reason");
			const userID = textIn(form, "userID");
			const command = { cmd: "ban", userID, ...(reason === "" ? {} : { reason }) };
			return sentChecked(model, chat, command, schemas);
		},
	}),
];
