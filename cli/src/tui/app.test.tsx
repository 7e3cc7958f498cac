import { stripVTControlCharacters } from "node:util";
import { render } from "ink-testing-library";
import { expect, onTestFinished, test } from "vitest";
import { App } from "./app.js";
import type { Happening } from "./happening.js";
import type { Key } from "./key.js";
import { Player } from "./testing/player.js";
import { sampleSizes } from "./testing/sample.js";

const seconds = 1000;

/** A lock that was paired from the keyboard, on a link with faults, while the palette is open. */
function played(columns: number, rows: number): Player {
	const player = new Player(["front-door", "lock"], ["hall", "cloud"], ["puff-1", "puff"]);
	const state = {
		link: "online",
		mode: "internal",
		bolt: "unlocking",
		uuid: "5b6e7ada",
		name: "Hall",
	};
	const happenings: readonly Happening[] = [
		{
			at: 1 * seconds,
			type: "event",
			name: "front-door",
			event: { event: "state", device: "lock:front-door", at: 0, state },
		},
		{
			at: 2 * seconds,
			type: "frame",
			name: "front-door",
			dir: "in",
			text: "lock:front-door mode:pair to all",
			raw: "…",
			isBinary: false,
			isForeign: false,
		},
		{
			at: 3 * seconds,
			type: "event",
			name: "front-door",
			event: { event: "tag", uid: "04A1B2C3", result: "paired" },
		},
		{
			at: 4 * seconds,
			type: "event",
			name: "front-door",
			event: { event: "faults", faults: [{ type: "latency", ms: 200, jitterMs: 20 }] },
		},
	];
	return player
		.act({ type: "resized", columns, rows })
		.act({ type: "happened", happenings })
		.act({ type: "tick", at: 5 * seconds });
}

function shown(player: Player): string {
	const { lastFrame, unmount } = render(
		<App model={player.model} colors="none" pressed={() => {}} />,
	);
	const frame = stripVTControlCharacters(lastFrame() ?? "");
	unmount();
	return frame;
}

test.each(sampleSizes)("a lock that was played with, at %dx%d", async (columns, rows) => {
	const player = played(columns, rows);
	await expect(shown(player)).toMatchFileSnapshot(`./snapshots/played-${columns}x${rows}.txt`);
	await expect(shown(player.press(":", ..."fau"))).toMatchFileSnapshot(
		`./snapshots/palette-${columns}x${rows}.txt`,
	);
	await expect(shown(player.press("enter", "right"))).toMatchFileSnapshot(
		`./snapshots/faults-${columns}x${rows}.txt`,
	);
});

test("keys go to whoever takes them", async () => {
	const keys: Key[] = [];
	const { stdin, unmount } = render(
		<App model={played(80, 24).model} colors="none" pressed={(pressed) => keys.push(...pressed)} />,
	);
	onTestFinished(unmount);
	while (stdin.listenerCount("readable") === 0)
		await new Promise((resolve) => setImmediate(resolve));
	stdin.write("p");
	stdin.write("\u001b[A");
	expect(keys).toEqual([
		{ name: "p", text: "p" },
		{ name: "up", text: "" },
	]);
});
