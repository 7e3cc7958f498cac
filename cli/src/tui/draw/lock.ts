import type { LockModel } from "../device-model.js";
import { Canvas } from "./canvas.js";
import type { Row, Style } from "./span.js";

/** How large the drawing is. */
const lockColumns = 46;
const lockHeight = 9;

const door = { x: 11, columns: 23 };
const frame = { x: 36, columns: 10 };
const reader = { x: 13, columns: 7 };
/** The case in the door that the bolt comes out of, and the hole in the frame that it goes into. */
const boltCase = { x: 22, columns: 12 };
const hole = { columns: 8 };
/** Rows of case and hole with their lines; the bolt is between these. */
const upper = 2;
const boltColumns = 9;

/** How far the bolt is out of its case. */
const travel: Readonly<Record<LockModel["bolt"], number>> = {
	unlocked: 0,
	unlocking: 3,
	locking: 3,
	jammed: 3,
	locked: 8,
};

const boltStyles: Readonly<Record<LockModel["bolt"], Style>> = {
	locked: { tone: "info" },
	unlocking: { tone: "warn" },
	unlocked: { tone: "good" },
	locking: { tone: "warn" },
	jammed: { tone: "bad" },
};

/** What stands before a bolt that is on its way, or does not get there. */
const signs: Readonly<Partial<Record<LockModel["bolt"], string>>> = {
	unlocking: "◂",
	locking: "▸",
	jammed: "✗",
};

const lines: Style = { dim: true };

/** A door with its reader and its bolt, beside the frame that the bolt goes into. */
export function lockDrawing(
	lock: Pick<LockModel, "bolt" | "mode" | "isTagPresent" | "link">,
): readonly Row[] {
	const canvas = new Canvas(lockColumns, lockHeight);
	canvas.box(door.x, 0, door.columns, lockHeight, lines);
	canvas.box(frame.x, 0, frame.columns, lockHeight, lines);
	drawCavities(canvas);
	drawReader(canvas, lock);
	drawBolt(canvas, lock.bolt);
	if (lock.isTagPresent) drawTag(canvas);
	return canvas.rows();
}

/** The case is open to the right, and the hole to the left. */
function drawCavities(canvas: Canvas): void {
	const caseLine = "─".repeat(boltCase.columns - 2);
	const holeLine = "─".repeat(hole.columns - 2);
	canvas.put(boltCase.x, upper, `╭${caseLine}┤`, lines);
	canvas.put(frame.x, upper, `├${holeLine}╮`, lines);
	for (let y = upper + 1; y < upper + 4; y++) {
		canvas.put(boltCase.x, y, `│${" ".repeat(boltCase.columns - 1)}`, lines);
		canvas.put(frame.x, y, `${" ".repeat(hole.columns - 1)}│`, lines);
	}
	canvas.put(boltCase.x, upper + 4, `╰${caseLine}┤`, lines);
	canvas.put(frame.x, upper + 4, `├${holeLine}╯`, lines);
}

function drawReader(canvas: Canvas, { mode, link }: Pick<LockModel, "mode" | "link">): void {
	const { x, columns } = reader;
	canvas.box(x, upper, columns, 5, mode === "pairing" ? { tone: "accent" } : {});
	canvas.put(x + 3, upper + 1, ...light(mode, link));
	canvas.put(x + 2, upper + 3, "≡≡≡", lines);
	if (mode === "pairing") canvas.put(door.x - 4, upper + 2, "(((", { tone: "accent", bold: true });
}

/** The light at the reader, by shape and by colour. */
function light(mode: LockModel["mode"], link: LockModel["link"]): [string, Style] {
	if (link !== "online") return ["○", { tone: "bad" }];
	if (mode === "pairing") return ["◉", { tone: "accent", bold: true }];
	return mode === "unconfigured" ? ["○", lines] : ["●", { tone: "good" }];
}

function drawBolt(canvas: Canvas, position: LockModel["bolt"]): void {
	const style = boltStyles[position];
	const rod = boltCase.x + 1;
	const from = rod + 2 + travel[position];
	canvas.put(rod, upper + 2, "━".repeat(from - rod), style);
	for (const [i, block] of ["▄", "█", "▀"].entries())
		canvas.put(from, upper + 1 + i, block.repeat(boltColumns), style);
	const sign = signs[position];
	if (sign !== undefined)
		canvas.put(from + boltColumns + 1, upper + 2, sign, { ...style, bold: true });
}

function drawTag(canvas: Canvas): void {
	canvas.box(0, upper, 8, 5, { tone: "accent" });
	canvas.put(1, upper + 2, "▪ tag", { bold: true });
	canvas.put(door.x - 3, upper + 2, "))", { tone: "accent" });
}
