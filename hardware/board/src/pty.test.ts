import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { Pty, type PtyOptions } from "./pty.js";
import { type PtyHelper, ptyHelpers } from "./pty-helpers.js";
import { application } from "./testing/application.js";
import { processesWith } from "./testing/processes.js";
import { testClock } from "./testing/test-clock.js";

/** Helpers that this machine lacks are skipped with their name; where everything must run they fail. */
const present = (helper: PtyHelper): boolean =>
	process.env.CI !== undefined ||
	spawnSync(helper, ["-V"], { stdio: "ignore" }).error === undefined;

async function opened(options: Partial<PtyOptions> = {}) {
	const chunks: Uint8Array[] = [];
	const pty = await Pty.open({
		clock: testClock,
		random: () => 0,
		received: (bytes) => chunks.push(bytes),
		...options,
	});
	onTestFinished(() => pty.close());
	const received = (): Buffer => Buffer.concat(chunks);
	return { pty, received };
}

const everyByte = Uint8Array.from({ length: 256 }, (_, i) => i);

describe.each(ptyHelpers)("a pty by %s", (helper) => {
	const helpers = [helper];

	test.skipIf(!present(helper))(
		"carries every byte both ways, and outlives who opens it",
		async () => {
			const { pty, received } = await opened({ helpers });
			expect(pty.helper).toBe(helper);
			expect(statSync(pty.path).isCharacterDevice()).toBe(true);
			expect(statSync(dirname(pty.path)).mode & 0o777).toBe(0o700);
			for (let round = 1; round <= 3; round++) {
				const app = application(pty.path);
				await app.write(everyByte);
				await vi.waitFor(() => expect(received()).toHaveLength(256 * round), 10_000);
				pty.write(everyByte);
				expect([...(await app.read(256))]).toEqual([...everyByte]);
				app.close();
			}
			expect(received()).toEqual(Buffer.concat([everyByte, everyByte, everyByte]));
		},
	);

	test.skipIf(!present(helper))(
		"makes writers wait while it is paused, and loses nothing",
		async () => {
			const { pty, received } = await opened({ helpers });
			pty.pause();
			const app = application(pty.path);
			let sent = 0;
			while (sent < 10_000_000) {
				const taken = app.fill(everyByte);
				sent += taken;
				if (taken < everyByte.length) break;
			}
			expect(sent).toBeLessThan(10_000_000);
			pty.resume();
			await vi.waitFor(() => expect(received().length).toBeGreaterThanOrEqual(sent), 10_000);
			expect(
				received()
					.subarray(0, sent)
					.every((byte, i) => byte === (i & 0xff)),
			).toBe(true);
			app.close();
		},
	);

	test.skipIf(!present(helper))("leaves nothing behind, also when nobody has read", async () => {
		const { pty } = await opened({ helpers });
		const folder = dirname(pty.path);
		const app = application(pty.path);
		onTestFinished(() => app.close());
		for (let i = 0; i < 1000; i++) pty.write(new Uint8Array(1000));
		expect(processesWith(folder)).not.toEqual([]);
		await pty.close();
		await pty.close();
		expect(existsSync(folder)).toBe(false);
		await vi.waitFor(() => expect(processesWith(folder)).toEqual([]), 10_000);
		pty.write(everyByte);
	});

	test.skipIf(!present(helper)).each([
		["its helper", (name: string) => name !== "sh" && name !== "sleep"],
		["the shell above it", (name: string) => name === "sh"],
		["everything", () => true],
	])("tells when %s is killed, and is back at the same path", async (_, isMeant) => {
		const told: string[] = [];
		const { pty, received } = await opened({
			helpers,
			lost: (problem) => told.push(problem),
			returned: () => told.push("returned"),
		});
		const folder = dirname(pty.path);
		const before = application(pty.path);
		const meant = processesWith(folder).filter(({ name }) => isMeant(name));
		expect(meant).not.toEqual([]);
		for (const { pid } of meant) process.kill(pid, "SIGKILL");
		await vi.waitFor(() => expect(told).toHaveLength(1), 5000);
		expect(told[0]).toMatch(new RegExp(`${helper}.*${pty.path}, has ended; again in 1.0 s`));
		before.close();
		await vi.waitFor(() => expect(told).toEqual([expect.anything(), "returned"]), 10_000);
		const after = application(pty.path);
		await after.write(everyByte);
		await vi.waitFor(() => expect(received()).toHaveLength(256), 10_000);
		after.close();
	});
});

test.skipIf(!present("python3"))(
	"where nobody reads, what is sent is lost, and holds up nothing",
	async () => {
		const { pty, received } = await opened({ helpers: ["python3"] });
		for (let i = 0; i < 2000; i++) pty.write(new Uint8Array(1000));
		const app = application(pty.path);
		await app.write(Uint8Array.of(1));
		await vi.waitFor(() => expect(received()).toHaveLength(1), 10_000);
		app.close();
	},
);

describe("where programs are missing", () => {
	test("the next one is taken", async () => {
		const folder = mkdtempSync(join(tmpdir(), "gw-sim-test-"));
		onTestFinished(() => rmSync(folder, { recursive: true }));
		writeFileSync(join(folder, "socat"), "#!/bin/sh\nexit 1\n", { mode: 0o755 });
		vi.stubEnv("PATH", `${folder}:${process.env.PATH}`);
		onTestFinished(() => void vi.unstubAllEnvs());
		const { pty } = await opened();
		expect(["python3", "script"]).toContain(pty.helper);
	});

	test("it is told which to install, and nothing stays", async () => {
		const before = readdirSync(tmpdir()).filter((name) => name.startsWith("gw-sim-board-"));
		vi.stubEnv("PATH", "/nowhere");
		onTestFinished(() => void vi.unstubAllEnvs());
		await expect(opened()).rejects.toMatchObject({
			code: "no-pty",
			message: expect.stringMatching(
				/none of socat, python3, script works .* apt-get install socat/,
			),
		});
		const after = readdirSync(tmpdir()).filter((name) => name.startsWith("gw-sim-board-"));
		expect(after.filter((name) => !before.includes(name))).toEqual([]);
	});
});

test("closed while its helper is away, it starts none", async () => {
	const told: string[] = [];
	let waiting = 0;
	const { pty } = await opened({
		clock: {
			...testClock,
			after(ms, run) {
				waiting++;
				const cancel = testClock.after(ms, () => {
					waiting--;
					run();
				});
				return () => {
					waiting--;
					cancel();
				};
			},
		},
		lost: (problem) => told.push(problem),
	});
	const folder = dirname(pty.path);
	for (const { pid } of processesWith(folder)) process.kill(pid, "SIGKILL");
	await vi.waitFor(() => expect(told).toHaveLength(1), 5000);
	expect(waiting).toBe(1);
	await pty.close();
	expect(waiting).toBe(0);
	expect(processesWith(folder)).toEqual([]);
	expect(existsSync(folder)).toBe(false);
});
