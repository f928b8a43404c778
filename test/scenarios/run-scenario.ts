/** Runs one scenario against a server process of its own, which talks to a simulator in this process. */

import assert from "node:assert/strict";
import { join } from "node:path";
import { type FaultRule, type Simulator, startSimulator } from "vpp-sim";
import { curl } from "../support/clients.js";
import { type NetconfSession, openNetconfSession } from "../support/netconf-session.js";
import { type ServerProcess, startServerProcess } from "../support/server-process.js";
import { addCertificateUser, addSshUser } from "../support/users.js";
import { type Input, readExpectation, type Scenario, type Step, writeExpectation } from "./scenario-files.js";
import { indentXml, requestOf, responseText, vppMessages, vppState } from "./scenario-texts.js";

/** UPDATE_EXPECTED=1 writes what was seen instead of comparing it; read the diff before you commit it. */
const update = process.env.UPDATE_EXPECTED === "1";

interface Stage {
  readonly scenario: Scenario;
  readonly server: ServerProcess;
  readonly simulator: Simulator;
  readonly sessions: Map<string, NetconfSession>;
}

export async function runScenario(scenario: Scenario, socketPath: string): Promise<void> {
  const simulator = await startSimulator({ socketPath });
  const server = await startServerProcess(["--vpp-socket", socketPath]);
  const stage: Stage = { scenario, server, simulator, sessions: new Map() };
  try {
    await addUsers(stage);
    for (const step of scenario.steps) await runStep(stage, step);
  } finally {
    for (const session of stage.sessions.values()) session.close();
    await server.dispose();
    await simulator.close();
  }
}

async function addUsers({ scenario, server }: Stage): Promise<void> {
  const users = new Set(scenario.steps.flatMap(({ inputs }) => inputs.map(({ user }) => user)));
  users.delete("admin");
  for (const user of users) {
    await addSshUser(server, user);
    await addCertificateUser(server, user);
  }
}

async function runStep(stage: Stage, { number, inputs }: Step): Promise<void> {
  const { scenario, simulator } = stage;
  const expect = (name: string, seen: string) => compare(scenario.folder, `${number}-expect-${name}`, seen);
  simulator.clearJournal();
  for (const input of inputs) {
    const seen = await carryOut(stage, input);
    if (seen !== undefined) expect(...seen);
  }
  expect("vpp.jsonl", vppMessages(simulator.journal));
  if (readExpectation(scenario.folder, `${number}-expect-vpp-state.txt`) !== undefined) {
    expect("vpp-state.txt", vppState(simulator.show()));
  }
}

/** Name of the expectation and what was seen; undefined where nothing answers. */
async function carryOut(stage: Stage, { kind, user, text }: Input): Promise<readonly [string, string] | undefined> {
  switch (kind) {
    case "vpp-fault":
      stage.simulator.faults.add(JSON.parse(text) as FaultRule);
      return undefined;
    case "netconf":
      return ["netconf.xml", indentXml(await (await sessionOf(stage, user)).request(text))];
    case "restconf":
      return ["restconf.http", responseText(await curl(stage.server, { ...requestOf(text), as: user }))];
  }
}

async function sessionOf({ sessions, server }: Stage, user: string): Promise<NetconfSession> {
  const session = sessions.get(user) ?? (await openNetconfSession(server, user));
  sessions.set(user, session);
  return session;
}

function compare(folder: string, name: string, seen: string): void {
  const expected = readExpectation(folder, name);
  if (update && (seen !== "" || expected !== undefined)) writeExpectation(folder, name, seen);
  else assert.equal(seen, expected ?? "", join(folder, name));
}
