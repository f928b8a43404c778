// node scripts/run.mjs FILE.ts [args]: builds, then runs the built form of one source file.
import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "./build.mjs";

build();
const [, , source, ...rest] = process.argv;
const inPackage = source.match(/^(.*packages\/[^/]+)\/(.*)\.ts$/);
const target = inPackage ? `${inPackage[1]}/dist/${inPackage[2]}.js` : `dist/${source.replace(/\.ts$/, ".js")}`;
if (!existsSync(target)) throw new Error(`${source} has no built form at ${target}`);
process.argv = [process.argv[0], resolve(target), ...rest];
await import(pathToFileURL(resolve(target)).href);
