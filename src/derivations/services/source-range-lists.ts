/**
 * Access control lists for addresses that are for some clients only: they permit these, drop others that send to the same address
 * and port, and say nothing of all else. Each address has its place in one of a fixed number of lists, so that a change of
 * one service among many replaces one short list.
 */

import { createHash } from "node:crypto";
import type { DerivedUnit } from "../incremental.js";
import { attachment } from "../policies/attachments.js";
import { unitPath } from "../unit-path.js";
import { isIpv6, type Protocol } from "./service.js";
import { LIST_PREFIX } from "./uplinks.js";

/** VPP takes 255 lists for an interface. */
const LISTS = 64;
const REST = `${LIST_PREFIX}rest`;
const ACCEPT = "ietf-access-control-list:accept";
const DROP = "ietf-access-control-list:drop";

/** Where packets go, and from whom. */
export interface GuardedFrontend {
  readonly address: string;
  readonly protocol: Protocol;
  readonly port: number;
  readonly clients: readonly string[];
}

/** Names of all lists that addresses can have their place in. */
export const listNames: readonly string[] = Array.from({ length: LISTS }, (_, index) => `${LIST_PREFIX}${index}`);

/** The name of the list in which an address has its place. */
export function listFor(address: string): string {
  return listNames[createHash("sha256").update(address).digest().readUInt16BE(0) % LISTS]!;
}

/** @param frontends those whose addresses have their place in this list, no two with the same address, protocol and port */
export function guardList(name: string, frontends: readonly GuardedFrontend[], from: string): DerivedUnit {
  return listUnit(name, frontends.flatMap(entriesFor), from);
}

/** The lists of an uplink, for what comes in; what none of them speaks of passes. */
export function guardedUplink(uplink: string, lists: readonly string[], from: string): DerivedUnit {
  return attachment(uplink, [...lists, REST], [], from);
}

/** The list that is the last one of each uplink. */
export function restList(from: string): DerivedUnit {
  return listUnit(REST, [{ matches: {}, actions: { forwarding: ACCEPT } }], from);
}

/** The first that fits decides. */
function entriesFor({ address, protocol, port, clients }: GuardedFrontend): readonly object[] {
  const family = isIpv6(address) ? "ipv6" : "ipv4";
  const destination = { [`destination-${family}-network`]: `${address}/${family === "ipv6" ? 128 : 32}` };
  const entry = (source: object, forwarding: string) => ({
    matches: {
      [family]: { ...source, ...destination },
      [protocol]: { "destination-port": { operator: "eq", port } },
    },
    actions: { forwarding },
  });
  return [...clients.map((client) => entry({ [`source-${family}-network`]: client }, ACCEPT)), entry({}, DROP)];
}

function listUnit(name: string, entries: readonly object[], from: string): DerivedUnit {
  const ace = entries.map((entry, index) => ({ name: String(index + 1), ...entry }));
  const value = { name, type: "sweetcomb-acl:ip-acl-type", aces: { ace } };
  return { ...unitPath([["ietf-access-control-list:acls"], ["acl", { name }]]), from, value };
}
