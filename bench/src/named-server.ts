// `gw-sim serve` for a profile: the same server from the modules before they are bundled, in which
// functions still have their names.
import { systemClock, systemRandom } from "@gw-sim/transport";

const load = (name: string) =>
	import(new URL(`../../packages/${name}/dist/index.js`, import.meta.url).href);

const { MemoryStore } = await load("store");
const { parseConfig, startServer } = await load("server");

const store = new MemoryStore({ clock: systemClock, random: systemRandom });
const config = parseConfig(JSON.parse(process.argv[2] ?? "{}"));
const { url, development } = await startServer({ store, config });
process.stdout.write(`${JSON.stringify({ event: "listening", url, development })}\n`);
// Not `process.exitCode`: the profile is written at the exit, which nothing may delay.
process.on("SIGTERM", () => process.exit());
