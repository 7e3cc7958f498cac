import {
	decodeClientFrame,
	decodeServerMessage,
	describeMessage,
	type ServerMessage,
} from "@gw-sim/protocols/puff";
import { expect, test } from "vitest";

const decode = (text: string): string =>
	describeMessage(decodeClientFrame(text, { inflate: (bytes) => bytes }));

test.each([
	['{"op":1,"d":{"group_id":"ab12cd"}}', "join ab12cd"],
	['{"op":2}', "create"],
	['{"op":2,"d":{"name":"Sour Diesel"}}', "create Sour Diesel"],
	[
		'{"op":4,"d":{"state":7,"temperature":187}}',
		'device {"state":7,"temperature":187} (HEAT_CYCLE_PREHEAT)',
	],
	['{"op":4,"d":{"state":99}}', 'device {"state":99}'],
	['{"op":5,"d":{"visibility":"public"}}', 'edit {"visibility":"public"}'],
	['{"op":6,"d":{"name":"\\u001b[2J"}}', 'user {"name":"\\u001b[2J"}'],
	['{"op":7}', "leave"],
	['{"op":8}', "inquire"],
	['{"op":420}', "heartbeat"],
	['{"op":4}', "refused: SYNTAX_ERROR MISSING_DATA"],
	['{"op":9}', "ignored: an op that is not a client's"],
	['{"op":1,"d":{"group_id":"\\u202e\\n"}}', "join \\u202e\\u000a"],
])("%s from a client is %j", (text, line) => {
	expect(decode(text)).toBe(line);
});

const d = '"group_id":"ab12cd","session_id":"s1","name":"Bob"';

test.each([
	[
		'{"op":0,"d":{"session_id":"s1","heartbeat_interval":25000}}',
		"hello s1, heartbeat every 25000 ms",
	],
	[
		`{"op":3,"t":"JOINED_GROUP","d":{"group_id":"ab12cd","name":"T","members":[{${d}}]}}`,
		"JOINED_GROUP ab12cd T, chilling, 1 other",
	],
	[
		'{"op":3,"t":"GROUP_UPDATE","d":{"group_id":"ab12cd","name":"T","state":"awaiting","members":["a"],"ready":[]}}',
		"GROUP_UPDATE ab12cd T, awaiting, 1 in, 0 ready",
	],
	[`{"op":3,"t":"GROUP_CREATE","d":{${d}}}`, "GROUP_CREATE ab12cd Bob"],
	[`{"op":3,"t":"GROUP_DELETE","d":{${d}}}`, "GROUP_DELETE ab12cd"],
	[`{"op":3,"t":"GROUP_USER_JOIN","d":{${d}}}`, "GROUP_USER_JOIN s1 Bob"],
	[`{"op":3,"t":"GROUP_USER_LEFT","d":{${d}}}`, "GROUP_USER_LEFT s1"],
	[`{"op":3,"t":"GROUP_USER_UPDATED","d":{${d}}}`, "GROUP_USER_UPDATE s1 Bob"],
	[
		'{"op":3,"t":"GROUP_USER_DEVICE_UPDATE","d":{"group_id":"ab12cd","session_id":"s1","device_state":{"state":6}}}',
		'GROUP_USER_DEVICE_UPDATE s1 {"state":6} (TEMP_SELECT)',
	],
	['{"op":3,"t":"GROUP_START_HEATING"}', "GROUP_START_HEATING"],
	[
		'{"op":3,"t":"GROUP_START_HEATING","d":{"excluded":true,"watcher":true}}',
		"GROUP_START_HEATING as a watcher",
	],
	[`{"op":3,"t":"GROUP_USER_READY","d":{${d}}}`, "GROUP_USER_READY s1"],
	[
		'{"op":3,"t":"GROUP_VISIBILITY_CHANGE","d":{"visibility":"public"}}',
		"GROUP_VISIBILITY_CHANGE public",
	],
	['{"op":3,"t":"PUBLIC_GROUPS_UPDATE","d":[]}', "PUBLIC_GROUPS_UPDATE 0 groups"],
	['{"op":3,"t":"SYNTAX_ERROR","d":{"code":"MISSING_DATA"}}', "SYNTAX_ERROR MISSING_DATA"],
	['{"op":3,"t":"GROUP_REACTION","d":{"emoji":"\\u0007"}}', 'GROUP_REACTION {"emoji":"\\u0007"}'],
	['{"op":3,"t":"RATE_LIMITED"}', "RATE_LIMITED"],
])("%s from a gateway is %j", (text, line) => {
	expect(describeMessage(decodeServerMessage(text))).toBe(line);
});

test.each<[ServerMessage, string]>([
	[{ type: "GROUP_USER_UPDATED", sessionId: "s1", name: "Bob" }, "GROUP_USER_UPDATED s1 Bob"],
	[
		{
			type: "GROUP_USER_DEVICE_UPDATE",
			groupId: "ab12cd",
			sessionId: "s1",
			deviceState: '{"state":5,"x":"\u009b"}',
			deviceType: null,
		},
		'GROUP_USER_DEVICE_UPDATE s1 {"state":5,"x":"\\u009b"} (IDLE)',
	],
])("%j, before it is sent, is %j", (message, line) => {
	expect(describeMessage(message)).toBe(line);
});

test("a long message is cut", () => {
	expect(decode(`{"op":4,"d":{"x":"${"x".repeat(5000)}"}}`).length).toBeLessThan(200);
});
