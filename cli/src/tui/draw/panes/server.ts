import type { ServerModel } from "../../model.js";
import { type Fact, factRows } from "../facts.js";
import { rateText } from "../figures.js";
import { sparkline } from "../gauge.js";
import { compactRows } from "../row.js";
import { bold, dim, type Row, span, type Tone } from "../span.js";
import { type Column, headingRow, tableRow } from "../table.js";

const table: readonly Column[] = [
	{ title: "protocol", columns: 9 },
	{ title: "links", columns: 6, align: "right" },
	{ title: "in/s", columns: 6, align: "right" },
	{ title: "out/s", columns: 6, align: "right" },
];

/** The gateway: its figures by protocol, how they went, its store, and where each protocol is. */
export function serverRows(
	server: ServerModel | null,
	columns: number,
	height: number,
): readonly Row[] {
	if (server === null) return [[dim("no gateway yet")]];
	return compactRows(gatewayRows(server, columns), height);
}

function gatewayRows(server: ServerModel, columns: number): readonly Row[] {
	const endpoints = factRows(
		server.endpoints.map(({ protocol, url }): Fact => [protocol, [span(url)]]),
	);
	if (!server.isOwn)
		return [
			...factRows([["gateway", [bold(server.url)]]]),
			[dim("It is somebody else's: what it does is not known.")],
			[],
			...endpoints,
		];
	return [
		...factRows([
			["gateway", [bold(server.url)]],
			["store", storeWords(server)],
		]),
		[],
		headingRow(table),
		...figureRows(server),
		[],
		...historyRows(server, columns),
		[],
		...endpoints,
	];
}

function storeWords({ storeFolder, storeOk }: ServerModel): Row {
	const place = span(storeFolder ?? "memory");
	if (storeOk === null) return [place];
	const works = storeOk
		? span("  takes writes", { tone: "good" })
		: span("  takes no writes", { tone: "bad" });
	return [place, works];
}

function figureRows({ protocols }: ServerModel): readonly Row[] {
	const total = {
		protocol: "all",
		connections: sum(protocols.map(({ connections }) => connections)),
		inRate: sum(protocols.map(({ inRate }) => inRate)),
		outRate: sum(protocols.map(({ outRate }) => outRate)),
	};
	return [...protocols, total].map((figures) =>
		tableRow(table, [
			figures === total ? [bold(figures.protocol)] : [span(figures.protocol)],
			[number(figures.connections, String(figures.connections))],
			[number(figures.inRate, rateText(figures.inRate))],
			[number(figures.outRate, rateText(figures.outRate))],
		]),
	);
}

function number(value: number, text: string): Row[number] {
	return value === 0 ? dim("·") : span(text);
}

function historyRows(
	{ inRates, outRates, connectionCounts }: ServerModel,
	columns: number,
): readonly Row[] {
	const lines: readonly (readonly [string, readonly number[], Tone])[] = [
		["in/s", inRates.items, "info"],
		["out/s", outRates.items, "accent"],
		["links", connectionCounts.items, "good"],
	];
	const width = Math.max(8, Math.min(60, columns - 9 - 14));
	return lines.map(([name, values, tone]) => [
		dim(name.padEnd(9)),
		...sparkline(values, width, 1, { tone }),
		bold(rateText(values.at(-1) ?? 0).padStart(6)),
		dim(` ≤${rateText(Math.max(0, ...values.slice(-width)))}`),
	]);
}

function sum(values: readonly number[]): number {
	return values.reduce((total, value) => total + value, 0);
}
