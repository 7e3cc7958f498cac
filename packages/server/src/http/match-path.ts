/**
 * What stands in the place of a pattern's `:name` segments, decoded; null where the path does not
 * fit, is not well encoded or leaves such a segment empty.
 */
export function matchPath(pattern: string, path: string): Readonly<Record<string, string>> | null {
	const wanted = pattern.split("/");
	const given = path.split("/");
	if (wanted.length !== given.length) return null;
	const params: Record<string, string> = {};
	for (const [i, segment] of wanted.entries()) {
		const value = given[i] ?? "";
		if (!segment.startsWith(":")) {
			if (segment !== value) return null;
			continue;
		}
		const decoded = decodeSegment(value);
		if (decoded === null || decoded === "") return null;
		params[segment.slice(1)] = decoded;
	}
	return params;
}

function decodeSegment(segment: string): string | null {
	try {
		return decodeURIComponent(segment);
	} catch {
		return null;
	}
}
