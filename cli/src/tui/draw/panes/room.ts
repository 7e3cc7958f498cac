import type { Poll, RoomModel } from "../../device-model.js";
import { gauge } from "../gauge.js";
import { fitRow } from "../row.js";
import { bold, dim, type Row, span } from "../span.js";
import { transcriptRows } from "./transcript.js";

const mostTallyRows = 12;

/** Who one is in a room, its polls and counters, and what is said. */
export function roomRows(room: RoomModel, columns: number, height: number): readonly Row[] {
	const head: Row = [
		bold(room.suffix === null ? "–" : `#${room.suffix}`),
		dim(" in "),
		bold(room.room ?? "–"),
		dim(room.role === null ? "" : `   ${room.role}`),
	];
	const tally = [
		...counterRows(room, columns),
		...room.polls.flatMap((poll) => pollRows(poll, columns)),
	];
	const most = Math.min(mostTallyRows, Math.floor(height / 2));
	const shown = tally.slice(0, most);
	const gap: readonly Row[] = shown.length === 0 ? [] : [[]];
	const rest = height - 2 - shown.length - gap.length;
	return [head, [], ...shown, ...gap, ...transcriptRows(room.transcript.items, columns, rest)];
}

function counterRows({ counters }: RoomModel, columns: number): readonly Row[] {
	return counters.map(({ id, value }) =>
		fitRow(
			[
				dim("counter "),
				...fitRow([span(id)], Math.min(16, Math.floor(columns / 4))),
				bold(` ${value}`),
			],
			columns,
		),
	);
}

function pollRows({ kind, id, votes }: Poll, columns: number): readonly Row[] {
	const most = Math.max(1, ...votes.map(({ count }) => count));
	const remarks = [
		...(kind === "ephemeralPoll" ? ["ephemeral"] : []),
		...(votes.length === 0 ? ["no votes yet"] : []),
	];
	const head: Row = [dim("poll    "), bold(id), dim(`  ${remarks.join(", ")}`)];
	const bar = Math.max(4, Math.min(30, columns - 34));
	return [
		head,
		...votes.map(({ answer, count }) => [
			span("        "),
			...fitRow([span(answer)], 16),
			span(` ${String(count).padStart(5)} `),
			...gauge(count / most, bar, { tone: "info" }),
		]),
	];
}
