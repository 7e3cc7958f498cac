import { messageOf, UsageError } from "@gw-sim/core";
import { type Document, isAlias, isMap, isScalar, isSeq, LineCounter, parseDocument } from "yaml";
import { type Entry, type Located, type LocatedContent, type Position, wrong } from "./located.js";

const maxDepth = 32;
const maxNodes = 20_000;

/**
 * Reads YAML, and so JSON, into values that know where they stand.
 * @throws UsageError that names the file, the line and what is wrong there.
 */
export function readTree(text: string, file: string): Located {
	const lines = new LineCounter();
	const document = parseDocument(text, { intAsBigInt: true, lineCounter: lines });
	// A warning is a tag or a directive that nobody meant.
	const [problem] = [...document.errors, ...document.warnings];
	if (problem !== undefined) {
		const [at = { line: 1, col: 1 }] = problem.linePos ?? [];
		// Whatever the parser quotes stays out, since it may be a secret.
		const [what = ""] = messageOf(problem).split(/:| at line|\n| \\/, 1);
		throw new UsageError(
			`${file}:${at.line}:${at.col}: not YAML: ${what}; text with special characters needs quotes`,
		);
	}
	return new Builder(document, lines, file).locate(document.contents, "", 0);
}

class Builder {
	readonly #document: Document.Parsed;
	readonly #lines: LineCounter;
	readonly #file: string;
	#nodes = 0;

	constructor(document: Document.Parsed, lines: LineCounter, file: string) {
		this.#document = document;
		this.#lines = lines;
		this.#file = file;
	}

	locate(node: unknown, path: string, depth: number): Located {
		const at = this.#position(node);
		const located = (content: LocatedContent): Located => ({ content, at, path, file: this.#file });
		// Aliases can make a small file a large one.
		if (++this.#nodes > maxNodes || depth > maxDepth)
			throw wrong({ file: this.#file, path }, at, "the scene is too large or too deep here");
		if (isAlias(node)) {
			const target = node.resolve(this.#document);
			return { ...this.locate(target, path, depth + 1), at };
		}
		if (isSeq(node))
			return located(
				node.items.map((item, index) => this.locate(item, `${path}[${index}]`, depth + 1)),
			);
		if (!isMap(node)) return located(scalarOf(node));
		const entries = new Map<string, Entry>();
		for (const { key: keyNode, value } of node.items) {
			const key = String(isScalar(keyNode) ? keyNode.value : keyNode);
			// Without the blank, YAML takes `token:value` for a key: the value stays out of errors.
			const [shown = ""] = key.split(":", 1);
			const inner = path === "" ? shown : `${path}.${shown}`;
			const keyAt = this.#position(keyNode);
			const found = this.locate(value, inner, depth + 1);
			entries.set(key, { key, at: keyAt, value: value === null ? { ...found, at: keyAt } : found });
		}
		return located(entries);
	}

	#position(node: unknown): Position {
		const offset =
			isMap(node) || isSeq(node) || isScalar(node) || isAlias(node) ? (node.range?.[0] ?? 0) : 0;
		const { line, col } = this.#lines.linePos(offset);
		return { line: Math.max(1, line), column: Math.max(1, col) };
	}
}

function scalarOf(node: unknown): LocatedContent {
	const value = isScalar(node) ? node.value : null;
	switch (typeof value) {
		case "string":
		case "number":
		case "boolean":
			return value;
		case "bigint":
			return Number.isSafeInteger(Number(value)) ? Number(value) : value;
		default:
			return null;
	}
}
