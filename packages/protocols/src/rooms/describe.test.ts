import { decodeClientMessage, decodeServerMessage, describeMessage } from "@gw-sim/protocols/rooms";
import { expect, test } from "vitest";

const user = '{"suffix":7,"properties":{},"id":"secret","connectionDetails":{},"role":"admin"}';

test.each([
	['{"type":"login","data":{"name":"Ada"}}', 'login {"name":"Ada"}'],
	['{"type":"profile"}', "profile"],
	['{"type":"subscribe","data":"poll:lunch"}', "subscribe poll:lunch"],
	['{"type":"unsubscribe","data":"poll:all"}', "unsubscribe poll"],
	['{"type":"chat","data":"hi"}', 'chat "hi"'],
	['{"type":"chat"}', "chat"],
	['{"type":"poll","data":{"id":"lunch","answer":"soup"}}', "poll lunch: soup"],
	['{"type":"counter","data":{"id":"a","value":17.75}}', "counter a +17.75"],
	['{"type":"counter","data":{"id":"a","value":-1}}', "counter a -1"],
	['{"type":"authenticate","data":{"ts":1,"key":"secret"}}', "authenticate 1"],
	['{"type":"config","data":"{}"}', 'config "{}"'],
	['{"type":"broadcast","data":{"type":"x","to":"a:b"}}', 'broadcast to a:b {"type":"x"}'],
	['{"type":"broadcast","data":{}}', "broadcast to all {}"],
	['{"type":"relay","data":"chat"}', "relay chat"],
	['{"type":"deleteRelay"}', "deleteRelay all"],
	['{"type":"deleteRelay","data":"chat"}', "deleteRelay chat"],
	['{"type":"wave","data":[1]}', "wave [1]"],
	['{"type":"\\u001b[2J","data":"\\u202e"}', '\\u001b[2J "\\u202e"'],
])("%s from a client is %j", (text, line) => {
	expect(describeMessage(decodeClientMessage(text))).toBe(line);
});

test.each([
	['{"type":"config","data":""}', 'config ""'],
	[`{"type":"profile","data":${user}}`, "profile 7 (admin) {}"],
	['{"type":"chat","data":{"message":1,"user":{"suffix":2,"properties":{}}}}', "chat from 2 1"],
	['{"type":"poll","data":{"id":"lunch","stats":{"a":2,"b":1}}}', "poll lunch: a 2, b 1"],
	['{"type":"ephemeralPoll","data":{"id":1,"stats":{}}}', "ephemeralPoll 1: no votes"],
	['{"type":"counter","data":{"id":"a","value":2.61}}', "counter a = 2.61"],
	['{"type":"ping","data":5}', "ping"],
	['{"type":"error","data":"no\\nway"}', "error no\\u000away"],
	[`{"type":"relay:wave","data":{"type":"wave","user":${user}}}`, "relay wave from 7 (admin)"],
	['{"type":"news","data":1}', 'broadcast {"type":"news","data":1}'],
])("%s from a server is %j", (text, line) => {
	expect(describeMessage(decodeServerMessage(text))).toBe(line);
});

test("a long message is cut", () => {
	const text = JSON.stringify({ type: "chat", data: "x".repeat(5000) });
	expect(describeMessage(decodeClientMessage(text)).length).toBeLessThan(200);
});
