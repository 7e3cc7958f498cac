import type { ConformanceCase } from "../../conformance.js";
import { check } from "../check.js";
import { color, off, sameShown } from "../shown.js";
import { expectAnswer, readConfig } from "./display.js";
import { gatewayCase } from "./gateway-case.js";
import type { Stage } from "./stage.js";
import { type CloudTarget, needsControl, needsDedicated, needsHttp } from "./target.js";

/** Posts a body, which has to be taken. */
async function post({ target }: Stage, body: object): Promise<void> {
	const answer = await target.http?.({
		method: "POST",
		path: "/config",
		body: JSON.stringify(body),
	});
	check(answer !== undefined, "the target gives no http");
	expectAnswer(answer, 200);
	check(answer.body === "OK", `expected the body OK, got ${answer.body}`);
}

/** None of these bodies may be taken, or change anything. */
function refuses(
	id: string,
	rule: string,
	bodies: readonly string[],
): ConformanceCase<CloudTarget> {
	return gatewayCase(
		id,
		rule,
		async (stage) => {
			const lamp = await stage.enter();
			await stage.showTo([lamp], color(11, 22, 33, 4));
			const before = JSON.stringify(await readConfig(stage.target));
			for (const body of bodies) {
				const answer = await stage.target.http?.({ method: "POST", path: "/config", body });
				check(answer?.status === 400, `${body}: expected HTTP 400, got ${answer?.status}`);
				check(/\S/.test(answer.body), `${body}: no reason was given`);
			}
			await lamp.settle();
			check(JSON.stringify(await readConfig(stage.target)) === before, "/config has changed");
		},
		needsHttp,
	);
}

const texts = (bodies: readonly unknown[]): readonly string[] =>
	bodies.map((body) => JSON.stringify(body));

