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
const DROP = "ietf-access-control-list:drop";
const SCTP = 132;
/** Where Linux begins with ports of its own choice (ip_local_port_range). */
const FIRST_CLIENT_PORT = 32_768;

/**
 * The list that permits what these permits say, and what the network needs, and nothing else. Flows that it lets pass are
 * remembered, so that their answers come back through the list of the other direction; VPP does so for TCP, UDP and ICMP.
 * @param permits undefined means that everything is permitted
 */
export function tableOf(direction: Direction, permits: readonly Permit[] | undefined): Table {
  return listOf([neighbourDiscovery, unknownAnswers(permits), permitted(direction, permits)], nothingElse);
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
 * @param pairs what the senders may send to it
 * @param senders their addresses: nothing else comes from there
 * @param permits what may come from everybody else; undefined means everything
 */
export function foldedTable(
  pairs: readonly Permit[],
  senders: readonly Addresses[],
  permits: readonly Permit[] | undefined,
): Table {
  const sent = pairs.map((pair) => matchOf("ingress")(pair));
  const others = [unknownAnswers(permits), permitted("ingress", permits)];
  return listOf([[...neighbourDiscovery, ...sent], senders.map(denied), ...others], nothingElse);
}

/**
 * The list of what leaves the node.
 * @param permits what each sender, whose address is `source`, may send
 * @param senders addresses of all of them: they send nothing else, and everybody else what he likes
 */
export function globalTable(
  permits: readonly (Permit & { readonly source: string })[],
  senders: readonly Addresses[],
): Table {
  const sent = permits.map((permit) => matchOf("egress")(permit, permit.source));
  return listOf([[...neighbourDiscovery, ...sent], senders.map(denied), everything], nothingElse);
}

/** Addresses of one family. */
export type Addresses = Pick<Permit, "family" | "prefix">;

/** A section decides before those behind it; the order inside does not matter. @param rest what ends the list */
function listOf(sections: readonly (readonly Entry[])[], rest: readonly object[]): Table {
  const entries = sections.flatMap((section) => [...new Set(section.map((entry) => JSON.stringify(entry)))].sort());
  const ace = [...entries.map((text, index) => ({ name: String(index + 1), ...JSON.parse(text) })), ...rest];
  const name = `policy-${createHash("sha256").update(JSON.stringify(ace)).digest("hex").slice(0, 24)}`;
  const value = { name, type: "sweetcomb-acl:ip-acl-type", aces: { ace } };
  return { name, unit: { ...unitPath([["ietf-access-control-list:acls"], ["acl", { name }]]), value } };
}

function permitted(direction: Direction, permits: readonly Permit[] | undefined): readonly Entry[] {
  return permits === undefined ? everything : permits.map((one) => matchOf(direction)(one));
}

/**
 * TCP from the port of a server, where VPP knows no flow: an answer in a connection that a policy has ended, or that is older than
 * the list. Were it remembered, the connection would go on as one that the answering side has begun. In an open list such answers
 * pass, for the next packet of the client may be permitted; in others they do not.
 */
function unknownAnswers(permits: readonly Permit[] | undefined): readonly Entry[] {
  const tcp = {
    flags: "ack",
    "sweetcomb-acl:flags-mask": "ack",
    "source-port": { "lower-port": 0, "upper-port": FIRST_CLIENT_PORT - 1 },
  };
  const forwarding = permits === undefined ? ACCEPT : DROP;
  return (["ipv4", "ipv6"] as const).map((family) => ({ matches: { [family]: {}, tcp }, actions: { forwarding } }));
}

function denied({ family, prefix }: Addresses): Entry {
  return {
    matches: { [family]: { [`source-${family}-network`]: prefix } },
    actions: { forwarding: DROP },
  };
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

/** @returns an entry for a permit; `own` is the address of the pod at this end, where it matters */
function matchOf(direction: Direction): (permit: Permit, own?: string) => Entry {
  const end = direction === "ingress" ? "source" : "destination";
  return ({ family, prefix, protocol, ports }, own) => ({
    matches: {
      [family]: {
        ...(own !== undefined && { [`source-${family}-network`]: own }),
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
