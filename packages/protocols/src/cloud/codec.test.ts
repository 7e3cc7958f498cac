import { readFileSync } from "node:fs";
import {
	type ClientMessage,
	decodeClientMessage,
	decodeServerMessage,
	encodeClientMessage,
	encodeServerMessage,
	type ServerMessage,
	type Show,
	type WeatherCode,
} from "@gw-sim/protocols/cloud";
import fc from "fast-check";
import { expect, test } from "vitest";

interface ReadExample {
	readonly name: string;
	readonly direction: "client" | "server";
	readonly text?: string;
	readonly hex?: string;
	readonly strict?: boolean;
	readonly message: unknown;
}

type WrittenExample = { readonly name: string; readonly text: string } & (
	| { readonly direction: "client"; readonly message: ClientMessage }
	| { readonly direction: "server"; readonly message: ServerMessage }
);

const { read, written }: { read: readonly ReadExample[]; written: readonly WrittenExample[] } =
	JSON.parse(readFileSync(new URL("./vectors.json", import.meta.url), "utf8"));

test.each(read)("from a $direction: $name", ({ direction, text, hex, strict, message }) => {
	const frame = text ?? Uint8Array.from(Buffer.from(hex ?? "", "hex"));
	const decoded =
		direction === "client"
			? decodeClientMessage(frame)
			: decodeServerMessage(frame, strict === undefined ? {} : { strict });
	expect(decoded).toEqual(message);
});

test.each(written)("a $direction writes $name", (example) => {
	const text =
		example.direction === "client"
			? encodeClientMessage(example.message)
			: encodeServerMessage(example.message);
	expect(text).toBe(example.text);
});

const show: fc.Arbitrary<Show> = fc.oneof(
	fc.constant<Show>({ mode: "off" }),
	fc.record({
		mode: fc.constant("weather" as const),
		weather: fc.constantFrom<WeatherCode>(1, 2, 3, 4, 5, 6, 7, 8, 9),
		intensity: fc.double({ min: 0, max: 10, noNaN: true }),
	}),
	fc.record({
		mode: fc.constant("color" as const),
		color: fc.tuple(fc.nat(255), fc.nat(255), fc.nat(255)),
		pulse: fc.nat(9),
	}),
);

test("a lamp reads what a server writes, an intensity to a millionth", () => {
	fc.assert(
		fc.property(show, (shown) => {
			const text = encodeServerMessage({ type: "show", show: shown });
			expect(text).not.toMatch(/[eE-]/);
			const message = decodeServerMessage(text, { strict: true });
			const [packet] = message.type === "packets" ? message.packets : [];
			switch (shown.mode) {
				case "off":
					expect(packet).toEqual({ kind: "off" });
					return;
				case "weather":
					expect(packet).toEqual({
						kind: "weather",
						weather: shown.weather,
						intensity: expect.closeTo(shown.intensity, 5),
					});
					return;
				case "color":
					expect(packet).toEqual({
						kind: "color",
						color: shown.color,
						pulse: shown.pulse,
						miscoded: false,
					});
			}
		}),
		{ numRuns: 1000 },
	);
});

const floods = ["[", "]", "[cc", "[cc:", "[cc:1:1:1", "[cc:2:,,,:0]", "[cc:1:1:0]", "1,", " ", ":"];

test.each(floods)("half a megabyte of %j is read in no time", (piece) => {
	const flood = piece.repeat(500_000 / piece.length);
	for (const frame of [flood, `[cc:2:${flood}:0]`, `[cc:1:5:${flood}]`, `[${flood}cc:1:2:3]`]) {
		const begin = performance.now();
		decodeServerMessage(frame);
		expect(performance.now() - begin).toBeLessThan(1000);
	}
});
