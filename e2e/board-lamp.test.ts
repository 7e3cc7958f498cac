import { describe, expect, test, vi } from "vitest";
import { board, childrenOf, killHelper, portOf, traces } from "./support/board-process.js";
import { gwSim, type Process } from "./support/process.js";
import { type Served, serve } from "./support/serve.js";

const pink = { mode: "color", color: [255, 162, 174], pulse: 0 };
const green = { mode: "color", color: [0, 200, 40], pulse: 0 };
const storm = { mode: "weather", weather: 6, intensity: 9 };

const cloudUrl = ({ url }: Served): string => `${url.replace("http:", "ws:")}/cloud`;

function lampAt(server: Served, port: string, args: readonly string[] = []): Process {
	return gwSim(["cloud", "--json", "--url", cloudUrl(server), "--led-port", port, ...args]);
}

/** What the lamp's LEDs show now, six digits each. */
async function pixels(lamp: Process): Promise<unknown> {
	const from = lamp.lines.length;
	lamp.send({ cmd: "pixels" });
	return (await lamp.event({ event: "pixels" }, from)).hex;
}

async function showsInTheEnd(lamp: Process, hex: string): Promise<void> {
	await vi.waitFor(async () => expect(await pixels(lamp)).toBe(hex), 15_000);
}

/** The processes of the board that a lamp has started, and of its port. */
const boardsOf = (lamp: Process): readonly number[] => childrenOf(lamp.pid);

describe.each(["115200", "500000"])(
	"from the control API to the pixels that are decoded off the data line, at %s baud:",
	(baud) => {
		test.each([16, 60, 300])("%d LEDs", async (leds) => {
			const server = await serve();
			const lamp = lampAt(server, "virtual", ["--leds", `${leds}`, "--baud", baud]);
			await lamp.state({ link: "online", leds: "online" });
			await server.call("PUT", "/cloud", pink);
			await lamp.state(pink);
			await showsInTheEnd(lamp, "ffa2ae".repeat(leds));
			await server.call("PUT", "/cloud", green);
			await showsInTheEnd(lamp, "00c828".repeat(leds));
			await server.call("PUT", "/cloud", { mode: "off" });
			await showsInTheEnd(lamp, "000000".repeat(leds));
			lamp.send({ cmd: "stop" });
			expect(await lamp.exit()).toEqual({ code: 0, signal: null });
			expect(lamp.stderr).toBe("");
		});
	},
);

test("a board by itself shows the very frames of the lamp, and is dark when that has ended", async () => {
	const server = await serve();
	const { process, path, shows } = await board(["--leds", "8", "--baud", "500000"]);
	const dark = "000000".repeat(8);
	const lamp = lampAt(server, path, ["--leds", "8", "--preset", "uno-fast"]);
	await lamp.state({ leds: "online" });
	await server.call("PUT", "/cloud", storm);
	await lamp.state(storm);
	// Of those that are asked for some come between two that a busy machine has time to show.
	const asked: string[] = [];
	await vi.waitFor(
		async () => {
			asked.push(String(await pixels(lamp)));
			const shown = asked.filter((hex) => hex !== dark).map((hex) => `"hex":"${hex}"`);
			expect(process.lines.some((line) => shown.some((hex) => line.includes(hex)))).toBe(true);
		},
		{ timeout: 40_000, interval: 100 },
	);
	const from = process.lines.length;
	lamp.child.kill("SIGTERM");
	expect(await lamp.exit()).toEqual({ code: 0, signal: null });
	await shows(dark, from);
});

test("its port disappears and returns: the lamp goes on, and so do its LEDs", async () => {
	const server = await serve();
	const { path, shows, process } = await board(["--leds", "4"]);
	const lamp = lampAt(server, path, ["--leds", "4"]);
	await lamp.state({ link: "online", leds: "online" });
	await server.call("PUT", "/cloud", pink);
	await shows("ffa2ae".repeat(4));
	const [from, boardFrom] = [lamp.lines.length, process.lines.length];
	killHelper(path);
	await lamp.event({ event: "error", code: "led-port" }, from);
	await lamp.state({ link: "online", leds: "backoff" }, from);
	await server.call("PUT", "/cloud", green);
	await lamp.state(green, from);
	await lamp.state({ link: "online", leds: "online" }, from);
	await shows("00c828".repeat(4), boardFrom);
}, 60_000);

