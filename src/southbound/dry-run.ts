/** What a commit would send to VPP: the same planner and the same translators on a client that records and sends nothing. */

import type { CursorMessage, DumpMessage, Input, Message, RequestMessage, VppCaller } from "vpp-binapi-ts";
import type { DryRun, RecordedRequest } from "../datastore/southbound-port.js";
import { applyPlan } from "./apply.js";
import { noLinkChanges } from "./link-changes.js";
import { ObjectTable } from "./object-table.js";
import { describePlan, type Plan } from "./plan.js";
import type { Registry } from "./registry.js";
import { maskingSealer } from "./secrets.js";
import { applyContext } from "./vpp-session.js";

/** Carries a plan out on nothing; secrets are shown as zeros. `table` is what VPP is known to hold; it is left as it is. */
export async function dryRun(plan: Plan, registry: Registry, table: ObjectTable): Promise<DryRun> {
  const recorder = recordingCaller();
  const copy = new ObjectTable();
  for (const { entry, handle, pending } of table.all()) copy.set(entry, handle, pending);
  const session = {
    vpp: recorder.caller,
    identity: "dry run",
    routeSource: 0,
    counters: async () => undefined,
    readStats: async () => undefined,
    readStat: async () => undefined,
    linkChanges: noLinkChanges,
    askedOnce: new Map(),
  };
  const masked = { ...registry, sealer: maskingSealer(registry.sealer) };
  await applyPlan(plan, { registry: masked, table: copy, context: applyContext(session, copy) }, "loss of VPP");
  return { operations: describePlan(plan), requests: recorder.requests };
}

/** A VPP that takes everything. Replies have a new number in every field that a translator may look at, and the command line tells the first of all tables. */
function recordingCaller(): { readonly caller: VppCaller; readonly requests: readonly RecordedRequest[] } {
  const requests: RecordedRequest[] = [];
  let lastIndex = 1_000_000;
  const caller: VppCaller = {
    async call<Request, Reply>(message: RequestMessage<Request, Reply>, fields?: Input<Request>) {
      requests.push({ message: message.name, fields: fields ?? {} });
      lastIndex += 1;
      return { retval: 0, swIfIndex: lastIndex, version: "", reply: ", fib_index:0 locks:" } as Reply;
    },
    async *dump<Request, Details>(_message: DumpMessage<Request, Details> | CursorMessage<Request, Details>) {},
    supports: (_message: Message<unknown>) => true,
  };
  return { caller, requests };
}
