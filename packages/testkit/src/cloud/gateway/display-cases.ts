import type { ConformanceCase } from "../../conformance.js";
import { check } from "../check.js";
import { color, off, type Shown, sameShown, weather } from "../shown.js";
import { gatewayCase } from "./gateway-case.js";
import { type CloudTarget, needsChanges, needsControl } from "./target.js";

/** What is set one after the other has to come in packets that show it. */
function packets(
	id: string,
	rule: string,
	shows: readonly Shown[],
	...needs: Parameters<typeof gatewayCase>[3][]
): ConformanceCase<CloudTarget> {
	return gatewayCase(
		id,
		rule,
		async (stage) => {
			const lamp = await stage.enter();
			for (const shown of shows) await stage.showTo([lamp], shown);
			await lamp.settle();
		},
		needsChanges,
		...needs,
	);
}

/** What is shown, in packets. */
export const displayCases: readonly ConformanceCase<CloudTarget>[] = [
	packets("off-packet", "Nothing to show is the packet [cc:0:?:?]", [color(9, 8, 7), off]),
	packets("color-packet", "A colour is the packet [cc:2:r,g,b:pulse]", [
		color(255, 162, 174),
		color(1, 2, 3, 4),
	]),
	packets("color-bounds", "Channels go from 0 to 255, pulses from 0 to 9", [
		color(0, 0, 1),
		color(255, 255, 254),
		color(0, 128, 255, 1),
		color(255, 0, 0, 9),
		color(0, 0, 0),
	]),
	packets(
		"weather-packet",
		"Weather is the packet [cc:1:code:intensity], for each of the nine codes",
		[1, 2, 3, 4, 5, 6, 7, 8, 9].map((code) => weather(code, code)),
		needsControl,
	),
	packets(
		"weather-intensity",
		"An intensity is a decimal number from 0 to 10, written with a point and without loss",
		[0, 10, 4.17, 0.01, 9.99, 5].map((intensity) => weather(5, intensity)),
		needsControl,
	),
	packets(
		"changes-of-one-number",
		"Every change is sent, be it of one number alone",
		[
			weather(2, 3),
			weather(2, 4),
			weather(3, 4),
			color(1, 2, 3),
			color(1, 2, 4),
			color(1, 2, 4, 1),
			off,
			color(1, 2, 4, 1),
		],
		needsControl,
	),
	gatewayCase(
		"change-reaches-every-lamp",
		"A change is sent to every lamp that was let in",
		async (stage) => {
			const lamps = await stage.enterAll(8);
			await stage.showTo(lamps, color(10, 20, 30, 4));
			await stage.showTo(lamps, color(30, 20, 10));
		},
		needsChanges,
	),
	gatewayCase(
		"change-is-sent-once",
		"A change is sent once to each lamp",
		async (stage) => {
			const lamps = await stage.enterAll(2);
			await stage.showTo(lamps, color(12, 34, 56));
			for (const lamp of lamps) await lamp.silence();
			for (const lamp of lamps) await lamp.settle();
		},
		needsChanges,
	),
	gatewayCase(
		"change-is-for-lamps-alone",
		"Who has not sent the secret is told of no change",
		async (stage) => {
			const stranger = await stage.open();
			const lamp = await stage.enter();
			await stage.showTo([lamp], color(200, 100, 50));
			await stranger.quiet();
			stranger.send(stage.target.secret);
			await stage.letIn(stranger);
		},
		needsChanges,
	),
	gatewayCase(
		"newcomer-gets-the-current-packet",
		"The packet after ok shows what is shown now",
		async (stage) => {
			for (const shown of [color(7, 7, 7, 7), off, color(70, 7, 0)]) {
				await stage.show(shown);
				const lamp = await stage.enter();
				check(sameShown(lamp.shown, shown), `a newcomer was shown ${JSON.stringify(lamp.shown)}`);
				await lamp.settle();
			}
		},
		needsChanges,
	),
	gatewayCase(
		"display-needs-no-lamp",
		"What was set while no lamp was there is shown to the next one",
		async (stage) => {
			const first = await stage.enter();
			first.peer.close();
			await first.peer.ended();
			await stage.show(color(3, 1, 4));
			const second = await stage.enter();
			check(sameShown(second.shown, color(3, 1, 4)), "the change is lost");
		},
		needsChanges,
	),
	gatewayCase(
		"lamps-go-one-by-one",
		"A lamp that closes or is lost disturbs no other, and no change",
		async (stage) => {
			const [stays, closes] = await stage.enterAll(2);
			const lost = await stage.enter();
			closes.peer.close();
			await closes.peer.ended();
			lost.peer.cut();
			await stage.showTo([stays], color(90, 80, 70));
			await stays.settle();
			await stage.showTo([stays, await stage.enter()], color(70, 80, 90));
		},
		needsChanges,
	),
	gatewayCase(
		"changes-keep-their-order",
		"Changes come in the order in which they were made, none is left out",
		async (stage) => {
			const lamps = await stage.enterAll(2);
			const steps = Array.from({ length: 30 }, (_, i) => color(i, 255 - i, 100, i % 10));
			for (const step of steps) await stage.show(step);
			for (const lamp of lamps) for (const step of steps) await lamp.shows(step);
		},
		needsChanges,
	),
	gatewayCase(
		"changes-in-one-order",
		"Changes that several make at once come to all lamps in the same order, each once",
		async (stage) => {
			const lamps = await stage.enterAll(3);
			await stage.remember();
			const steps = Array.from({ length: 20 }, (_, i) => color(5 * i, 1, 255 - 5 * i));
			await Promise.all(steps.map((step) => stage.show(step)));
			const orders: string[] = [];
			for (const lamp of lamps) {
				const order: string[] = [];
				for (const _ of steps) order.push(JSON.stringify(await lamp.nextShown()));
				check(new Set(order).size === steps.length, `${lamp.peer.name} missed a change`);
				orders.push(order.join());
			}
			check(new Set(orders).size === 1, "two lamps saw different orders");
			const [lamp] = lamps;
			const later = await stage.enter();
			check(
				lamp !== undefined && sameShown(later.shown, lamp.shown),
				"the last change is not shown",
			);
		},
		needsChanges,
	),
	gatewayCase(
		"change-while-entering",
		"A lamp that comes amid changes is shown one of them, and every later one after it",
		async (stage) => {
			const steps = Array.from({ length: 40 }, (_, i) => color(i + 1, 2, 3));
			await stage.show(color(0, 2, 3));
			const peer = await stage.open();
			const changes = (async () => {
				for (const step of steps) {
					await stage.show(step);
					await stage.pause(0);
				}
			})();
			peer.send(stage.target.secret);
			const lamp = await stage.letIn(peer);
			await changes;
			const { shown } = lamp;
			const next = shown.mode === "color" ? shown.color[0] : steps.length;
			for (const step of steps.slice(next)) await lamp.shows(step);
			await lamp.silence();
		},
		needsChanges,
	),
];
