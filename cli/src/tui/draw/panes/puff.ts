import type { GroupMember, PuffModel } from "../../device-model.js";
import { curveRows } from "../curve.js";
import { groupWord, heatWord } from "../device-words.js";
import { type Fact, factRows } from "../facts.js";
import { gauge } from "../gauge.js";
import { fitRow } from "../row.js";
import { bold, dim, type Row, span, type Tone } from "../span.js";
import { fit } from "../width.js";

const spanMs = 120_000;
const batteryColumns = 12;
const heatColumns = 13;
const mostMembers = 6;
const tallestCurve = 20;

/** A puff's chamber now and over two minutes, its battery, and its group with who is in it. */
export function puffRows(
	puff: PuffModel,
	now: number,
	columns: number,
	height: number,
): readonly Row[] {
	const members = memberRows(puff.members, columns);
	const facts = factRows(puffFacts(puff));
	const room = height - facts.length - members.length - 3;
	const window = { now, spanMs, columns, height: Math.min(tallestCurve, room) };
	const curve = room < 4 ? [] : [[], ...curveRows(puff.history.items, window)];
	return [chamberRow(puff), ...curve, [], ...facts, ...members].slice(0, height);
}

function chamberRow({ heat, temperature, target, profile }: PuffModel): Row {
	return [
		{ ...heatWord(heat), text: fit(heat, heatColumns) },
		bold(`${String(temperature).padStart(3)}°`),
		dim("  of  "),
		span(`${String(target).padStart(3)}°`),
		dim("   profile "),
		span(profile),
	];
}

function puffFacts(puff: PuffModel): readonly Fact[] {
	const { battery, isCharging, dabs, group, groupName, groupState, members } = puff;
	return [
		[
			"battery",
			[
				...gauge(battery / 100, batteryColumns, { tone: batteryTone(battery) }),
				span(` ${String(battery).padStart(3)} %`),
				isCharging ? span("  charging", { tone: "good" }) : dim("          "),
				dim(`  ${dabs} dabs`),
			],
		],
		[
			"group",
			group === null
				? [dim("none")]
				: [
						bold(groupName ?? ""),
						dim(groupName === null ? group : ` ${group}`),
						span("  "),
						groupWord(groupState ?? ""),
						dim(`  ${members.length + 1} in`),
					],
		],
	];
}

function batteryTone(battery: number): Tone {
	if (battery <= 15) return "bad";
	return battery <= 40 ? "warn" : "good";
}

function memberRows(members: readonly GroupMember[], columns: number): readonly Row[] {
	const shown = members
		.slice(0, mostMembers)
		.map(({ name, isReady, heat }) => [
			span(isReady ? "   ◉ " : "   ○ ", isReady ? { tone: "good" } : { dim: true }),
			...fitRow([span(name)], Math.max(8, Math.min(24, columns - 28))),
			isReady ? span("  ready ", { tone: "good" }) : dim("        "),
			heat === null ? dim(" looks on") : span(` ${heat}`),
		]);
	const more = members.length - shown.length;
	return more > 0 ? [...shown, [dim(`     and ${more} more`)]] : shown;
}
