import type { DOMElement } from "ink";
import type { Block, Canvas } from "../canvas.js";

/** Puts blocks together to the rows of a screen. */
export class BlockCanvas implements Canvas {
	readonly #blocks = new Map<object, Block>();

	put(key: object, block: Block): void {
		this.#blocks.set(key, block);
	}

	remove(key: object): void {
		this.#blocks.delete(key);
	}

	/**
	 * The rows as a terminal takes them. Each part is put in its column, so that a character that a
	 * terminal makes wider or narrower than expected moves nothing but what is left of its own part.
	 */
	rows(): readonly string[] {
		const rows: string[] = [];
		const blocks = [...this.#blocks.values()].sort((a, b) => a.layer - b.layer);
		for (const { box, lines } of blocks) {
			const { left, top } = placeOf(box);
			lines.forEach((line, i) => {
				rows[top + i] = `${rows[top + i] ?? ""}\u001b[${left + 1}G${line}`;
			});
		}
		return Array.from(rows, (row) => row ?? "");
	}
}

function placeOf(box: DOMElement): { readonly left: number; readonly top: number } {
	let left = 0;
	let top = 0;
	for (let node: DOMElement | undefined = box; node !== undefined; node = node.parentNode) {
		left += node.yogaNode?.getComputedLeft() ?? 0;
		top += node.yogaNode?.getComputedTop() ?? 0;
	}
	return { left, top };
}
