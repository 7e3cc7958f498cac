#!/usr/bin/env node
import { main } from "./main.js";
import { failureLine } from "./report.js";

const args = process.argv.slice(2);
process.on("uncaughtException", (error) => {
	process.stderr.write(`${failureLine(error, args.includes("--debug")).text}\n`);
	process.exit(1);
});
process.exitCode = await main(args);
