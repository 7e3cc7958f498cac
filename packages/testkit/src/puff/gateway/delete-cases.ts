import type { ConformanceCase } from "../../conformance.js";
import { invalidGroupId, notInGroup } from "./frames.js";
import { gatewayCase } from "./gateway-case.js";
import { deviceState } from "./member.js";
import { needs, type PuffTarget } from "./target.js";

/** GROUP_DELETE. */
export const deleteCases: readonly ConformanceCase<PuffTarget>[] = [
	gatewayCase(
		"delete-tells-the-members",
		"A group that is deleted brings its members GROUP_DELETE, and nobody else anything",
		async (stage) => {
			const [party] = await stage.party(3);
			const [, stranger] = await stage.party(1);
			await stage.deleteGroup(party);
			await stranger.settle();
		},
		needs("deleteGroup"),
	),
	gatewayCase(
		"delete-is-the-end",
		"A deleted group cannot be joined any more, and its members are in none",
		async (stage) => {
			const [party, a, b] = await stage.party(2);
			await stage.deleteGroup(party);
			a.send(8);
			await a.expect(notInGroup);
			b.send(1, { group_id: party.id });
			await b.expect(invalidGroupId);
			const next = await stage.gather(a, b);
			await next.inquire(a);
		},
		needs("deleteGroup"),
	),
	gatewayCase(
		"delete-whatever-the-state",
		"A group may be deleted amid an inquiry or a heating, or empty",
		async (stage) => {
			const [awaiting, a] = await stage.party(1);
			await awaiting.inquire(a);
			await stage.deleteGroup(awaiting);
			const [seshing, b, c] = await stage.party(2);
			await seshing.start(b);
			await stage.deleteGroup(seshing);
			const next = await stage.gather(b, c);
			await next.pass(b, deviceState.active, deviceState.idle);
			await next.leave(b);
			await next.leave(c);
			await stage.deleteGroup(next);
			c.send(1, { group_id: next.id });
			await c.expect(invalidGroupId);
		},
		needs("deleteGroup"),
	),
];
