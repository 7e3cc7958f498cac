import { deflateRawSync, deflateSync, gzipSync } from "node:zlib";
import { afterEach, describe, expect, test, vi } from "vitest";
import { inflate as inBrowsers } from "./inflate-browser.js";
import { inflate as inNode } from "./inflate-node.js";

afterEach(() => {
	vi.unstubAllGlobals();
});

const platforms = [
	["Node", inNode],
	["browsers", inBrowsers],
] as const;
const packed = (content: string | Uint8Array): Uint8Array => new Uint8Array(deflateSync(content));

describe.each(platforms)("in %s", (_, inflate) => {
	const run = async (deflated: Uint8Array, maxBytes = 1_000_000): Promise<string> =>
		new TextDecoder().decode(await inflate(deflated, maxBytes));

	test.each([
		["nothing", ""],
		["a hello", '{"op":0,"d":{"session_id":"ä😀"}}'],
		["more than one part", Array.from({ length: 50_000 }, (__, i) => i).join()],
	])("%s comes out as it went in", async (__, text) => {
		expect(await run(packed(text))).toBe(text);
	});

	test("a view of a larger buffer is no more than what it shows", async () => {
		const stream = packed("hello");
		const buffer = new Uint8Array(stream.length + 20);
		buffer.set(stream, 10);
		expect(await run(buffer.subarray(10, 10 + stream.length))).toBe("hello");
	});

	test("the limit is what is allowed", async () => {
		expect(await run(packed("x".repeat(1000)), 1000)).toHaveLength(1000);
		await expect(run(packed("x".repeat(1001)), 1000)).rejects.toMatchObject({
			name: "DecodeError",
			code: "too-big",
			closeCode: 1009,
		});
	});

	test.each([
		["nothing at all", new Uint8Array()],
		["plain text", new TextEncoder().encode("hello, this is no stream")],
		["half a stream", packed("hello").subarray(0, 8)],
		[
			"a wrong checksum",
			packed("hello").map((byte, i, { length }) => (i === length - 1 ? byte ^ 1 : byte)),
		],
		["a stream without its header", new Uint8Array(deflateRawSync("hello"))],
		["gzip", new Uint8Array(gzipSync("hello"))],
	])("%s is not unpacked", async (__, bytes) => {
		await expect(run(bytes)).rejects.toThrow();
		await expect(run(bytes)).rejects.not.toMatchObject({ code: "too-big" });
	});

	test("a bomb of 256 MiB is found out in time and without the memory for it", async () => {
		const bomb = packed(new Uint8Array(256 * 1024 * 1024));
		expect(bomb.length).toBeLessThan(300_000);
		const before = process.memoryUsage().rss;
		let most = before;
		for (let i = 0; i < 20; i++) {
			await expect(run(bomb, 4_194_304)).rejects.toMatchObject({ code: "too-big" });
			most = Math.max(most, process.memoryUsage().rss);
		}
		expect((most - before) / 1_048_576).toBeLessThan(150);
	});
});

test("browsers are fed in small parts, of which none unfolds to much at once", async () => {
	const lengths: number[] = [];
	class PassingStream extends TransformStream<Uint8Array, Uint8Array> {
		constructor() {
			super({
				transform: (part, controller) => {
					lengths.push(part.length);
					controller.enqueue(part);
				},
			});
		}
	}
	vi.stubGlobal("DecompressionStream", PassingStream);
	const bytes = Uint8Array.from({ length: 5000 }, (_, i) => i % 256);
	expect(await inBrowsers(bytes, 10_000)).toEqual(bytes);
	expect(lengths).toEqual([1024, 1024, 1024, 1024, 904]);
	lengths.length = 0;
	await expect(inBrowsers(bytes, 1500)).rejects.toMatchObject({ code: "too-big" });
	expect(lengths.length).toBeLessThan(5);
});
