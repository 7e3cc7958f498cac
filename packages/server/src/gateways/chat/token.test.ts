import { createHmac, generateKeyPairSync, sign as signAsymmetric } from "node:crypto";
import { expect, test } from "vitest";
import { ann, bob, ChatStage, secret, tokenOf } from "./testing/chat-stage.js";

const segment = (text: string | Uint8Array): string =>
	Buffer.from(text as Uint8Array).toString("base64url");
const hs256 = '{"alg":"HS256","typ":"JWT"}';

function signed(payload: string, header = hs256, algorithm = "sha256", key = secret): string {
	const input = `${segment(header)}.${segment(payload)}`;
	return `${input}.${createHmac(algorithm, key).update(input).digest("base64url")}`;
}

const claims = (more = ""): string => `{"type":"user","id":${ann}${more}}`;

function rs256(): string {
	const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
	const input = `${segment('{"alg":"RS256","typ":"JWT"}')}.${segment(claims())}`;
	return `${input}.${signAsymmetric("sha256", Buffer.from(input), privateKey).toString("base64url")}`;
}

/** One character of a segment replaced by another of the alphabet. */
function tampered(token: string, part: 0 | 1 | 2): string {
	const parts = token.split(".");
	const text = parts[part] ?? "";
	parts[part] = `${text.slice(0, 9)}${text[9] === "A" ? "B" : "A"}${text.slice(10)}`;
	return parts.join(".");
}

const [head, body, signature] = signed(claims()).split(".");
/** The first second of a virtual clock's calendar. */
const now = 1_767_225_600;

const refused: readonly (readonly [string, string, number])[] = [
	["nothing", "", 0],
	["no signature", `${head}.${body}.`, 0],
	["alg none without a signature", `${segment('{"alg":"none"}')}.${body}.`, 0],
	["alg none with one", signed(claims(), '{"alg":"none"}'), 0],
	["HS512", signed(claims(), '{"alg":"HS512"}', "sha512"), 0],
	["HS512 that is signed with SHA-256", signed(claims(), '{"alg":"HS512"}'), 0],
	["HS256 that is signed with SHA-512", signed(claims(), hs256, "sha512"), 0],
	["RS256", rs256(), 0],
	["an RS256 header over HMAC", signed(claims(), '{"alg":"RS256"}'), 0],
	["crit", signed(claims(), '{"alg":"HS256","crit":["exp"]}'), 0],
	["another secret", signed(claims(), hs256, "sha256", "another"), 0],
	["an empty secret", signed(claims(), hs256, "sha256", ""), 0],
	["a tampered header", tampered(signed(claims()), 0), 0],
	["a tampered payload", tampered(signed(claims()), 1), 0],
	["a tampered signature", tampered(signed(claims()), 2), 0],
	["a shortened signature", `${head}.${body}.${signature?.slice(0, -4)}`, 0],
	["a longer signature", `${head}.${body}.${signature}AAAA`, 0],
	["padding after the signature", `${head}.${body}.${signature}=`, 0],
	["a fourth segment", `${head}.${body}.${signature}.`, 0],
	["another's payload", `${head}.${segment(claims().replace(ann, bob))}.${signature}`, 0],
	["an exp of now", signed(claims(`,"exp":${now}`)), 0],
	["an exp long ago", signed(claims(',"exp":1')), 0],
	["an exp that is text", signed(claims(`,"exp":"${now + 9}"`)), 0],
	["no type", signed(`{"id":${ann}}`), 0],
	["no id", signed('{"type":"user"}'), 0],
	["a type that is neither", signed(`{"type":"admin","id":${ann}}`), 0],
	["an older server's payload", signed('{"type":"user","userId":"U_1"}'), 0],
	["an id with a fraction", signed('{"type":"user","id":12.5}'), 0],
	["a negative id", signed('{"type":"user","id":-12}'), 0],
	["an id of 21 digits", signed('{"type":"user","id":123456789012345678901}'), 0],
	["a payload that is no JSON", signed("x"), 0],
	["an unknown user", signed('{"type":"user","id":42}'), 1],
	["a user of an id nearby", signed('{"type":"user","id":6982582592583503352}'), 1],
	["a user as double precision has it", signed('{"type":"user","id":6982582592583503000}'), 1],
	["a bot's id for a user", signed('{"type":"user","id":1001}'), 1],
	["a user's id for a bot", signed(`{"type":"bot","id":${ann}}`), 4],
	["an unknown bot", signed('{"type":"bot","id":42}'), 4],
	["a user whom the configuration bans", signed('{"type":"user","id":77}'), 5],
];

