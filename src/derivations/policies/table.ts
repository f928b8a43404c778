/** A table of what one direction of a pod permits, as an access control list that all pods with the same table share. */

import { createHash } from "node:crypto";
import type { DerivedUnit } from "../incremental.js";
import { unitPath } from "../unit-path.js";
import type { Packets } from "./permits.js";
import type { Direction } from "./policy.js";
import type { Ruling } from "./ruling.js";
import type { Step } from "./steps.js";

/** A list by its name, with its unit. */
export interface Table {
  readonly name: string;
  readonly unit: DerivedUnit;
}

const REMEMBER = "sweetcomb-acl:accept-and-reflect";
const ACCEPT = "ietf-access-control-list:accept";
const DROP = "ietf-access-control-list:drop";
const SCTP = 132;
/** Where Linux begins with ports of its own choice (ip_local_port_range). */
const FIRST_CLIENT_PORT = 32_768;

/**
 * The list that does what the ruling says, with what the network needs. Flows that it lets pass are remembered, so that their
 * answers come back through the list of the other direction; VPP does so for TCP, UDP and ICMP.
 * @param ruling undefined means that everything is permitted
 */
export function tableOf(direction: Direction, ruling: Ruling | undefined): Table {
  return listOf([neighbourDiscovery, ...ruledSections(direction, ruling)], nothingElse);
}

/** What a pod sends to itself, for both directions and before all else: no policy keeps a pod from that. It decides nothing more. */
export function selfTable(addresses: readonly Addresses[]): Table {
  const own = addresses.map(({ family, prefix }): Entry => {
    const ends = { [`source-${family}-network`]: prefix, [`destination-${family}-network`]: prefix };
    return { matches: { [family]: ends }, actions: { forwarding: REMEMBER } };
  });
  return listOf([own], []);
}

/**
 * The list of what comes to a pod where its senders' policies are folded into it.
 * @param sent what becomes of the packets of senders, whose addresses are the prefixes
 * @param ruling for all that is left; undefined means that everything is permitted
 */
export function foldedTable(sent: readonly Step[], ruling: Ruling | undefined): Table {
  const sections = [...sectionsOf("ingress", sent), ...ruledSections("ingress", ruling)];
  return listOf([neighbourDiscovery, ...sections], nothingElse);
}

/**
 * The list of what leaves the node.
 * @param sent what becomes of the packets of senders, whose addresses are the sources; everybody else sends what he likes
 */
export function globalTable(sent: readonly (Step & { readonly source: string })[]): Table {
  return listOf([neighbourDiscovery, ...sectionsOf("egress", sent), everything], nothingElse);
}

/** Addresses of one family. */
export type Addresses = Pick<Packets, "family" | "prefix">;

/** A section decides before those behind it; the order inside does not matter. @param rest what ends the list */
function listOf(sections: readonly (readonly Entry[])[], rest: readonly object[]): Table {
  const entries = sections.flatMap((section) => [...new Set(section.map((entry) => JSON.stringify(entry)))].sort());
  const ace = [...entries.map((text, index) => ({ name: String(index + 1), ...JSON.parse(text) })), ...rest];
  const name = `policy-${createHash("sha256").update(JSON.stringify(ace)).digest("hex").slice(0, 24)}`;
  const value = { name, type: "sweetcomb-acl:ip-acl-type", aces: { ace } };
  return { name, unit: { ...unitPath([["ietf-access-control-list:acls"], ["acl", { name }]]), value } };
}

function ruledSections(direction: Direction, ruling: Ruling | undefined): readonly (readonly Entry[])[] {
  const steps = sectionsOf(direction, ruling?.steps ?? []);
  if (ruling?.otherwise === "deny") return [unknownAnswers(DROP), ...steps];
  return [...steps, unknownAnswers(ACCEPT), everything];
}

/** The order matters only between what is permitted and what is denied. */
function sectionsOf(
  direction: Direction,
  steps: readonly (Step & { readonly source?: string })[],
): readonly (readonly Entry[])[] {
  const sections: Entry[][] = [];
  steps.forEach((step, index) => {
    if (step.action !== steps[index - 1]?.action) sections.push([]);
    sections.at(-1)!.push(entryOf(direction, step));
  });
  return sections;
}

/**
 * TCP from the port of a server, where VPP knows no flow: an answer in a connection that a policy has ended, or that is older than
 * the list. Were it remembered, the connection would go on as one that the answering side has begun. Where all is permitted such
 * answers pass, for the next packet of the client may be permitted; elsewhere they do not.
 */
function unknownAnswers(forwarding: string): readonly Entry[] {
  const tcp = {
    flags: "ack",
    "sweetcomb-acl:flags-mask": "ack",
    "source-port": { "lower-port": 0, "upper-port": FIRST_CLIENT_PORT - 1 },
  };
  return (["ipv4", "ipv6"] as const).map((family) => ({ matches: { [family]: {}, tcp }, actions: { forwarding } }));
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

const nothingElse = [{ name: "rest", matches: {}, actions: { forwarding: DROP } }];

/** @param step `source` is the address of the pod at this end, where it matters */
function entryOf(
  direction: Direction,
  { family, prefix, protocol, ports, action, source }: Step & { readonly source?: string },
): Entry {
  const end = direction === "ingress" ? "source" : "destination";
  const permitting = protocol === "sctp" ? ACCEPT : REMEMBER;
  return {
    matches: {
      [family]: {
        ...(source !== undefined && { [`source-${family}-network`]: source }),
        ...(prefix !== undefined && { [`${end}-${family}-network`]: prefix }),
        ...(protocol === "sctp" && { protocol: SCTP }),
      },
      ...(protocol !== undefined && protocol !== "sctp" && { [protocol]: portsOf(ports) }),
    },
    actions: { forwarding: action === "permit" ? permitting : DROP },
  };
}

function portsOf(ports: Packets["ports"]): object {
  if (ports === undefined) return {};
  const [first, last] = ports;
  const range = first === last ? { operator: "eq", port: first } : { "lower-port": first, "upper-port": last };
  return { "destination-port": range };
}
