/**
 * Whatever sessions do with commits, confirmations, wrong persist-ids, their own end and a VPP that refuses: an operation that
 * fails changes nothing, one that succeeds does what it says, and running is never anything but one of the two.
 */

import assert from "node:assert/strict";
import { after, before, mock, test } from "node:test";
import fc from "fast-check";
import type { Session } from "../../src/operations/management.js";
import { createManagementBed, type ManagementBed } from "../support/management-bed.js";

const TIMEOUT_S = 600;

type Action =
  | { readonly do: "edit"; readonly title: number }
  | { readonly do: "discard" }
  | { readonly do: "write"; readonly by: number; readonly title: number }
  | { readonly do: "commit"; readonly by: number; readonly persistId?: string | undefined }
  | {
      readonly do: "confirmed";
      readonly by: number;
      readonly persist?: string | undefined;
      readonly persistId?: string | undefined;
    }
  | { readonly do: "cancel"; readonly by: number; readonly persistId?: string | undefined }
  | { readonly do: "close"; readonly by: number }
  | { readonly do: "timeout" }
  | { readonly do: "refuse" };

const by = fc.nat(1);
const word = fc.constantFrom(undefined, "right", "wrong");
const action: fc.Arbitrary<Action> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant("edit" as const), title: fc.nat(3) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("discard" as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("write" as const), by, title: fc.nat(3) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("commit" as const), by, persistId: word }) },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant("confirmed" as const),
      by,
      persist: fc.constantFrom(undefined, "right"),
      persistId: word,
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("cancel" as const), by, persistId: word }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("close" as const), by }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("timeout" as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("refuse" as const) }) },
);

/** What RFC 6241 8.4 says there is to know. */
interface Model {
  running: string;
  candidate: string;
  /** The candidate was edited since it was last taken from running, maybe to the same title. */
  isEdited: boolean;
  pending: { readonly base: string; readonly persist: string | undefined; readonly owner: number } | undefined;
  refuses: boolean;
}

let bed: ManagementBed;
before(async () => {
  mock.timers.enable({ apis: ["setTimeout"] });
  bed = await createManagementBed();
});
after(async () => {
  await bed.close();
  mock.timers.reset();
});

test("after every action running and the candidate are what the model of RFC 6241 8.4 says", async () => {
  const run = fc.asyncProperty(fc.array(action, { maxLength: 25 }), async (actions) => {
    const sessions = [bed.openSession(), bed.openSession()];
    const model = await freshStart(sessions[0]!);
    for (const each of actions) {
      await carryOut(each, sessions, model);
      const seen = [await titleOf("running"), await titleOf("candidate")];
      assert.deepEqual(seen, [model.running, model.candidate], JSON.stringify(each));
    }
    // A refusal that waits would meet the clean-up.
    await letTimePass();
    if (model.refuses) await bed.netconf(sessions[0]!, edit("running", "spent"));
    for (const session of sessions) await session.close();
    await letTimePass();
  });
  await fc.assert(run, { numRuns: 1000, interruptAfterTimeLimit: 15_000 });
});

async function freshStart(session: Session): Promise<Model> {
  await bed.netconf(session, "<discard-changes/>");
  assert.equal(await bed.netconf(session, edit("running", "start")), "ok");
  return { running: "start", candidate: "start", isEdited: false, pending: undefined, refuses: false };
}

