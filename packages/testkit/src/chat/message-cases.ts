import type { ExactJson } from "@gw-sim/core";
import type { ConformanceCase } from "../conformance.js";
import { anyInteger, including } from "../pattern.js";
import { anyUser, at, check, integerAt } from "./shapes.js";
import { chatCase } from "./stage.js";
import { type ChatTarget, needsTokens } from "./target.js";

/** MESSAGE_CREATE, MESSAGE_DELETE, START_TYPING. */
export const messageCases: readonly ConformanceCase<ChatTarget>[] = [
	chatCase(
		"message-shape",
		"A message goes out with user, content and messageID, and with a nonce only where one came",
		async (stage) => {
			const person = await stage.enter();
			const content = person.text();
			person.emit("MESSAGE_CREATE", { content });
			await person.event("MESSAGE_CREATE", { user: anyUser, content, messageID: anyInteger });
			const again = person.text();
			person.emit("MESSAGE_CREATE", { content: again, nonce: 7 });
			const full = { user: anyUser, content: again, messageID: anyInteger, nonce: 7 };
			await person.event("MESSAGE_CREATE", full);
		},
	),
	chatCase(
		"message-reaches-the-whole-room",
		"A message goes to everybody in the room, its sender too, with one messageID",
		async (stage) => {
			const people = [await stage.enter(), await stage.another(), await stage.another()] as const;
			await stage.gather(...people);
			const [sender, ...others] = people;
			const cnf = await sender.say();
			for (const other of others) await other.event("MESSAGE_CREATE", cnf);
			for (const person of people) await person.quiet();
		},
	),
	chatCase(
		"messages-keep-their-order",
		"Everybody in a room sees its messages in one order",
		async (stage) => {
			const people = [await stage.enter(), await stage.another()] as const;
			await stage.gather(...people);
			for (let i = 0; i < 8; i++)
				for (const person of people) person.emit("MESSAGE_CREATE", { content: person.text() });
			const orders: string[] = [];
			for (const person of people) {
				let order = "";
				for (let i = 0; i < 16; i++) {
					const frame = await person.event("MESSAGE_CREATE", including({ user: anyUser }));
					order += `${integerAt(frame, "cnf", "messageID")} `;
				}
				orders.push(order);
			}
			check(orders[0] === orders[1], `one saw ${orders[0]}, the other ${orders[1]}`);
		},
	),
	chatCase("message-ids-differ", "Every message has a messageID of its own", async (stage) => {
		const person = await stage.enter();
		const ids = new Set<string>();
		for (let i = 0; i < 5; i++) ids.add(String(integerAt(await person.say("twice"), "messageID")));
		check(ids.size === 5, "two messages have one messageID");
	}),
	chatCase(
		"blank-content-is-4004",
		"A content that is blank, missing or no text is error 4004",
		async (stage) => {
			const person = await stage.enter();
			const bodies: readonly ExactJson[] = [
				{},
				{ content: "" },
				{ content: "   " },
				{ content: "\t\r\n" },
				{ content: null },
				{ content: 5 },
				{ content: ["x"] },
			];
			for (const cnf of bodies) {
				person.emit("MESSAGE_CREATE", cnf);
				await person.error(4004);
			}
			await person.beat();
		},
	),
	chatCase(
		"content-is-not-filtered",
		"A content comes back as it was sent: markup, quotes, controls, any script",
		async (stage) => {
			const person = await stage.enter();
			for (const text of [
				'<script>alert("x")</script>',
				"a &amp; b < c > d",
				"  blanks around  ",
				'\\ " \u0000 \u001b[31m \u2028',
				"日本語 🙂 e\u0301",
			]) {
				const content = `${text}${person.text()}${text}`;
				person.emit("MESSAGE_CREATE", { content });
				await person.event("MESSAGE_CREATE", including({ content }));
			}
		},
	),
	chatCase(
		"nobody-speaks-for-others",
		"The user of a message is its sender, whatever the sender writes",
		async (stage) => {
			const person = await stage.enter();
			const user = at(await person.say(), "user");
			const fake = { id: 1, name: "fake", uuid: "fake", admin: true, bio: "" };
			const cnf = await person.say(person.text(), { user: fake, messageID: 1 });
			check(
				String(integerAt(cnf, "user", "id")) === String(integerAt(user, "id")) &&
					at(cnf, "user", "name") === at(user, "name"),
				"a message carries the user that its sender wrote",
			);
			check(String(at(cnf, "messageID")) !== "1", "a message carries its sender's messageID");
		},
	),
	chatCase(
		"author-may-delete",
		"Who wrote a message may delete it: the whole room is told",
		async (stage) => {
			const people = [await stage.enter(), await stage.another()] as const;
			await stage.gather(...people);
			const [author, other] = people;
			const cnf = await author.say();
			const messageID = integerAt(cnf, "messageID");
			await other.event("MESSAGE_CREATE", cnf);
			author.emit("MESSAGE_DELETE", { messageID });
			for (const person of people) await person.event("MESSAGE_DELETE", { messageID });
		},
	),
	chatCase(
		"admin-may-delete",
		"An administrator may delete anybody's message",
		async (stage) => {
			const people = [await stage.enter(), await stage.enter("admin")] as const;
			await stage.gather(...people);
			const [author, admin] = people;
			const cnf = await author.say();
			const messageID = integerAt(cnf, "messageID");
			await admin.event("MESSAGE_CREATE", cnf);
			admin.emit("MESSAGE_DELETE", { messageID });
			for (const person of people) await person.event("MESSAGE_DELETE", { messageID });
		},
		needsTokens("admin"),
	),
	chatCase(
		"stranger-may-not-delete",
		"Deleting somebody else's message is error 4004, and the room is told nothing",
		async (stage) => {
			const people = [await stage.enter(), await stage.enter("other")] as const;
			await stage.gather(...people);
			const [author, stranger] = people;
			const cnf = await author.say();
			await stranger.event("MESSAGE_CREATE", cnf);
			stranger.emit("MESSAGE_DELETE", { messageID: integerAt(cnf, "messageID") });
			await stranger.error(4004);
			await author.quiet();
		},
		needsTokens("other"),
	),
	chatCase(
		"unknown-message-is-4004",
		"Deleting a message that is not there is error 4004",
		async (stage) => {
			const person = await stage.enter();
			for (const messageID of ["99999999999999999999", 0]) {
				person.emit("MESSAGE_DELETE", { messageID });
				await person.error(4004);
			}
		},
	),
	chatCase(
		"delete-twice-is-4004",
		"A message is deleted once: again is error 4004",
		async (stage) => {
			const person = await stage.enter();
			const messageID = integerAt(await person.say(), "messageID");
			person.emit("MESSAGE_DELETE", { messageID });
			await person.event("MESSAGE_DELETE", { messageID });
			person.emit("MESSAGE_DELETE", { messageID });
			await person.error(4004);
		},
	),
	chatCase(
		"typing-goes-to-others",
		"START_TYPING goes to the others in the room with its user, not to who types",
		async (stage) => {
			const people = [await stage.enter(), await stage.another(), await stage.another()] as const;
			await stage.gather(...people);
			const [typist, ...others] = people;
			const user = at(await typist.say(), "user");
			typist.emit("START_TYPING");
			for (const other of others) {
				await other.event("MESSAGE_CREATE", including({ user }));
				await other.event("START_TYPING", { user });
			}
			await typist.quiet();
		},
	),
	chatCase("typing-with-a-body", "START_TYPING may carry an empty object", async (stage) => {
		const people = [await stage.enter(), await stage.another()] as const;
		await stage.gather(...people);
		people[0].emit("START_TYPING", {});
		await people[1].event("START_TYPING", { user: anyUser });
	}),
];
