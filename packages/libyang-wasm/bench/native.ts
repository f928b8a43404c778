// The same work done by native libyang: yanglint parses, validates and prints a file.
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const yangFolder = fileURLToPath(new URL("../../test/yang/", import.meta.url));
const repetitions = 5;

/**
 * Time that yanglint needs for the data beyond what it needs for next to none: start-up and schemas are left out.
 * Undefined where it is not installed.
 */
export function nativeMs(json: Buffer): { readonly version: string; readonly ms: number } | undefined {
  const asked = spawnSync("yanglint", ["--version"], { encoding: "utf8" });
  if (asked.error) return undefined;
  const folder = mkdtempSync(join(tmpdir(), "libyang-bench-"));
  try {
    const large = join(folder, "large.json");
    const small = join(folder, "small.json");
    writeFileSync(large, json);
    writeFileSync(small, '{"fleet:fleet":{}}');
    return { version: asked.stdout.trim(), ms: bestRunMs(large) - bestRunMs(small) };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function bestRunMs(file: string): number {
  const schemas = ["fleet-types.yang", "fleet.yang"].map((name) => join(yangFolder, name));
  const times = Array.from({ length: repetitions }, () => {
    const start = performance.now();
    execFileSync("yanglint", ["-p", yangFolder, "-t", "config", "-f", "xml", "-o", "/dev/null", ...schemas, file]);
    return performance.now() - start;
  });
  return Math.min(...times);
}
