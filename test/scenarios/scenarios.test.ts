/** Every folder beside this file, from the client's request to the messages that reach VPP. */

import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, it } from "node:test";
import { skipWithout } from "../support/clients.js";
import { runScenario } from "./run-scenario.js";
import { readScenarios } from "./scenario-files.js";

// Most of a scenario is the start of its server, so two of them share the time.
describe("scenarios", { concurrency: 2, skip: skipWithout("curl", "openssl", "ssh-keygen") }, () => {
  for (const [index, scenario] of readScenarios().entries()) {
    it(scenario.title, () => runScenario(scenario, join(tmpdir(), `sweetcomb-scenario-${process.pid}-${index}.sock`)));
  }
});