/** The origin's own pages. */
export const configPageCases: readonly ConformanceCase<CloudTarget>[] = [
	gatewayCase(
		"info-page",
		"GET /info answers cloud-cloud:<version>@<host>",
		async ({ target }) => {
			const answer = await target.http?.({ method: "GET", path: "/info" });
			check(
				answer?.status === 200 && /^cloud-cloud:[^\s@]+@\S+$/.test(answer.body),
				`expected cloud-cloud:<version>@<host>, got ${answer?.status} ${answer?.body}`,
			);
		},
		needsHttp,
	),
	gatewayCase(
		"config-page-shape",
		"GET /config tells the mode as a word, the weather, and the colour as r,g,b with its pulse",
		async ({ target }) => {
			await readConfig(target);
		},
		needsHttp,
	),
	gatewayCase(
		"config-off",
		"POST /config of mode 0 turns the lamps off, answers OK, and reads as off",
		async (stage) => {
			const lamp = await stage.enter();
			await stage.showTo([lamp], color(5, 5, 5));
			await post(stage, { mode: 0 });
			await lamp.shows(off);
			const { mode } = await readConfig(stage.target);
			check(mode === "off", `the mode reads as ${mode}`);
		},
		needsHttp,
	),
	gatewayCase(
		"config-manual",
		"POST /config of mode 2 shows its colour and pulse, answers OK, and reads as manual",
		async (stage) => {
			await stage.remember();
			const lamp = await stage.enter();
			for (const [text, shown] of [
				["255,0,128", color(255, 0, 128, 3)],
				["0,0,0", color(0, 0, 0, 0)],
			] as const) {
				await post(stage, { mode: 2, color: text, pulse: shown.pulse });
				await lamp.shows(shown);
				const { mode, manual } = await readConfig(stage.target);
				check(mode === "manual", `the mode reads as ${mode}`);
				check(sameShown(manual, shown), `reads as ${JSON.stringify(manual)}`);
			}
		},
		needsHttp,
	),
	gatewayCase(
		"config-weather",
		"POST /config of mode 1 shows the gateway's own weather, as /config tells it",
		async (stage) => {
			const lamp = await stage.enter();
			await stage.showTo([lamp], color(6, 6, 6));
			await post(stage, { mode: 1 });
			const { mode, weather } = await readConfig(stage.target);
			check(mode === "weather", `the mode reads as ${mode}`);
			await lamp.shows(weather);
		},
		needsHttp,
	),
	gatewayCase(
		"config-posts-no-weather",
		"A weather that is posted is ignored",
		async (stage) => {
			const lamp = await stage.enter();
			await stage.showTo([lamp], color(8, 8, 8));
			const { weather } = await readConfig(stage.target);
			const other = { weather: weather.weather === 6 ? 7 : 6, intensity: 1 };
			await post(stage, { mode: 1, ...other });
			await lamp.shows(weather);
			check(
				sameShown((await readConfig(stage.target)).weather, weather),
				"the weather has changed",
			);
		},
		needsHttp,
	),
	gatewayCase(
		"config-keeps-the-colour",
		"The colour that was chosen last can still be read when something else is shown",
		async (stage) => {
			await stage.show(color(21, 43, 65, 7));
			await post(stage, { mode: 0 });
			const { manual } = await readConfig(stage.target);
			check(sameShown(manual, color(21, 43, 65, 7)), `reads as ${JSON.stringify(manual)}`);
		},
		needsHttp,
	),
	refuses(
		"config-no-json",
		"A body that is no JSON object is 400 with the reason, and changes nothing",
		["", "mode=0", '{"mode":0', "null", "0", "[]", '"off"'],
	),
	refuses(
		"config-bad-mode",
		"A mode that is missing or not one of the numbers 0, 1 and 2 is 400 with the reason, and changes nothing",
		texts([
			{},
			{ color: "1,2,3", pulse: 0 },
			...[3, -1, 0.5, "1", "off", null, [0]].map((mode) => ({ mode, color: "1,2,3", pulse: 0 })),
		]),
	),
	refuses(
		"config-bad-colour",
		"A colour of other than three whole numbers from 0 to 255 is 400 with the reason, and changes nothing",
		texts(
			["", "1,2", "1,2,3,4", "256,0,0", "-1,0,0", "1.5,0,0", "red", "1,,3", "0x10,0,0", 5].map(
				(bad) => ({ mode: 2, color: bad, pulse: 0 }),
			),
		),
	),
	refuses(
		"config-bad-pulse",
		"A pulse that is no whole number from 0 to 9 is 400 with the reason, and changes nothing",
		texts([10, -1, 1.5, "fast", {}].map((pulse) => ({ mode: 2, color: "1,2,3", pulse }))),
	),
	gatewayCase(
		"config-and-control-agree",
		"The page and the control API tell of the same display",
		async (stage) => {
			await stage.show(color(31, 41, 59, 2));
			const { mode, manual } = await readConfig(stage.target);
			check(mode === "manual" && sameShown(manual, color(31, 41, 59, 2)), `the page says ${mode}`);
		},
		needsHttp,
		needsControl,
	),
	gatewayCase(
		"endpoint-without-upgrade",
		"The endpoint without an upgrade answers 426",
		async ({ target }) => {
			const answer = await target.http?.({ method: "GET", path: new URL(target.url).pathname });
			check(answer?.status === 426, `expected HTTP 426, got ${answer?.status}`);
		},
		needsHttp,
	),
	gatewayCase(
		"any-path",
		"Where the port is the lamps' alone, they may connect on any path",
		async (stage) => {
			for (const path of ["/", "/lamp", "/a/b?c=d"])
				await stage.enter({ url: new URL(path, stage.target.url).href });
		},
		needsDedicated,
	),
	gatewayCase(
		"foreign-path",
		"Where the port is the lamps' alone, a page that there is not is 400 with the body 404 Not Found",
		async ({ target }) => {
			const answer = await target.http?.({ method: "GET", path: "/no-such-page" });
			check(
				answer?.status === 400 && answer.body === "404 Not Found",
				`expected 400 404 Not Found, got ${answer?.status} ${answer?.body}`,
			);
		},
		needsDedicated,
		needsHttp,
	),
];
