// node scripts/run.mjs FILE.ts [words]: builds, then runs the built form of one source file.
import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { prepare } from "./prepare.mjs";

await prepare((line) => console.error(line));
const [, , source, ...words] = process.argv;
const inPackage = /^(.*packages\/[^/]+)\/(.*)\.ts$/.exec(source);
const target = resolve(
  inPackage ? `${inPackage[1]}/dist/${inPackage[2]}.js` : `dist/${source.replace(/\.ts$/, ".js")}`,
);
if (!existsSync(target)) throw new Error(`${source} has no built form at ${target}`);
process.argv = [process.argv[0], target, ...words];
await import(pathToFileURL(target).href);
