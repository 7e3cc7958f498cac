// `npm test [-- VITEST ARGUMENTS]`: installs, builds and passes every test.
import { run, setUp } from "./setup.mjs";

setUp();
run("node_modules/.bin/vitest", ["run", ...process.argv.slice(2)]);
