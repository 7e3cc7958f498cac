import { safe } from "@gw-sim/core";
import fc from "fast-check";
import { render } from "ink-testing-library";
import { expect, test } from "vitest";
import { widthOf } from "../draw/width.js";
import { Rows } from "./rows.js";

test("rows stand as they are, in their colours, each cut or filled to its width", () => {
	const rows = [[{ text: "green", tone: "good" }], [{ text: "too long for it" }]] as const;
	const { lastFrame, rerender, unmount } = render(
		<Rows rows={rows} columns={8} height={3} colors="all" />,
	);
	expect(lastFrame()).toBe("\u001b[32mgreen\u001b[39m\ntoo lon…\n");
	rerender(<Rows rows={[[{ text: "other" }]]} columns={8} height={3} colors="all" />);
	expect(lastFrame()).toBe("other\n\n");
	unmount();
});

test("a border stays in its column whatever a peer has written", () => {
	fc.assert(
		fc.property(fc.string({ unit: "grapheme", maxLength: 30 }), (text) => {
			const rows = [[{ text: "│" }, { text: safe(text) }]];
			const { lastFrame, unmount } = render(
				<Rows rows={rows} columns={24} height={1} colors="none" />,
			);
			const frame = lastFrame() ?? "";
			unmount();
			expect(widthOf(frame)).toBeLessThanOrEqual(24);
			expect(frame).not.toMatch(/[\p{Cc}\p{Cf}]/u);
		}),
		{ numRuns: 50 },
	);
});
