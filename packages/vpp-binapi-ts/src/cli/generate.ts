import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import type { ApiDescription } from "../description/model.js";
import { parseApiDescription } from "../description/parse.js";
import { generate } from "../generator/generate.js";

export const generateUsage = `vpp-binapi-ts generate --api FOLDER [--api FOLDER] --modules a,b,c --out FOLDER --vpp VERSION [--codec PATH]

Writes TypeScript types and descriptors for modules of the VPP binary API.
  --api      file or folder with *.api.json; folders are searched below
  --modules  names of modules, such as interface,ip; what they import comes along
  --out      folder for the generated files
  --vpp      VPP release that the files are of, written into the header of each file
  --codec    where the generated files import the codec from (default: vpp-binapi-ts/codec)`;

/** The `generate` command. Returns the lines to print. Throws Error with a message for the user. */
export function runGenerate(args: readonly string[]): string[] {
  const { values } = parseArgs({
    args: [...args],
    options: {
      api: { type: "string", multiple: true },
      modules: { type: "string" },
      out: { type: "string" },
      vpp: { type: "string" },
      codec: { type: "string", default: "vpp-binapi-ts/codec" },
    },
  });
  const { api, modules, out, vpp, codec } = values;
  if (api === undefined || modules === undefined || out === undefined || vpp === undefined)
    throw new Error(generateUsage);
  const description = readDescriptions(api);
  const files = generate(description, { modules: modules.split(","), vppVersion: vpp, codecPath: codec });
  mkdirSync(out, { recursive: true });
  for (const [name, text] of files) writeFileSync(join(out, name), text);
  return [`${files.size} files written to ${out}`];
}

function readDescriptions(paths: readonly string[]): ApiDescription {
  const files = paths.flatMap((path) => (statSync(path).isDirectory() ? apiFilesBelow(path) : [path]));
  return { modules: files.flatMap((file) => parseApiDescription(readFileSync(file, "utf8")).modules) };
}

function apiFilesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".api.json"))
    .map((name) => join(folder, name))
    .sort();
}
