import type { CloudTarget, HttpAnswer, HttpRequest } from "@gw-sim/testkit/cloud";
import type { CloudMutant } from "./mutant.js";

type Ask<Request> = (request: Request) => Promise<HttpAnswer>;

/** Changes what pages answer. */
function page(
	change: (request: HttpRequest, ask: Ask<HttpRequest>, target: CloudTarget) => Promise<HttpAnswer>,
): NonNullable<CloudMutant["target"]> {
	return (target) => {
		const { http } = target;
		return http === undefined ? {} : { http: (request) => change(request, http, target) };
	};
}

/** Changes what the control API answers. */
function control(
	change: (body: unknown, ask: Ask<unknown>) => Promise<HttpAnswer>,
): NonNullable<CloudMutant["target"]> {
	return ({ control }) =>
		control === undefined ? {} : { control: (body) => change(body, control) };
}

/** Edits the body of every answer that passes. */
function body(path: string, edit: (text: string) => string): NonNullable<CloudMutant["target"]> {
	return page(async (request, ask) => {
		const answer = await ask(request);
		return request.path === path ? { ...answer, body: edit(answer.body) } : answer;
	});
}

const isPost = ({ method }: HttpRequest): boolean => method === "POST";
const done: HttpAnswer = { status: 200, body: "OK" };

const everyBadPost = ["config-no-json", "config-bad-mode", "config-bad-colour", "config-bad-pulse"];
const everyBadPut = ["control-bad-mode", "control-bad-weather", "control-bad-colour"];

/** Plain HTTP. */
export const pageMutants: readonly CloudMutant[] = [
	{
		name: "tells its version alone",
		caught: ["info-page"],
		target: body("/info", (text) => text.split("@")[0] ?? ""),
	},
	{
		name: "tells modes as numbers",
		caught: ["config-page-shape", "config-off", "config-manual", "config-weather"],
		target: body("/config", (text) => text.replace(/"mode":"\w+"/, '"mode":0')),
	},
	{
		name: "tells more than its display",
		caught: ["config-page-shape"],
		target: body("/config", (text) => text.replace("{", '{"secret":"x",')),
	},
	{
		name: "answers JSON to a change",
		caught: ["config-off", "config-manual", "config-weather", "config-keeps-the-colour"],
		target: body("/config", (text) => (text === "OK" ? '{"ok":true}' : text)),
	},
	{
		name: "forgets what is posted",
		caught: ["config-off", "config-manual", "config-weather", "config-posts-no-weather"],
		target: page(async (request, ask) => (isPost(request) ? done : ask(request))),
	},
	{
		name: "takes the weather that is posted",
		caught: ["config-posts-no-weather"],
		target: page(async (request, ask, { control }) => {
			const { mode, weather, intensity } = isPost(request) ? JSON.parse(request.body ?? "") : {};
			if (mode !== 1 || weather === undefined) return ask(request);
			await control?.({ mode: "weather", weather, intensity });
			return done;
		}),
	},
	{
		name: "forgets the colour when something else is shown",
		caught: ["config-keeps-the-colour"],
		target: body("/config", (text) =>
			text.includes('"mode":"manual"')
				? text
				: text.replace(/"color":"[\d,]+"/, '"color":"255,255,255"'),
		),
	},
	{
		name: "takes whatever is posted, as the original",
		caught: everyBadPost,
		target: page(async (request, ask) => {
			const answer = await ask(request);
			return answer.status === 400 && isPost(request) ? done : answer;
		}),
	},
	{
		name: "gives no reason",
		caught: everyBadPost,
		target: page(async (request, ask) => {
			const answer = await ask(request);
			return answer.status === 400 ? { ...answer, body: "" } : answer;
		}),
	},
	{
		name: "turns the lamps off at a bad body",
		caught: everyBadPost,
		target: page(async (request, ask) => {
			const answer = await ask(request);
			if (answer.status === 400) await ask({ ...request, body: '{"mode":0}' });
			return answer;
		}),
	},
	{
		name: "keeps a display of its own for its page",
		caught: ["config-and-control-agree"],
		target: body("/config", (text) => text.replace(/"mode":"\w+"/, '"mode":"off"')),
	},
	{
		name: "answers its endpoint 404",
		caught: ["endpoint-without-upgrade"],
		target: page(async (request, ask) => {
			const answer = await ask(request);
			return answer.status === 426 ? { ...answer, status: 404 } : answer;
		}),
	},
	{
		name: "has other paths although it says that its port is the lamps' alone",
		caught: ["any-path", "foreign-path"],
		target: () => ({ isDedicated: true, http: async () => ({ status: 404, body: "not found" }) }),
	},
	{
		name: "answers a change with nothing",
		caught: ["control-answers-as-it-reads", "control-pulse-defaults"],
		target: control(async (body, ask) => {
			const answer = await ask(body);
			return body === undefined ? answer : { ...answer, body: "{}" };
		}),
	},
	{
		name: "reads as off",
		caught: ["control-answers-as-it-reads", "control-reads-what-lamps-show"],
		target: control(async (body, ask) =>
			body === undefined ? { status: 200, body: '{"mode":"off"}' } : ask(body),
		),
	},
	{
		name: "wraps what it tells",
		caught: ["control-answers-as-it-reads", "control-reads-what-lamps-show"],
		target: control(async (body, ask) => {
			const answer = await ask(body);
			return { ...answer, body: `{"data":${answer.body}}` };
		}),
	},
	{
		name: "needs a pulse",
		caught: ["control-pulse-defaults"],
		target: control(async (body, ask) =>
			JSON.stringify(body ?? {}).match(/"color"(?!.*"pulse")/) ? ask({ mode: "color" }) : ask(body),
		),
	},
	{
		name: "takes whatever is put",
		caught: everyBadPut,
		target: control(async (body, ask) => {
			const answer = await ask(body);
			return answer.status === 400 ? ask(undefined) : answer;
		}),
	},
	{
		name: "says what is wrong in plain text",
		caught: everyBadPut,
		target: control(async (body, ask) => {
			const answer = await ask(body);
			return answer.status === 400 ? { status: 400, body: "bad request" } : answer;
		}),
	},
	{
		name: "turns the lamps off at a body that it refuses",
		caught: everyBadPut,
		target: control(async (body, ask) => {
			const answer = await ask(body);
			if (answer.status === 400) await ask({ mode: "off" });
			return answer;
		}),
	},
];
