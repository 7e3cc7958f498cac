import { type Comparison, isMet, median, ratios } from "./comparison.js";

/** One line of JSON. */
export function jsonLine(comparison: Comparison): string {
	const { name, unit, ours, baseline, aim } = comparison;
	return JSON.stringify({
		name,
		unit,
		ours: median(ours),
		baseline: median(baseline),
		...ratios(comparison),
		rounds: ours.length,
		aim,
		met: isMet(comparison),
	});
}

const heads = ["what", "unit", "ours", "baseline", "ratio", "rounds", "aim", "met"];

/** The comparisons for people; `rounds` are the least and greatest ratio of single rounds. */
export function table(comparisons: readonly Comparison[]): string {
	const rows = [heads, ...comparisons.map(cells)];
	const widths = heads.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
	return rows
		.map((row) => {
			const padded = row.map((cell, i) =>
				i >= 2 && i <= 5 ? cell.padStart(widths[i] ?? 0) : cell.padEnd(widths[i] ?? 0),
			);
			return padded.join("  ").trimEnd();
		})
		.join("\n");
}

function cells(comparison: Comparison): readonly string[] {
	const { name, unit, ours, baseline, aim } = comparison;
	const { ratio, low, high } = ratios(comparison);
	const met = isMet(comparison);
	return [
		name,
		unit,
		figure(median(ours)),
		figure(median(baseline)),
		ratio.toFixed(2),
		`${low.toFixed(2)}-${high.toFixed(2)}`,
		aim === null ? "" : `${aim.sense} ${aim.ratio}`,
		met === null ? "" : met ? "yes" : "NO",
	];
}

function figure(value: number): string {
	return value >= 1000 ? Math.round(value).toString() : value.toPrecision(3);
}
