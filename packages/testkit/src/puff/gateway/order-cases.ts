import { type ConformanceCase, ConformanceFailure } from "../../conformance.js";
import { joinedGroup, userJoin, userLeft } from "./frames.js";
import { gatewayCase } from "./gateway-case.js";
import type { Member } from "./member.js";
import type { PuffTarget } from "./target.js";

const rounds = 20;

/** The next frames as they came. */
async function readTexts(member: Member, count: number): Promise<readonly string[]> {
	const texts: string[] = [];
	while (texts.length < count) texts.push(String(await member.next(`frame ${texts.length + 1}`)));
	return texts;
}

/** In which order things take effect. */
export const orderCases: readonly ConformanceCase<PuffTarget>[] = [
	gatewayCase(
		"order-same-for-all",
		"All members hear of what several of them do in the same order",
		async (stage) => {
			const [party, a, b, c] = await stage.party(3);
			const d = await stage.connect();
			await party.add(d);
			for (let n = 0; n < rounds; n++)
				for (const sender of [c, d]) {
					sender.send(5, { name: `${n} of ${sender.id.slice(0, 8)}` });
					if (n % 5 === 0) sender.send(8);
				}
			const count = 2 * (rounds + 2 * (rounds / 5));
			const [first, ...others] = await Promise.all(
				[a, b, c, d].map((member) => readTexts(member, count)),
			);
			for (const texts of others) {
				const at = texts.findIndex((text, i) => text !== first?.[i]);
				if (at !== -1) throw new ConformanceFailure(`two differ: ${first?.[at]} and ${texts[at]}`);
			}
		},
	),
	gatewayCase(
		"order-of-each-sender",
		"What one client sends takes effect in the order in which it was sent, and none of it is lost",
		async (stage) => {
			const [party, a, b] = await stage.party(2);
			for (let n = 0; n < rounds; n++) {
				a.send(4, { n });
				a.send(5, { name: String(n) });
				a.send(6, { name: String(n) });
			}
			for (let n = 0; n < rounds; n++) {
				const update = party.update({ name: String(n) });
				await b.expect(
					party.deviceUpdate(a, { n }),
					update,
					party.userUpdate(a, { name: String(n) }),
				);
				await a.expect(update);
			}
		},
	),
	gatewayCase(
		"order-across-groups",
		"Who joins and leaves without waiting for answers ends up where its last message leads",
		async (stage) => {
			const [first, a] = await stage.party(1);
			const [second, b] = await stage.party(1);
			const c = await stage.connect();
			for (let n = 0; n < 3; n++) {
				c.send(1, { group_id: first.id });
				c.send(4, { n });
				c.send(7);
				c.send(1, { group_id: second.id });
				c.send(4, { n });
			}
			for (let n = 0; n < 3; n++)
				for (const [party, host] of [
					[first, a],
					[second, b],
				] as const) {
					await c.expect(joinedGroup({ group_id: party.id }));
					await host.expect(userJoin(party.id, c.id), party.deviceUpdate(c, { n }));
					if (n < 2 || party === first) await host.expect(userLeft(party.id, c.id));
				}
		},
	),
];
