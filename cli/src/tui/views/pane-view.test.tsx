import { render } from "ink-testing-library";
import { expect, test, vi } from "vitest";
import type { Model } from "../model.js";
import { sampleModel } from "../testing/sample.js";
import { PaneView } from "./pane-view.js";
import type { View } from "./view.js";

const place = { columns: 40, rows: 5, isFocused: false, colors: "none" } as const;

function setUp() {
	const draw = vi.fn<View["draw"]>(({ title }) => ({
		title: [{ text: title }],
		rows: [[{ text: "content" }]],
	}));
	const view: View = { shows: ["title", "now"], draw };
	const model = sampleModel(80, 24, "list", "lock-1");
	const { rerender, lastFrame, unmount } = render(
		<PaneView view={view} model={model} {...place} />,
	);
	const show = (changes: Partial<Model>, placed: object = {}): number => {
		rerender(<PaneView view={view} model={{ ...model, ...changes }} {...place} {...placed} />);
		return draw.mock.calls.length;
	};
	return { draw, show, lastFrame, unmount };
}

test("a view is drawn within its border", () => {
	const { draw, lastFrame, unmount } = setUp();
	expect(draw).toHaveBeenCalledWith(expect.anything(), 36, 3, "none");
	expect(lastFrame()?.split("\n")).toHaveLength(5);
	expect(lastFrame()).toContain("content");
	unmount();
});

test("what a view does not show does not draw it anew", () => {
	const { show, unmount } = setUp();
	expect(show({ log: { items: [], dropped: 9 }, selected: "lock-2" })).toBe(1);
	expect(show({ title: "another" })).toBe(2);
	expect(show({ title: "another", now: 7 })).toBe(3);
	unmount();
});

test.each([{ columns: 41 }, { rows: 6 }, { isFocused: true }, { colors: "all" }])(
	"%o draws it anew",
	(placed) => {
		const { show, unmount } = setUp();
		expect(show({}, placed)).toBe(2);
		unmount();
	},
);
