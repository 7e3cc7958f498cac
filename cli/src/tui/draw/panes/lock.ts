import type { LockModel } from "../../device-model.js";
import { boltWord, modeWord, tagWord } from "../device-words.js";
import { type Fact, factRows, known } from "../facts.js";
import { timeText } from "../figures.js";
import { lockDrawing } from "../lock.js";
import { centreRow } from "../row.js";
import { dim, type Row, span } from "../span.js";

/** A lock drawn, with its facts below; they alone where there is no room for both. */
export function lockRows(lock: LockModel, columns: number, height: number): readonly Row[] {
	const facts = factRows(lockFacts(lock));
	const drawing = lockDrawing(lock).map((row) => centreRow(row, columns));
	return drawing.length + 1 + facts.length > height ? facts : [...drawing, [], ...facts];
}

function lockFacts({ mode, bolt, label, serial, uuid, tag }: LockModel): readonly Fact[] {
	return [
		["bolt", [boltWord(bolt)]],
		["mode", [modeWord(mode)]],
		["name", [...known(label), dim(serial === null ? "" : `   serial ${serial}`)]],
		["uuid", known(uuid)],
		["last tag", tag === null ? [dim("none")] : tagWords(tag)],
	];
}

function tagWords({ uid, result, reason, at }: NonNullable<LockModel["tag"]>): Row {
	return [
		span(`${uid} `),
		tagWord(result),
		dim(reason === null ? "" : ` (${reason})`),
		dim(` ${timeText(at)}`),
	];
}
