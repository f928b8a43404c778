/**
 * A scenario is a folder: README.md, whose title is the name of the test, and numbered files. Steps run in the order of their
 * numbers; what a step does and what is expected of it share the number.
 *
 *   NN-input-vpp-fault.json          a fault of the simulator, in force from this step on (packages/vpp-sim/README.md)
 *   NN-input-netconf.xml             content of an <rpc> of admin; NN-input-netconf-ann.xml is ann's
 *   NN-input-restconf.http           a request of admin: line, headers, empty line, body; NN-input-restconf-ann.http is ann's
 *   NN-expect-netconf.xml            content of the <rpc-reply>
 *   NN-expect-restconf.http          status, Location, body
 *   NN-expect-vpp.jsonl              the messages that changed VPP during the step; none without the file
 *   NN-expect-vpp-state.txt          what `vpp-sim show` prints after the step; looked at only where the file is
 */

import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

// The tests run from dist/; the folders are not built and stay beside the source.
const scenarios = fileURLToPath(new URL("../../../test/scenarios/", import.meta.url));

export interface Input {
  readonly kind: "netconf" | "restconf" | "vpp-fault";
  readonly user: string;
  readonly text: string;
}

export interface Step {
  readonly number: string;
  /** Fault first, then the requests. */
  readonly inputs: readonly Input[];
}

export interface Scenario {
  readonly folder: string;
  readonly title: string;
  readonly steps: readonly Step[];
}

export function readScenarios(): readonly Scenario[] {
  const folders = readdirSync(scenarios, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return folders.map(({ name }) => readScenario(join(scenarios, name)));
}

function readScenario(folder: string): Scenario {
  const title = /^# (.+)$/m.exec(readFileSync(join(folder, "README.md"), "utf8"))?.[1];
  if (title === undefined) throw new Error(`${folder}/README.md has no title`);
  const files = readdirSync(folder).filter((name) => name.includes("-input-"));
  const numbers = [...new Set(files.map((name) => name.slice(0, 2)))].sort();
  const steps = numbers.map((number) => ({
    number,
    inputs: files
      .filter((name) => name.startsWith(number))
      .sort((one, other) => Number(other.includes("vpp-fault")) - Number(one.includes("vpp-fault")))
      .map((name) => readInput(folder, name)),
  }));
  return { folder, title, steps };
}

function readInput(folder: string, name: string): Input {
  const [, kind, user = "admin"] =
    /^\d\d-input-(netconf|restconf|vpp-fault)(?:-(\w+))?\.(?:xml|http|json)$/.exec(name) ?? [];
  if (kind === undefined) throw new Error(`${folder}/${name} is no input of a scenario`);
  return { kind: kind as Input["kind"], user, text: readFileSync(join(folder, name), "utf8") };
}

/** Text of an expectation; undefined when there is none. */
export function readExpectation(folder: string, name: string): string | undefined {
  const path = join(folder, name);
  return existsSync(path) ? readFileSync(path, "utf8") : undefined;
}

export function writeExpectation(folder: string, name: string, text: string): void {
  writeFileSync(join(folder, name), text);
}
