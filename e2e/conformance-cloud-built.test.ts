import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { runConformance } from "@gw-sim/testkit";
import { type CloudTarget, cloudGatewayCases } from "@gw-sim/testkit/cloud";
import { systemClock as clock } from "@gw-sim/transport";
import { expect, test } from "vitest";
import { secret } from "./support/cloud-secret.js";
import { overHttp } from "./support/cloud-targets.js";
import { type Served, serve } from "./support/serve.js";
import { tempFolder } from "./support/temp-folder.js";

/** Terms that are short enough to wait for. */
const terms = { secret, handshakeTimeoutMs: 1600, repeatMs: 1000 };

/** What takes half a minute and more, and what needs other terms. */
const skipped = /\/(repeats-nothing-at-0|no-heartbeat-asked|heartbeat-.*|gateway-.*)$/;

test("the built server keeps the rules of lamps on both its ports, and through restarts", async () => {
	const folder = await tempFolder();
	const config = join(folder, "config.json");
	await writeFile(config, JSON.stringify({ cloud: { ...terms, maxPayloadBytes: 20_000 } }));
	const start = (port: number, ownPort: number): Promise<Served> =>
		serve(
			["--config", config, "--data", join(folder, "data"), "--dedicate", `cloud=${ownPort}`],
			port,
		);
	let served = await start(0, 0);
	const { url, port } = served;
	const { endpoints, dedicated } = served.listening as unknown as Listening;
	const common = {
		...terms,
		clock,
		maxPayloadBytes: 20_000,
		patienceMs: 10_000,
		isDurable: true,
		async restart() {
			served.process.child.kill("SIGTERM");
			await served.process.exit();
			served = await start(port, Number(new URL(dedicated.cloud).port));
		},
	};
	const targets: readonly CloudTarget[] = [
		{ ...common, ...overHttp(dedicated.cloud, url), isDedicated: true },
		{ ...common, ...overHttp(endpoints.cloud, url) },
	];
	for (const target of targets) {
		const cases = cloudGatewayCases.filter(
			({ id }) => target.isDedicated || /cloud\/(first|shutdown|display|change)/.test(id),
		);
		const results = await runConformance({ cases, target, clock });
		expect(results.filter(({ status }) => status === "failed")).toEqual([]);
		const left = results.filter(({ status }) => status === "skipped").map(({ id }) => id);
		expect(left).toEqual(cases.map(({ id }) => id).filter((id) => skipped.test(id)));
	}
}, 180_000);

interface Listening {
	readonly endpoints: { readonly cloud: string };
	readonly dedicated: { readonly cloud: string };
}
