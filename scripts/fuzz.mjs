// `npm run fuzz [-- --seed TEXT --only PROTOCOL --runs N]`: the generated messages and mutated transcripts, all of them.
import { parseArgs } from "node:util";
import { fail, run } from "./setup.mjs";

const protocols = ["chat", "rooms", "cloud", "puff"];

const { seed, only, runs } = options();
const env = {
	...process.env,
	GW_SIM_FUZZ: "full",
	GW_SIM_FUZZ_SEED: seed,
	GW_SIM_FUZZ_RUNS: runs,
};
const files = only === undefined ? ["e2e/fuzz-"] : [`e2e/fuzz-${only}`, "e2e/fuzz-sockets"];
const names = only === undefined ? [] : ["--testNamePattern", `^${only}\\b`];

console.log(`seed ${seed}`);
run(
	"node_modules/.bin/vitest",
	["run", "--project", "e2e", "--disableConsoleIntercept=true", ...names, ...files],
	{ env },
);

function options() {
	const text = { type: "string" };
	try {
		const { values } = parseArgs({
			options: {
				seed: { ...text, default: String(Date.now()) },
				only: text,
				runs: { ...text, default: "1" },
			},
		});
		if (values.only !== undefined && !protocols.includes(values.only))
			fail(`--only ${values.only}: must be one of ${protocols.join(", ")}`);
		if (!(Number(values.runs) > 0))
			fail(`--runs ${values.runs}: needs a number above 0, how many times as much as usual`);
		return values;
	} catch (error) {
		return fail(error.message);
	}
}
