import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { tempFolder } from "./children.js";
import { ServerProcess } from "./server-process.js";
import type { Workload } from "./workload.js";

/** The parts of V8's `.cpuprofile` that tell self time. */
interface CpuProfile {
	readonly nodes: readonly {
		readonly id: number;
		readonly callFrame: {
			readonly functionName: string;
			readonly url: string;
			readonly lineNumber: number;
			readonly columnNumber: number;
		};
	}[];
	/** Ids of nodes, with the microseconds since the sample before. */
	readonly samples: readonly number[];
	readonly timeDeltas: readonly number[];
}

const shown = 20;

/** Where our server's time goes under a load, as lines of text. */
export async function profile(workload: Workload, ms: number): Promise<string> {
	const folder = tempFolder();
	const server = await ServerProcess.profiled(folder, workload.config);
	const load = await workload.open(server);
	await load.run(ms);
	load.cut();
	await server.stop();
	const [file] = readdirSync(folder);
	if (file === undefined) throw new Error("the server left no profile");
	const lines = selfTimes(JSON.parse(readFileSync(join(folder, file), "utf8")));
	return [`self time of our server: ${workload.name}`, ...lines].join("\n");
}

function selfTimes({ nodes, samples, timeDeltas }: CpuProfile): readonly string[] {
	const places = new Map(nodes.map(({ id, callFrame }) => [id, place(callFrame)] as const));
	const micros = new Map<string, number>();
	for (const [i, id] of samples.entries()) {
		const at = places.get(id) ?? "?";
		micros.set(at, (micros.get(at) ?? 0) + (timeDeltas[i] ?? 0));
	}
	micros.delete("(idle)");
	const total = [...micros.values()].reduce((sum, value) => sum + value, 0);
	const sorted = [...micros].sort(([, a], [, b]) => b - a).slice(0, shown);
	return sorted.map(([at, value]) => {
		const share = ((value / total) * 100).toFixed(1);
		return `${share.padStart(5)} %  ${at}`;
	});
}

function place({
	functionName,
	url,
	lineNumber,
	columnNumber,
}: CpuProfile["nodes"][number]["callFrame"]): string {
	const name = functionName === "" ? "(anonymous)" : functionName;
	if (url === "") return name;
	const file = url.slice(url.lastIndexOf("/") + 1);
	return `${name} ${file}:${lineNumber + 1}:${columnNumber + 1}`;
}