test.each(refused)("%s is refused in the words of its code alone", async (_, token, code) => {
	const stage = new ChatStage();
	const client = await stage.greeted();
	client.present(token).send('{"f":120}');
	await stage.turn();
	expect(client.take()).toEqual([`{"f":150,"cnf":{"c":${code},"d":true}}`]);
	expect(client.code).toBe(1008);
});

test.each([
	["a bare id", signed(claims())],
	["an id in quotes", signed(`{"type":"user","id":"${ann}"}`)],
	["an exp to come", signed(claims(`,"exp":${now + 1}`))],
	["an exp of many digits", signed(claims(',"exp":99999999999999999999'))],
	["more claims", signed(claims(',"iat":1,"__proto__":{"type":"bot"},"sub":"x"'))],
	["a header with more in it", signed(claims(), '{"kid":"1","alg":"HS256","typ":"at+jwt"}')],
])("a token with %s lets its user in", async (_, token) => {
	const stage = new ChatStage();
	const client = await stage.greeted();
	client.present(token);
	await stage.turn();
	expect(client.takeBriefs()).toEqual(["140"]);
});

test("a token is honoured until its exp, and its session goes on after that", async () => {
	const stage = new ChatStage();
	const token = signed(claims(`,"exp":${now + 10}`));
	await stage.clock.advance(9999);
	const early = await stage.greeted();
	early.present(token);
	await stage.turn();
	expect(early.takeBriefs()).toEqual(["140"]);
	await stage.clock.advance(1);
	const late = await stage.greeted();
	late.present(token);
	await stage.turn();
	expect(late.takeBriefs()).toEqual(["150 0 true"]);
	early.say("still here");
	await stage.turn();
	expect(early.takeBriefs()).toEqual(["#1 MESSAGE_CREATE still here"]);
});

test("users whose ids differ in the last of 19 digits are two", async () => {
	const stage = new ChatStage();
	const [first, second] = [await stage.present(ann), await stage.present(bob)];
	second.say("hello");
	await stage.turn();
	const [arrival = "", message = ""] = first.take();
	for (const frame of [arrival, message])
		expect(frame).toContain(`"user":{"id":${bob},"name":"zer0"`);
});

test("a bot comes in with its own type", async () => {
	const stage = new ChatStage();
	const client = await stage.greeted();
	client.present(tokenOf("1001", "bot"));
	await stage.turn();
	expect(client.takeBriefs()).toEqual(["140"]);
});

test.each([
	'{"f":110}',
	'{"f":110,"cnf":{}}',
	'{"f":110,"cnf":null}',
	'{"f":110,"cnf":{"token":null}}',
	'{"f":110,"cnf":{"token":5}}',
	'{"f":110,"cnf":{"token":["x"]}}',
	'{"f":110,"cnf":"token"}',
	'{"f":110,"token":"x"}',
])("%s is 4004, and may be tried again", async (text) => {
	const stage = new ChatStage();
	const client = await stage.greeted();
	client.send(text).present(tokenOf(ann));
	await stage.turn();
	expect(client.takeBriefs()).toEqual(["150 4004 false", "140"]);
});

test("a second 110 is 4004, whatever its token, and the session goes on", async () => {
	const stage = new ChatStage();
	const client = await stage.present(ann);
	for (const token of [tokenOf(ann), tokenOf(bob), "x"]) client.present(token);
	client.say("on");
	await stage.turn();
	expect(client.takeBriefs()).toEqual([
		"150 4004 false",
		"150 4004 false",
		"150 4004 false",
		"#1 MESSAGE_CREATE on",
	]);
});

test("no token and no secret is ever logged", async () => {
	const stage = new ChatStage();
	const tokens = refused.map(([, token]) => token).filter((token) => token.length > 20);
	for (const token of tokens) {
		const client = await stage.greeted();
		client.present(token).send(`{"f":110,"cnf":{"token":"${token}"`);
		await stage.turn();
	}
	const client = await stage.present(ann);
	client.present(tokenOf(ann));
	stage.store.isBroken = true;
	client.say(tokenOf(ann));
	await stage.turn();
	expect(stage.log).toContainEqual(
		expect.objectContaining({ event: "chat-failed", why: "the disk is full" }),
	);
	for (const canary of [secret, ...tokens, ...tokens.map((token) => token.split(".")[2] ?? "")])
		if (canary !== "") expect(stage.logged).not.toContain(canary);
});
