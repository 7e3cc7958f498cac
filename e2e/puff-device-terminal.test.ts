import { describe, expect, test } from "vitest";
import { needs, terminal } from "./support/terminal.js";

const tmux = needs("tmux");
describe.skipIf(tmux.skip)(`a puff in a terminal${tmux.title}`, () => {
	test.each([
		[80, 24],
		[200, 60],
	])(
		"at %dx%d keys take it through a cycle, and q gives the terminal back",
		async (columns, rows) => {
			const { shows, keys } = await terminal(columns, rows, "puff --seed 1 --speed 10");
			await shows(/b button {2}a abort/);
			await shows(/^idle +24 C ░+ 254 C low$/m);
			await shows(/^chilling +[0-9a-z]{6}, 1 in, 0 ready +battery \d+ % +\d+ dabs$/m);
			await keys("3");
			await shows(/^idle +24 C ░+ 277 C high$/m);
			await keys("c");
			await shows(/battery \d+ % charging/);
			await keys("i");
			await shows(/^awaiting/m);
			await keys("b");
			await shows(/^seshing/m);
			await shows(/^preheat +\d+ C █+░+ 277 C high$/m);
			const text = await shows(/^active +27\d C █+ 277 C high$/m);
			for (const line of text.split("\n")) expect(line.length).toBeLessThanOrEqual(columns);
			await keys("a");
			await shows(/^idle +\d{3} C/m);
			await shows(/^chilling/m);
			await keys("q");
			await shows(/link\s+offline/);
			// What is typed before the shell is back may still be read by the puff.
			await shows(/^[#$]$/m);
			const after = await shows(/exit=0 icanon echo/);
			expect(after).not.toMatch(/^(idle|chilling) /m);
		},
		60_000,
	);

	test("two puffs in two terminals see each other", async () => {
		const host = await terminal(80, 24, "serve --port 0 --json");
		const listening = await host.shows(/"puff":"ws:[^"]+"/);
		const [, url = ""] = /"puff":"(ws:[^"]+)"/.exec(listening.replaceAll("\n", "")) ?? [];
		const first = await terminal(80, 24, `puff --url ${url} --create Tuesday --auto --speed 10`);
		const [, group = ""] = /chilling +([0-9a-z]{6}),/.exec(await first.shows(/1 in/)) ?? [];
		const second = await terminal(80, 24, `puff --url ${url} --group ${group} --auto --speed 10`);
		for (const { shows } of [first, second]) {
			await shows(/2 in/);
			await shows(/^seshing/m);
			await shows(/^preheat/m);
		}
		await second.keys("C-c");
		await first.shows(/1 in/);
	}, 60_000);

	test("too small a terminal still says what counts", async () => {
		const { shows, resize, keys } = await terminal(80, 24, "puff --seed 1");
		await shows(/^idle/m);
		await resize(24, 8);
		await shows(/^idle 24\/254 C$/m);
		await resize(80, 24);
		await shows(/^idle +24 C ░+ 254 C low$/m);
		await keys("q");
	}, 30_000);
});
