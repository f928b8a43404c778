/** A table of what one direction of a pod permits, as an access control list that all pods with the same table share. */

import { createHash } from "node:crypto";
import type { DerivedUnit } from "../incremental.js";
import { unitPath } from "../unit-path.js";
import type { Permit } from "./permits.js";
import type { Direction } from "./policy.js";

/** A list by its name, with its unit. */
export interface Table {
  readonly name: string;
  readonly unit: DerivedUnit;
}

const REMEMBER = "sweetcomb-acl:accept-and-reflect";
const ACCEPT = "ietf-access-control-list:accept";
const SCTP = 132;

/**
 * The list that permits what these permits say, and what the network needs, and nothing else. Flows that it lets pass are
 * remembered, so that their answers come back through the list of the other direction; VPP does so for TCP, UDP and ICMP.
 * @param permits undefined means that everything is permitted
 */
export function tableOf(direction: Direction, permits: readonly Permit[] | undefined): Table {
  const entries = permits === undefined ? everything : [...neighbourDiscovery, ...permits.map(matchOf(direction))];
  const distinct = [...new Set(entries.map((entry) => JSON.stringify(entry)))].sort();
  const ace = [...distinct.map((text, index) => ({ name: String(index + 1), ...JSON.parse(text) })), ...nothingElse];
  const name = `policy-${createHash("sha256").update(JSON.stringify(ace)).digest("hex").slice(0, 24)}`;
  const value = { name, type: "sweetcomb-acl:ip-acl-type", aces: { ace } };
  return { name, unit: { ...unitPath([["ietf-access-control-list:acls"], ["acl", { name }]]), value } };
}

interface Entry {
  readonly matches: Readonly<Record<string, unknown>>;
  readonly actions: { readonly forwarding: string };
}

const everything: readonly Entry[] = (["ipv4", "ipv6"] as const).map((family) => ({
  matches: { [family]: {} },
  actions: { forwarding: REMEMBER },
}));

/** Without it a pod would lose its neighbours in IPv6 (RFC 4861): types 133 to 137. */
const neighbourDiscovery: readonly Entry[] = [
  {
    matches: { ipv6: {}, icmp: { type: 133, "sweetcomb-acl:last-type": 137 } },
    actions: { forwarding: ACCEPT },
  },
];

const nothingElse = [{ name: "rest", matches: {}, actions: { forwarding: "ietf-access-control-list:drop" } }];

function matchOf(direction: Direction): (permit: Permit) => Entry {
  const end = direction === "ingress" ? "source" : "destination";
  return ({ family, prefix, protocol, ports }) => ({
    matches: {
      [family]: {
        ...(prefix !== undefined && { [`${end}-${family}-network`]: prefix }),
        ...(protocol === "sctp" && { protocol: SCTP }),
      },
      ...(protocol !== undefined && protocol !== "sctp" && { [protocol]: portsOf(ports) }),
    },
    actions: { forwarding: protocol === "sctp" ? ACCEPT : REMEMBER },
  });
}

function portsOf(ports: Permit["ports"]): object {
  if (ports === undefined) return {};
  const [first, last] = ports;
  const range = first === last ? { operator: "eq", port: first } : { "lower-port": first, "upper-port": last };
  return { "destination-port": range };
}
