import { isJsonObject, parseJson } from "@gw-sim/core";
import type { ConformanceCase } from "../../conformance.js";
import { check } from "../check.js";
import { color, off, type Shown, sameShown, weather } from "../shown.js";
import { shownIn } from "./display.js";
import { gatewayCase } from "./gateway-case.js";
import type { Stage } from "./stage.js";
import { type CloudTarget, type HttpAnswer, needsControl } from "./target.js";

async function call({ target }: Stage, body?: unknown): Promise<HttpAnswer> {
	const answer = await target.control?.(body);
	check(answer !== undefined, "the target gives no control");
	return answer;
}

/** None of these bodies may be taken, or change anything. */
function refuses(
	id: string,
	rule: string,
	bodies: readonly unknown[],
): ConformanceCase<CloudTarget> {
	return gatewayCase(
		id,
		rule,
		async (stage) => {
			const lamp = await stage.enter();
			await stage.showTo([lamp], color(33, 22, 11, 4));
			for (const body of bodies) {
				const text = JSON.stringify(body);
				const answer = await call(stage, body);
				check(answer.status === 400, `${text}: expected HTTP 400, got ${answer.status}`);
				check(isRefusal(answer.body), `${text}: unexpected ${answer.body}`);
			}
			await lamp.settle();
			const now = shownIn(await call(stage));
			check(sameShown(now, color(33, 22, 11, 4)), "a refused body has changed what is shown");
		},
		needsControl,
	);
}

/** `{"error":{"code","message"}}` */
function isRefusal(body: string): boolean {
	const answer = parseJson(body);
	if (!isJsonObject(answer) || !isJsonObject(answer.error)) return false;
	const { code, message } = answer.error;
	return typeof code === "string" && typeof message === "string" && message !== "";
}

/** The control API of the reference server. */
export const controlCases: readonly ConformanceCase<CloudTarget>[] = [
	gatewayCase(
		"control-answers-as-it-reads",
		"PUT answers what GET does from then on: the mode with its own numbers, and nothing else",
		async (stage) => {
			await stage.remember();
			const shows: readonly Shown[] = [weather(6, 4.5), color(1, 22, 203, 8), off, weather(1, 0)];
			for (const shown of shows) {
				for (const answer of [await call(stage, shown), await call(stage)]) {
					const got = shownIn(answer);
					check(sameShown(got, shown), `expected ${JSON.stringify(shown)}, got ${answer.body}`);
				}
			}
		},
		needsControl,
	),
	gatewayCase(
		"control-reads-what-lamps-show",
		"GET tells what a lamp is shown",
		async (stage) => {
			await stage.show(color(13, 57, 91, 1));
			const lamp = await stage.enter();
			check(sameShown(shownIn(await call(stage)), lamp.shown), "the lamp is shown something else");
		},
		needsControl,
	),
	gatewayCase(
		"control-pulse-defaults",
		"A colour without a pulse is steady",
		async (stage) => {
			const lamp = await stage.enter();
			await stage.showTo([lamp], color(4, 4, 4, 4));
			const answer = await call(stage, { mode: "color", color: [4, 4, 4] });
			check(sameShown(shownIn(answer), color(4, 4, 4, 0)), `got ${answer.body}`);
			await lamp.shows(color(4, 4, 4, 0));
		},
		needsControl,
	),
	refuses(
		"control-bad-mode",
		"A body without one of the modes off, weather and color is 400 with an error, and changes nothing",
		[
			{},
			null,
			[],
			"off",
			0,
			{ mode: 0 },
			{ mode: "manual" },
			{ mode: "Off" },
			{ mode: null },
			{ color: [1, 2, 3] },
		],
	),
	refuses(
		"control-bad-weather",
		"Weather without a code from 1 to 9 and an intensity from 0 to 10 is 400 with an error, and changes nothing",
		[
			{ mode: "weather" },
			{ mode: "weather", weather: 3 },
			{ mode: "weather", intensity: 3 },
			...[0, 10, 2.5, "3", null, -1].map((code) => ({
				mode: "weather",
				weather: code,
				intensity: 5,
			})),
			...[-0.1, 10.1, "5", null].map((intensity) => ({ mode: "weather", weather: 5, intensity })),
		],
	),
	refuses(
		"control-bad-colour",
		"A colour of other than three whole numbers from 0 to 255, or with a pulse beyond 0 to 9, is 400 with an error, and changes nothing",
		[
			{ mode: "color" },
			...[[], [1, 2], [1, 2, 3, 4], [256, 0, 0], [-1, 0, 0], [1.5, 0, 0], ["1", 2, 3], "1,2,3"].map(
				(bad) => ({ mode: "color", color: bad, pulse: 0 }),
			),
			...[10, -1, 1.5, "3", null].map((pulse) => ({ mode: "color", color: [1, 2, 3], pulse })),
		],
	),
];
