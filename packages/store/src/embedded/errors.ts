import { EnvironmentError, messageOf, safe } from "@gw-sim/core";

export function missing(cause: unknown): EnvironmentError {
	const how = "--data needs the optional package classic-level: npm install classic-level";
	const isAbsent = codeOf(cause) === "ERR_MODULE_NOT_FOUND";
	return new EnvironmentError(isAbsent ? how : `${how} (it does not load: ${oneLine(cause)})`, {
		code: "store-missing",
		cause,
	});
}

export function locked(folder: string, cause: unknown): EnvironmentError {
	return new EnvironmentError(
		`the data folder ${shown(folder)} is in use: stop the process that has it, or choose another folder`,
		{ code: "store-locked", cause },
	);
}

/** The folder cannot be used at all. */
export function unusable(folder: string, cause: unknown): EnvironmentError {
	return new EnvironmentError(
		`cannot use ${shown(folder)} as a data folder: ${oneLine(cause)}; choose a folder that this user can write`,
		{ code: "store-unreadable", cause },
	);
}

/** The folder's content is not what was written there. */
export function damaged(folder: string, what: string, cause?: unknown): EnvironmentError {
	return new EnvironmentError(
		`the data in ${shown(folder)} is damaged (${what}): put a backup in its place, or move the folder away to begin empty`,
		{ code: "store-unreadable", cause },
	);
}

/** The folder's content is sound but not for this version. */
export function foreign(folder: string, what: string): EnvironmentError {
	return new EnvironmentError(
		`the data in ${shown(folder)} is ${what}: use the program that wrote it, or choose another folder`,
		{ code: "store-unreadable" },
	);
}

export function failed(folder: string, cause: unknown): EnvironmentError {
	return new EnvironmentError(
		`the data folder ${shown(folder)} cannot be written any more: ${oneLine(cause)}; mend that and start again`,
		{ code: "store-failed", cause },
	);
}

/** The `code` of an error or of the error that caused it, whichever is closer to the origin. */
export function codeOf(error: unknown): string | undefined {
	if (!(error instanceof Error)) return undefined;
	const inner = codeOf(error.cause);
	return inner ?? ("code" in error && typeof error.code === "string" ? error.code : undefined);
}

function oneLine(error: unknown): string {
	const origin = error instanceof Error && error.cause instanceof Error ? error.cause : error;
	return safe(messageOf(origin).split("\n")[0] ?? "", 300);
}

function shown(folder: string): string {
	return safe(folder, 1000);
}
