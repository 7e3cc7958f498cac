import { step } from "@gw-sim/core";
import { type Command, forDevice, sent } from "./command.js";
import { faultCommand, faultForm } from "./fault-form.js";

/** What can be done to every device. */
export const deviceCommands: readonly Command[] = [
	process("start", "s"),
	process("stop", "x"),
	process("restart", "r"),
	forDevice({
		id: "device.drop",
		keys: ["d"],
		label: "drop the link",
		short: "drop",
		hint: 7,
		run: (model, device) => sent(model, device, { cmd: "drop" }),
	}),
	forDevice({
		id: "device.link",
		keys: ["o"],
		label: "disconnect, or connect again",
		run: (model, device) =>
			sent(model, device, { cmd: device.link === "offline" ? "connect" : "disconnect" }),
	}),
	forDevice({
		id: "device.faults",
		keys: ["!"],
		label: "faults",
		hint: 8,
		form: faultForm,
		run: (model, device, form) => sent(model, device, faultCommand(form)),
	}),
	forDevice({
		id: "device.no-faults",
		keys: [],
		label: "take all faults off",
		run: (model, device) => sent(model, device, { cmd: "fault", faults: [] }),
	}),
	forDevice({
		id: "device.connect",
		keys: [],
		label: "connect",
		run: (model, device) => sent(model, device, { cmd: "connect" }),
	}),
	forDevice({
		id: "device.disconnect",
		keys: [],
		label: "disconnect",
		run: (model, device) => sent(model, device, { cmd: "disconnect" }),
	}),
];

function process(deed: "start" | "stop" | "restart", key: string): Command {
	return forDevice({
		id: `device.${deed}`,
		keys: [key],
		label: deed,
		run: (model, { name }) => step(model, { type: deed, name }),
	});
}