describe("the board of --led-port virtual", () => {
	test("tells of its trouble through the lamp, and comes back", async () => {
		const lamp = gwSim(["cloud", "--json", "--leds", "4", "--led-port", "virtual"]);
		await lamp.state({ link: "online", leds: "online" });
		const from = lamp.lines.length;
		const path = await virtualPath(lamp);
		killHelper(path);
		await lamp.event({ event: "error", code: "led-port" }, from);
		await lamp.state({ leds: "online" }, from);
		lamp.send({ cmd: "stop" });
		expect(await lamp.exit()).toEqual({ code: 0, signal: null });
		expect(traces(path)).toEqual([]);
	}, 60_000);

	test.each(["SIGTERM", "SIGKILL"] as const)("ends with it on %s", async (signal) => {
		const lamp = gwSim(["cloud", "--json", "--leds", "4", "--led-port", "virtual"]);
		await lamp.state({ link: "online", leds: "online" });
		const path = await virtualPath(lamp);
		const [boardPid = 0] = boardsOf(lamp);
		expect(boardPid).toBeGreaterThan(0);
		lamp.child.kill(signal);
		await lamp.exit();
		await vi.waitFor(() => expect(traces(path)).toEqual([]), 10_000);
		await vi.waitFor(() => expect(() => process.kill(boardPid, 0)).toThrow("ESRCH"), 10_000);
	});

	test("may be killed: the lamp says so, and stays", async () => {
		const lamp = gwSim(["cloud", "--json", "--leds", "4", "--led-port", "virtual"]);
		await lamp.state({ link: "online", leds: "online" });
		const path = await virtualPath(lamp);
		const from = lamp.lines.length;
		for (const pid of boardsOf(lamp)) process.kill(pid, "SIGKILL");
		await lamp.event(
			{ event: "error", code: "led-port", message: "LEDs: the emulated board has ended (SIGKILL)" },
			from,
		);
		await vi.waitFor(() => expect(traces(path)).toEqual([]), 10_000);
		lamp.send({ cmd: "state" });
		await lamp.state({ link: "online" }, from);
		lamp.send({ cmd: "stop" });
		expect(await lamp.exit()).toEqual({ code: 0, signal: null });
	}, 30_000);

	test.each(["tpm2", "awa"])(
		"stays dark where it is spoken to in %s, and the lamp stays well",
		async (protocol) => {
			const lamp = gwSim([
				...["cloud", "--json", "--leds", "4", "--led-port", "virtual"],
				...["--led-protocol", protocol],
			]);
			await lamp.state({ link: "online", leds: "online" });
			const listening = JSON.parse(lamp.lines[0] ?? "") as { url: string };
			await fetch(`${listening.url}/api/v0/cloud`, {
				method: "PUT",
				headers: { "content-type": "application/json", connection: "close" },
				body: JSON.stringify(pink),
			});
			await lamp.state(pink);
			// Time for some frames, had they been understood.
			for (let i = 0; i < 10; i++) expect(await pixels(lamp)).toBe("000000".repeat(4));
			lamp.send({ cmd: "stop" });
			expect(await lamp.exit()).toEqual({ code: 0, signal: null });
		},
	);

	test.each([
		[["--leds", "301"], /the emulated board drives up to 300 LEDs, and not 301/],
		[["--baud", "9600"], /the emulated board speaks 115200 or 500000 baud, and not 9600/],
		[["--preset", "hyperserial"], /115200 or 500000 baud, and not 2000000/],
	])("%j: one line, exit code 2", async (args, line) => {
		const lamp = gwSim(["cloud", "--led-port", "virtual", ...args]);
		expect((await lamp.exit()).code).toBe(2);
		expect(lamp.stderr).toMatch(line);
		expect(lamp.stderr.trimEnd().split("\n")).toHaveLength(1);
		expect(lamp.lines).toEqual([]);
	});

	test("cannot be without a pseudo terminal: one line, exit code 2", async () => {
		const lamp = gwSim(["cloud", "--led-port", "virtual"], { PATH: "/nowhere" });
		expect((await lamp.exit()).code).toBe(2);
		expect(lamp.stderr).toMatch(/^gw-sim: no pseudo terminal .* apt-get install socat\n$/);
	});
});

/** The port of the board that a lamp has started. */
async function virtualPath(lamp: Process): Promise<string> {
	return vi.waitFor(() => {
		const path = boardsOf(lamp).map(portOf)[0];
		if (path === undefined) throw new Error("no board");
		return path;
	});
}
