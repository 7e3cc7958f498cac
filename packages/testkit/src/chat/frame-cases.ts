import { type Frame, utf8Encode } from "@gw-sim/core";
import type { ConformanceCase } from "../conformance.js";
import type { Pattern } from "../pattern.js";
import { chatCase } from "./stage.js";
import type { ChatTarget } from "./target.js";

/** Each of the frames is error 4004, and the session lives on. */
function malformed(
	id: string,
	what: string,
	...frames: readonly Frame[]
): ConformanceCase<ChatTarget> {
	return chatCase(id, `${what} is error 4004, not fatal`, async (stage) => {
		const person = await stage.enter();
		for (const frame of frames) {
			person.sendText(frame);
			await person.error(4004);
		}
		await person.beat();
	});
}

const exact = (code: number, isFatal: boolean): Pattern => ({
	f: 150,
	cnf: { c: code, d: isFatal },
});

/** Frames that are no message of the protocol. */
export const frameCases: readonly ConformanceCase<ChatTarget>[] = [
	chatCase(
		"error-shape",
		"An error is 150 with c, its code, and d, whether the connection ends, and nothing else",
		async (stage) => {
			const person = await stage.connect();
			person.sendText("nonsense");
			await person.peer.expect(exact(4004, false));
			person.present("nonsense");
			await person.peer.expect(exact(0, true));
			await person.peer.closed(1008);
		},
	),
	malformed(
		"bad-json-is-4004",
		"Text that is not JSON",
		"",
		"{",
		"nonsense",
		"{'f':120}",
		'{"f":120}}',
		'{"f":120,}',
		'{"f":120} {"f":120}',
	),
	malformed("no-object-is-4004", "JSON that is no object", "[]", "120", '"120"', "null", "true"),
	malformed(
		"no-function-code-is-4004",
		"A frame whose f is missing or no integer",
		"{}",
		'{"cnf":{"content":"x"}}',
		'{"f":null}',
		'{"f":"120"}',
		'{"f":120.5}',
		'{"f":true}',
		'{"f":[120]}',
	),
	malformed(
		"unknown-function-code-is-4004",
		"A function code that the protocol does not have",
		'{"f":0}',
		'{"f":1}',
		'{"f":101,"cnf":{}}',
		'{"f":-120}',
		'{"f":999,"cnf":{}}',
		'{"f":120000000000000000000000}',
	),
	malformed(
		"server-function-code-is-4004",
		"A function code that only the server sends",
		'{"f":100,"cnf":{"hb_int":20000}}',
		'{"f":140,"cnf":{}}',
		'{"f":150,"cnf":{"c":4001,"d":true}}',
	),
	malformed(
		"binary-is-4004",
		"A binary frame, even of good JSON,",
		utf8Encode('{"f":120}'),
		Uint8Array.of(0, 255),
	),
];
