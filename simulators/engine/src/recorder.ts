import { safeJson } from "@gw-sim/core";
import type { NamedCommand } from "./commands.js";
import type { Device } from "./device.js";
import type { FrameEvent } from "./events.js";

/** The first line of a recording. */
export interface RecordingHeader {
	readonly protocol: string;
	readonly device: string;
	/** Where the device connects to; secrets in it are left out of the recording. */
	readonly url: string;
	readonly seed: string | number;
}

/**
 * Records every frame of a device, a JSON line each, after a header line; lines come without their
 * end. What is returned stops the recording.
 */
export function record<Command extends NamedCommand, Own extends { readonly event: string }>(
	device: Device<Command, Own>,
	header: RecordingHeader,
	write: (line: string) => void,
): () => void {
	const { protocol, device: id, url, seed } = header;
	write(safeJson({ gwsim: 1, protocol, device: id, url: withoutSecrets(url), seed }));
	return device.on((event) => {
		if (isFrame(event)) write(frameLine(event));
	});
}

/** A frame as a line of a recording. */
export function frameLine(event: FrameEvent): string {
	const { at, dir } = event;
	return safeJson(
		"binary" in event ? { at, dir, binary: event.binary } : { at, dir, data: event.data },
	);
}

const secretKey = /token|secret|password|auth|key/i;

/** The URL without credentials, and with `***` for what a key of its query calls a secret. */
export function withoutSecrets(text: string): string {
	if (!URL.canParse(text)) return text;
	const url = new URL(text);
	url.username = "";
	url.password = "";
	for (const key of [...url.searchParams.keys()])
		if (secretKey.test(key)) url.searchParams.set(key, "***");
	return url.href;
}

function isFrame(event: { readonly event: string }): event is FrameEvent {
	return event.event === "frame";
}
