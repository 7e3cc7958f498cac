import { readShow, type Show, showOf, withShow } from "@gw-sim/protocols/cloud";
import { type ControlAnswer, type ControlRoute, refusal } from "../../http/control-route.js";
import type { SharedDisplay } from "./display.js";
import { unlessStoreFails } from "./unless-store-fails.js";

const path = "/cloud";

const unavailable = refusal(503, "store_failed", "the store fails; the server's log says why");

/** The control API's part for what the lamps show; `failed` is told why the store fails. */
export function cloudRoutes(
	display: SharedDisplay,
	failed: (why: string) => void,
): readonly ControlRoute[] {
	const answered = (work: () => Promise<Show>): Promise<ControlAnswer> =>
		unlessStoreFails(async () => ({ status: 200, body: await work() }), failed, unavailable);
	return [
		{
			method: "GET",
			path,
			handle: () => answered(async () => showOf(await display.read())),
		},
		{
			method: "PUT",
			path,
			async handle({ body }) {
				const reading = readShow(body);
				if (!reading.ok) return refusal(400, "bad_request", reading.reason);
				const show = reading.value;
				return answered(async () => showOf(await display.change((now) => withShow(now, show))));
			},
		},
	];
}