async function carryOut(action: Action, sessions: Session[], model: Model): Promise<void> {
  switch (action.do) {
    case "edit":
      assert.equal(await bed.netconf(sessions[0]!, edit("candidate", `t${action.title}`)), "ok");
      model.isEdited ||= model.candidate !== `t${action.title}`;
      model.candidate = `t${action.title}`;
      return;
    case "discard":
      assert.equal(await bed.netconf(sessions[0]!, "<discard-changes/>"), "ok");
      model.candidate = model.running;
      model.isEdited = false;
      return;
    case "write": {
      const { pending } = model;
      const session = sessions[action.by]!;
      const title = `t${action.title}`;
      const isForeign = pending !== undefined && pending.owner !== session.id;
      const wanted = isForeign ? "in-use" : applied(model, title);
      assert.equal(await bed.netconf(session, edit("running", title)), wanted);
      if (wanted === "ok") runningBecomes(model, title);
      return;
    }
    case "refuse":
      bed.refuseNext();
      model.refuses = true;
      return;
    case "commit":
    case "confirmed":
      return commit(action, sessions, model);
    case "cancel": {
      const reply = await bed.netconf(
        sessions[action.by]!,
        `<cancel-commit>${element("persist-id", action.persistId)}</cancel-commit>`,
      );
      const refused = whyNot(model, sessions, action) ?? (model.pending === undefined ? "operation-failed" : undefined);
      assert.equal(reply, refused ?? rolledBack(model), JSON.stringify(action));
      return;
    }
    case "close": {
      const [session] = sessions.splice(action.by, 1, bed.openSession());
      const isOwner = model.pending?.persist === undefined && model.pending?.owner === session!.id;
      // VPP's refusal leaves the wait to its end; the transport that closes the session has nobody to tell.
      await session!.close().catch(() => undefined);
      if (isOwner) rolledBack(model);
      return;
    }
    case "timeout":
      await letTimePass();
      // A refused way back is tried again.
      if (model.pending !== undefined && rolledBack(model) !== "ok") {
        await letTimePass();
        rolledBack(model);
      }
  }
}

async function commit(
  action: Extract<Action, { do: "commit" | "confirmed" }>,
  sessions: readonly Session[],
  model: Model,
): Promise<void> {
  const isConfirmed = action.do === "confirmed";
  const persist = isConfirmed ? action.persist : undefined;
  const words = `${isConfirmed ? "<confirmed/>" : ""}${element("persist", persist)}${element("persist-id", action.persistId)}`;
  const session = sessions[action.by]!;
  const reply = await bed.netconf(session, `<commit>${words}</commit>`);
  const wanted = whyNot(model, sessions, action) ?? applied(model, model.candidate);
  assert.equal(reply, wanted, JSON.stringify(action));
  if (wanted !== "ok") return;
  const base = model.pending?.base ?? model.running;
  model.running = model.candidate;
  model.isEdited = false;
  model.pending = isConfirmed ? { base, persist, owner: session.id } : undefined;
}

/** The error that a commit or cancel-commit has to be answered with; undefined when it may go on. */
function whyNot(
  { pending }: Model,
  sessions: readonly Session[],
  { by, persistId }: { by: number; persistId?: string | undefined },
) {
  if (pending === undefined) return persistId === undefined ? undefined : "invalid-value";
  if (pending.persist !== undefined || persistId !== undefined)
    return pending.persist === persistId ? undefined : "invalid-value";
  return pending.owner === sessions[by]!.id ? undefined : "in-use";
}

/** Whether VPP takes the change to `title`. Where nothing differs in the end it may or may not have been asked. */
function applied(model: Model, title: string): "ok" | "operation-failed" {
  if (!model.refuses || (title === model.running && bed.isRefusing)) return "ok";
  model.refuses = false;
  return "operation-failed";
}

/** Running goes back, if VPP lets it. */
function rolledBack(model: Model): "ok" | "operation-failed" {
  const { base } = model.pending!;
  const outcome = applied(model, base);
  if (outcome !== "ok") return outcome;
  runningBecomes(model, base);
  model.pending = undefined;
  return "ok";
}

/** The candidate follows unless its title was edited. A write that changes nothing of running does not look at the candidate. */
function runningBecomes(model: Model, title: string): void {
  if (title === model.running) return;
  if (!model.isEdited) model.candidate = title;
  model.isEdited = model.candidate !== title;
  model.running = title;
}

async function letTimePass(): Promise<void> {
  bed.advance(TIMEOUT_S * 1000);
  mock.timers.tick(TIMEOUT_S * 1000);
  await settled();
}

/** What the timer began runs in the writers' queue: a write behind it ends after it. */
async function settled(): Promise<void> {
  for (let turn = 0; turn < 5; turn++) await new Promise((resolve) => setImmediate(resolve));
}

function edit(target: "running" | "candidate", title: string): string {
  return `<edit-config><target><${target}/></target><config><lab xmlns="urn:example:lab"><title>${title}</title></lab></config></edit-config>`;
}

function element(name: string, text: string | undefined): string {
  return text === undefined ? "" : `<${name}>${text}</${name}>`;
}

async function titleOf(datastore: "running" | "candidate"): Promise<string | undefined> {
  return JSON.parse(await bed.read(datastore))["example-lab:lab"]?.title;
}
