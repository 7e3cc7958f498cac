const loopbackName = /^(localhost|127(?:\.\d{1,3}){3}|\[::1\]|::1)$/;

/** The loopback interface's names and addresses, IPv4 ones in IPv6 form too. */
export function isLoopback(host: string): boolean {
	return loopbackName.test(host.toLowerCase().replace(/^::ffff:/, ""));
}

/**
 * Whether a browser's page may talk to us: by default one from the same host (ports ignored,
 * loopback names equal), else one that the list names as `https://host`, `//host`, `host`, or with
 * a wildcard as `//*.host` (Phoenix's check_origin). Without an Origin header it is no browser.
 */
export function originAllowed(
	origin: string | null,
	host: string | null,
	rule: boolean | readonly string[],
): boolean {
	if (origin === null || rule === false) return true;
	const from = parseOrigin(origin);
	if (from === null) return false;
	if (rule === true) return host !== null && sameHost(from.hostname, hostOnly(host));
	return rule.some((entry) => matches(from, entry.toLowerCase()));
}

function parseOrigin(origin: string): URL | null {
	// Only scheme and authority make an origin; anything more is a forgery.
	if (!/^[a-z][a-z0-9+.-]*:\/\/[^/?#@\\]+$/i.test(origin) || !URL.canParse(origin)) return null;
	const url = new URL(origin);
	return url.hostname === "" ? null : url;
}

function hostOnly(host: string): string {
	const url = `http://${host}`;
	return URL.canParse(url) ? new URL(url).hostname : "";
}

function sameHost(a: string, b: string): boolean {
	return a === b || (isLoopback(a) && isLoopback(b));
}

function matches(from: URL, entry: string): boolean {
	const [, scheme, name, port] =
		/^(?:([a-z][a-z0-9+.-]*):)?(?:\/\/)?(.+?)(?::(\d+))?$/.exec(entry) ?? [];
	if (name === undefined) return false;
	if (scheme !== undefined && `${scheme}:` !== from.protocol) return false;
	if (port !== undefined && port !== portOf(from)) return false;
	return name.startsWith("*.")
		? from.hostname.endsWith(name.slice(1)) && from.hostname.length >= name.length
		: from.hostname === name;
}

function portOf(url: URL): string {
	return url.port !== "" ? url.port : url.protocol === "https:" ? "443" : "80";
}
