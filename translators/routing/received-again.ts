/**
 * Packets that an interface receives, and that a cross-connect of layer 3, a policy or a redirect takes for those that another one has received, and
 * so on until the first one receives them again. No hop is counted on the way: VPP 26.06 sends one packet round for ever, and hears nobody any more.
 */

import type { ConfiguredObjects, Refusal } from "../../src/southbound/translator.js";
import { type AbfAttachmentKey, type AbfPolicy, abfAttachments, abfPolicies } from "../abf/kinds.js";
import { type Redirect, type RedirectKey, receivedTables, redirects } from "../classify/kinds.js";
import { classifyTables } from "../classify/table.js";
import { type InterfaceKey, interfaces } from "../interfaces/interface.js";
import { type CrossConnect, crossConnects } from "../l3xc/kinds.js";
import type { PathList } from "./path-list.js";

/** The refusal of what makes an interface receive its packets again. @param leaf that is told */
export function refuseReceivedAgain(name: string, leaf: string, objects: ConfiguredObjects): Refusal | undefined {
  const visited = new Set<string>();
  const waiting = [...receiversBehind(name, objects)];
  for (const next of waiting) {
    if (next === name) return roundAndRound(name, leaf);
    if (visited.has(next)) continue;
    visited.add(next);
    waiting.push(...receiversBehind(next, objects));
  }
  return undefined;
}

/** The interfaces that packets are taken to be received by which this one has received. */
function* receiversBehind(name: string, objects: ConfiguredObjects): Iterable<string> {
  for (const list of listsAt(name, objects)) {
    for (const { "receiving-interface": receiver } of list ?? []) if (receiver !== undefined) yield receiver;
  }
}

function* listsAt(name: string, objects: ConfiguredObjects): Iterable<PathList | undefined> {
  const at = interfaces.at({ name });
  for (const family of ["ipv4", "ipv6"] as const) {
    yield objects.configured<CrossConnect>(crossConnects.at({ interface: name, family }))?.["next-hop"];
    for (const { value } of objects.dependents<InterfaceKey, Tables>(at, receivedTables[family])) {
      yield* redirectsFrom(value["sweetcomb-classify:classify"].received[`${family}-table`], objects);
    }
  }
  for (const { key } of objects.dependents<AbfAttachmentKey, unknown>(at, abfAttachments)) {
    yield objects.configured<AbfPolicy>(abfPolicies.at({ id: key.policy }))?.["next-hop"];
  }
}

interface Tables {
  readonly "sweetcomb-classify:classify": { readonly received: Readonly<Record<string, string | undefined>> };
}

/** Of a table and those behind it. */
function* redirectsFrom(first: string | undefined, objects: ConfiguredObjects): Iterable<PathList | undefined> {
  const visited = new Set<string>();
  for (let table = first; table !== undefined && !visited.has(table); ) {
    visited.add(table);
    const at = classifyTables.at({ table });
    for (const { value } of objects.dependents<RedirectKey, Redirect>(at, redirects)) yield value["next-hop"];
    table = objects.configured<{ readonly "next-table"?: string }>(at)?.["next-table"];
  }
}

function roundAndRound(name: string, leaf: string): Refusal {
  const message = `What ${name} receives would be taken for received by it again: VPP 26.06 would send one packet round for ever, and do nothing else`;
  return { leaf, tag: "operation-not-supported", message };
}
