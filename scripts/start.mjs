// `npm start [-- ARGUMENTS]`: installs, builds and runs gw-sim; without arguments its terminal UI.
import { spawn } from "node:child_process";
import { root, setUp } from "./setup.mjs";

setUp();
const child = spawn(process.execPath, [`${root}cli/dist/bin.js`, ...process.argv.slice(2)], {
	stdio: "inherit",
});
// Ctrl-C reaches the whole process group; the child decides when it is done.
for (const signal of ["SIGINT", "SIGHUP"]) process.on(signal, () => {});
process.on("SIGTERM", () => child.kill("SIGTERM"));
child.on("exit", (code, signal) => process.exit(code ?? (signal === "SIGINT" ? 130 : 1)));
