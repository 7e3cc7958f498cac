import { safe } from "@gw-sim/core";

/** Stable names of what keeps a connection from opening, for programs. */
export type ConnectProblemCode =
	| "refused-upgrade"
	| "unreachable"
	| "unknown-host"
	| "tls"
	| "connect-timeout"
	| "connect-failed";

/** What kept a connection from opening, as the transport tells it. */
interface Trouble {
	readonly kind: string;
	readonly message: string;
	/** HTTP status of a refused upgrade. */
	readonly status?: number;
}

/**
 * What to tell about a connection that could not be opened.
 * @param server What the other end is called, as in `chat gateway`.
 * @param hints What to do about the HTTP statuses with which this server refuses.
 */
export function connectProblem(
	{ kind, message, status }: Trouble,
	url: string,
	server: string,
	hints: Readonly<Record<number, string>>,
): { readonly code: ConnectProblemCode; readonly message: string } {
	const why = safe(message);
	switch (kind) {
		case "refused-upgrade": {
			const hint = hints[status ?? 0] ?? `check that it is a ${server}`;
			return {
				code: kind,
				message: `${url} answered HTTP ${status ?? "?"} instead of upgrading: ${hint}`,
			};
		}
		case "unreachable":
			return {
				code: kind,
				message: `cannot reach ${url}: ${why}; start a ${server} with "gw-sim serve", or mend the address`,
			};
		case "unknown-host":
			return {
				code: kind,
				message: `cannot reach ${url}: ${why}; check its spelling and the name server`,
			};
		case "tls":
			return {
				code: kind,
				message: `${why} at ${url}: check the certificate, or use ws: for a ${server} without TLS`,
			};
		case "timeout":
			return {
				code: "connect-timeout",
				message: `${why} from ${url}: check that a ${server} listens there`,
			};
		default:
			return { code: "connect-failed", message: `no connection to ${url}: ${why}` };
	}
}
