import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize, relative } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** Who may import whom; docs/architecture.md says why. A folder may always import itself. */
const table: Readonly<Record<string, readonly string[]>> = {
  "src/errors": [],
  "src/config": [],
  "src/identity": ["src/secrets"],
  "src/schema": ["libyang-wasm"],
  "src/secrets": [],
  "src/audit-log": [],
  "src/url-access": [],
  "src/worker-calls": ["src/errors", "libyang-wasm"],
  "src/authentication": ["src/schema/instance-path", "src/secrets", "src/errors", "src/worker-calls"],
  "src/self-configuration": [
    "src/northbound/transport/settings",
    "src/identity/cert-to-name-entry",
    "src/identity/revocation-list",
    "src/identity/revocation",
    "src/schema/instance-path",
    "src/errors",
  ],
  "src/datastore": ["src/schema", "src/secrets", "src/errors", "src/worker-calls", "libyang-wasm"],
  "src/derivations": [
    "src/datastore/dynamic/derivation",
    "src/datastore/southbound-port",
    "src/schema/instance-path",
    "src/errors",
  ],
  "src/access-control": ["src/schema"],
  "src/operations": ["src/datastore", "src/access-control", "src/schema", "src/errors"],
  "src/kubernetes": ["src/operations", "src/errors"],
  "src/northbound/xml-text": [],
  "src/northbound/notification-element": [],
  "src/northbound/transport": ["src/identity/cert-to-name-entry"],
  "src/northbound/netconf": [
    "src/authentication/password-logins",
    "src/worker-calls/discard",
    "src/northbound/transport",
    "src/operations",
    "src/schema",
    "src/errors",
    "src/northbound/xml-text",
    "src/northbound/notification-element",
  ],
  "src/northbound/restconf": [
    "src/authentication/password-logins",
    "src/northbound/transport",
    "src/operations",
    "src/schema",
    "src/errors",
    "src/northbound/xml-text",
    "src/northbound/notification-element",
  ],
  "src/northbound/health": [],
  "src/southbound": ["src/datastore/southbound-port", "src/schema", "src/secrets", "src/errors", "vpp-binapi-ts"],
  "src/vpp-api": [
    "src/schema",
    "src/errors",
    "src/worker-calls",
    "src/datastore/engine-errors",
    "src/datastore/engine/notification",
    "src/datastore/engine/placed-error",
    "src/datastore/engine/protocol",
    "src/operations/generated-operations",
    "src/operations/management",
    "src/operations/operation",
    "src/northbound/xml-text",
    "src/vpp-limits",
    "translators/ip/addresses",
    "translators/ip/prefix-relations",
    "libyang-wasm",
    "vpp-binapi-ts",
  ],
  "src/vpp-limits": ["vpp-binapi-ts"],
  translators: [
    "src/southbound/translator",
    "src/southbound/vpp-event",
    "src/vpp-limits",
    "src/schema/instance-path",
    "src/errors",
    "vpp-binapi-ts",
  ],
  "packages/libyang-wasm": [],
  "packages/vpp-binapi-ts": [],
  "packages/vpp-sim": ["vpp-binapi-ts"],
};

const ownPackages = ["libyang-wasm", "vpp-binapi-ts", "vpp-sim"];
/** The files that join everything. */
const free = ["src/main", "src/start/", "src/cli/", "src/simulator"];

function* sourceFiles(folder: string): Generator<string> {
  for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) yield* sourceFiles(path);
    else if (entry.name.endsWith(".ts")) yield path;
  }
}

function importsOf(file: string): readonly string[] {
  const text = readFileSync(join(root, file), "utf8");
  const statement = /(?:^|\n)(?:import|export)\b(?:[^;"'()=]*?\bfrom)?\s*["']([^"']+)["']/g;
  const names = [...text.matchAll(statement)].map(([, name]) => name!);
  return names.map((name) =>
    name.startsWith(".") ? normalize(relative(root, join(root, dirname(file), name))).replace(/\.js$/, "") : name,
  );
}

function folderOf(file: string): string | undefined {
  return Object.keys(table)
    .filter((folder) => file.startsWith(`${folder}/`) || file === `${folder}.ts`)
    .sort((left, right) => right.length - left.length)[0];
}

test("every import is one that the table of folders allows", () => {
  const problems: string[] = [];
  const packages = ownPackages.map((name) => `packages/${name}/src`);
  for (const file of ["src", "translators", ...packages].flatMap((folder) => [...sourceFiles(folder)])) {
    if (free.some((prefix) => file.startsWith(prefix))) continue;
    const folder = folderOf(file);
    if (folder === undefined) {
      problems.push(`${file} lies in no folder of the table`);
      continue;
    }
    for (const name of importsOf(file)) {
      const isOurs = name.startsWith("src/") || name.startsWith("translators/") || name.startsWith("packages/");
      const packageName = name.split("/")[0]!;
      if (!isOurs && !ownPackages.includes(packageName)) continue;
      const allowed = [folder, ...table[folder]!].some((entry) => name === entry || name.startsWith(`${entry}/`));
      if (!allowed) problems.push(`${file} imports ${name}`);
    }
  }
  assert.deepEqual(problems, []);
});

test("no source file names a home folder, a temporary folder of a machine or a registry host", () => {
  const problems = [...sourceFiles("src"), ...sourceFiles("translators")].filter((file) =>
    /\/(home|root|work)\/|registry\.npmjs|deb\.debian/.test(readFileSync(join(root, file), "utf8")),
  );
  assert.deepEqual(problems, []);
});
