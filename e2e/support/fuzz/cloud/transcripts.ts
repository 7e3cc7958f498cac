import { judge } from "@gw-sim/testkit";
import { type CloudTarget, cloudGatewayCases } from "@gw-sim/testkit/cloud";
import { memoryTarget } from "../../cloud-targets.js";
import { Recording, type Transcript } from "../recording.js";

const json = (body: unknown): string => JSON.stringify(body) ?? "";

/** What lamps, and those who set them, do in the conformance kit's cases, case by case. */
export async function cloudTranscripts(): Promise<readonly Transcript[]> {
	const transcripts: Transcript[] = [];
	for (const each of cloudGatewayCases) {
		const recording = new Recording(() => target.clock.now());
		await using staged = memoryTarget({}, (dial) => recording.dial(dial));
		const { http, control, ...rest } = staged.target;
		const target: CloudTarget = {
			...rest,
			http: async (request) => {
				if (request.path === "/config") recording.asked({ body: "", ...request });
				return (await http?.(request)) ?? { status: 404, body: "" };
			},
			control: async (body) => {
				const method = body === undefined ? "GET" : "PUT";
				recording.asked({ method, path: "/api/v0/cloud", body: json(body) });
				return (await control?.(body)) ?? { status: 404, body: "" };
			},
		};
		await staged.run(judge(each, target, target.clock));
		transcripts.push(recording.transcript(each.id));
	}
	return transcripts.filter(({ steps }) => steps.length > 0);
}
