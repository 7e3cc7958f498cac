import { parseJson } from "@gw-sim/core";
import { roomCommands as schemas } from "@gw-sim/simulator-room";
import { textField } from "../overlays/fields.js";
import { textIn } from "../overlays/form.js";
import { sentChecked } from "./checked.js";
import { type Command, forKind, sent } from "./command.js";

/** What somebody in a room can do. */
export const roomCommands: readonly Command[] = [
	forKind("room", {
		id: "room.say",
		keys: ["m"],
		label: "say",
		hint: 0,
		stays: true,
		form: () => ({ title: "Say", fields: [textField("data", "message")] }),
		run(model, room, form) {
			const data = textIn(form, "data");
			if (data === "") return { field: "data", problem: "there is nothing to say" };
			return sent(model, room, { cmd: "say", data });
		},
	}),
	vote("room.poll", "v", "vote", "poll", 1),
	vote("room.ephemeral-poll", "V", "vote while here", "ephemeral-poll"),
	forKind("room", {
		id: "room.count",
		keys: ["+", "="],
		label: "count",
		hint: 2,
		run: (model, room) => sent(model, room, { cmd: "counter" }),
	}),
	forKind("room", {
		id: "room.counter",
		keys: ["c"],
		label: "add to a counter",
		form: ({ counters }) => ({
			title: "Add to a counter",
			fields: [
				textField("id", "counter", { text: counters.at(-1)?.id ?? "", placeholder: "hits" }),
				textField("value", "by", { placeholder: "1" }),
			],
		}),
		run(model, room, form) {
			const id = textIn(form, "id");
			const value = textIn(form, "value");
			const command = {
				cmd: "counter",
				...(id === "" ? {} : { id }),
				...(value === "" ? {} : { value }),
			};
			return sentChecked(model, room, command, schemas);
		},
	}),
	forKind("room", {
		id: "room.login",
		keys: ["i"],
		label: "log in under a name",
		form: () => ({ title: "Log in", fields: [textField("name", "name", { placeholder: "Ann" })] }),
		run: (model, room, form) =>
			sent(model, room, { cmd: "login", data: { name: textIn(form, "name") } }),
	}),
	subscription("room.subscribe", "u", "subscribe to events", "subscribe"),
	subscription("room.unsubscribe", "U", "unsubscribe from events", "unsubscribe"),
	forKind("room", {
		id: "room.authenticate",
		keys: [],
		label: "become an administrator",
		form: () => ({ title: "Become an administrator", fields: [textField("key", "signing key")] }),
		run: (model, room, form) =>
			sentChecked(model, room, { cmd: "authenticate", key: textIn(form, "key") }, schemas),
	}),
	forKind("room", {
		id: "room.send",
		keys: [],
		label: "send anything",
		form: () => ({
			title: "Send anything",
			fields: [textField("type", "type"), textField("data", "data", { placeholder: "JSON" })],
		}),
		run(model, room, form) {
			const text = textIn(form, "data");
			const data = text === "" ? undefined : parseJson(text);
			if (text !== "" && data === undefined)
				return { field: "data", problem: 'not JSON: write it as in "text" or {"a":1}' };
			const command = {
				cmd: "send",
				type: textIn(form, "type"),
				...(data === undefined ? {} : { data }),
			};
			return sentChecked(model, room, command, schemas);
		},
	}),
];

function vote(
	id: string,
	key: string,
	label: string,
	cmd: "poll" | "ephemeral-poll",
	hint?: number,
): Command {
	return forKind("room", {
		id,
		keys: [key],
		label,
		...(hint === undefined ? {} : { hint }),
		form: ({ polls }) => ({
			title: "Vote",
			fields: [
				textField("id", "poll", { text: polls.at(-1)?.id ?? "", placeholder: "lunch" }),
				textField("answer", "answer", { placeholder: "soup" }),
			],
		}),
		run(model, room, form) {
			const poll = textIn(form, "id");
			if (poll === "") return { field: "id", problem: "which poll is it, as in lunch" };
			return sentChecked(model, room, { cmd, id: poll, answer: textIn(form, "answer") }, schemas);
		},
	});
}

function subscription(
	id: string,
	key: string,
	label: string,
	cmd: "subscribe" | "unsubscribe",
): Command {
	return forKind("room", {
		id,
		keys: [key],
		label,
		form: () => ({
			title: cmd === "subscribe" ? "Subscribe to" : "Unsubscribe from",
			fields: [textField("event", "event", { placeholder: "chat, or poll:lunch" })],
		}),
		run: (model, room, form) =>
			sentChecked(model, room, { cmd, event: textIn(form, "event") }, schemas),
	});
}
