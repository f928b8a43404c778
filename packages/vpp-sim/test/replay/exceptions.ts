/** Answers as short JSON, made comparable: what differs from run to run of VPP itself is taken out of both sides. */
export function comparable(request: string, answers: readonly Json[]): Json[] {
  const plain = answers.map((answer) => withoutVarying(request, withoutUnset(request, answer)) as Json);
  return UNORDERED.has(request) ? plain.sort((left, right) => (text(left) < text(right) ? -1 : 1)) : plain;
}

export type Json = Readonly<Record<string, unknown>>;

/** Dumps whose order follows from a hash function of VPP, or from the places that deleted entries left free. */
const UNORDERED: ReadonlySet<string> = new Set([
  "ip_route_dump",
  "ip_route_v2_dump",
  "ip_neighbor_dump",
  "memif_socket_filename_dump",
  "l2_fib_table_dump",
  "nat44_address_dump",
  "nat44_identity_mapping_dump",
]);

/** Buckets and their filling, in ticks of the clock of the processor. */
const POLICER_BUCKETS = [
  "scale",
  "cirTokensPerPeriod",
  "pirTokensPerPeriod",
  "currentLimit",
  "currentBucket",
  "extendedLimit",
  "extendedBucket",
];

/** Fields that no two runs share, each with the reason. */
const VARYING: Readonly<Record<string, readonly string[]>> = {
  // Seconds since the entry was last confirmed.
  ip_neighbor_dump: ["age"],
  // Index of an adjacency. VPP numbers those of subnets and multicast too, which the simulator does not have.
  ip_neighbor_add_del: ["statsIndex"],
  ip_mroute_add_del: ["statsIndex"],
  // The same counting goes through labels.
  mpls_route_add_del: ["statsIndex"],
  policer_dump_v2: POLICER_BUCKETS,
  policer_dump: POLICER_BUCKETS,
  // When an interface was heard of and spoken for.
  lldp_dump: ["lastHeard", "lastSent"],
  // Who and when this VPP was built and runs; the simulator says in its version that it is one.
  show_version: ["buildDate", "version"],
  show_vpe_system_time: ["vpeSystemTime"],
  show_threads: ["pid"],
  // VPP does not set it for routes.
  sr_steering_pol_dump: ["swIfIndex"],
  // Moments, counted from the start of VPP.
  sw_interface_ip6nd_ra_dump: ["validLifetimeExpires", "prefLifetimeExpires"],
};

/** Fields of a refusal that VPP leaves as its memory was. */
const UNSET_WHEN_REFUSED: Readonly<Record<string, readonly string[]>> = {
  pipe_create: ["swIfIndex", "pipeSwIfIndex"],
  create_vlan_subif: ["swIfIndex"],
  create_subif: ["swIfIndex"],
  map_add_domain: ["index"],
};

/** MAC addresses that VPP makes are 02:fe and four random bytes. */
const GENERATED_MAC = /^0x02fe(?!0000)[0-9a-f]{8}$/;

function withoutUnset(request: string, answer: Json): Json {
  if (answer.retval === undefined) return answer;
  return Object.fromEntries(Object.entries(answer).filter(([name]) => !UNSET_WHEN_REFUSED[request]?.includes(name)));
}

function withoutVarying(request: string, value: unknown): unknown {
  if (typeof value === "string") return GENERATED_MAC.test(value) ? "generated" : value;
  if (Array.isArray(value)) return value.map((element) => withoutVarying(request, element));
  if (typeof value !== "object" || value === null) return value;
  const members = Object.entries(value).filter(([name]) => !VARYING[request]?.includes(name));
  return Object.fromEntries(members.map(([name, member]) => [name, withoutVarying(request, member)]));
}

function text(json: Json): string {
  return JSON.stringify(json);
}

/** What of one step cannot be the same, and why. Without names of fields it is the whole answer. */
export interface Difference {
  readonly why: string;
  readonly fields?: readonly string[];
}

const DRAWN: Difference = { why: "VPP draws the number of a bridge domain by lot", fields: ["bdId"] };
const GENERATED: Difference = { why: "the key of one interface is generated", fields: ["publicKey"] };

/** Where the simulator is knowingly different, by scenario and number of the step (from 1). */
export const DIFFERENT: Readonly<Record<string, Readonly<Record<number, Difference>>>> = {
  "bridge-domain": { 11: DRAWN, 15: DRAWN, 22: DRAWN, 61: DRAWN },
  cnat: { 28: { why: "VPP counts the forwarding of translations and their backends, too", fields: ["statsIndex"] } },
  "ip6nd-ra": {
    28: { why: "VPP sends these details under the number of another message, the simulator under their own" },
  },
  "risk-det44-plen": {
    3: { why: "VPP masks the address with memory behind its table of masks", fields: ["inAddr"] },
  },
  "session-info": { 10: { why: "the recorded description is too long for a file" } },
  "memif-pair": {
    24: {
      why: "in VPP the peer of a memif notices some milliseconds later that the other end went down",
      fields: ["ringSize", "bufferSize", "flags"],
    },
  },
  wireguard: { 10: GENERATED, 31: GENERATED },
};

/** Answers without fields, however deep they stand. */
export function without(value: unknown, fields: readonly string[]): unknown {
  if (Array.isArray(value)) return value.map((element) => without(element, fields));
  if (typeof value !== "object" || value === null) return value;
  const kept = Object.entries(value).filter(([name]) => !fields.includes(name));
  return Object.fromEntries(kept.map(([name, member]) => [name, without(member, fields)]));
}

/** Scenarios whose events cannot be the same, with the reason. */
export const DIFFERENT_EVENTS: Readonly<Record<string, string>> = {
  "memif-pair": "the link of the peer is lost at once, with an event; in VPP that came after the recording",
};

/** Events of one connection, made comparable. */
export function comparableEvents(scenario: string, events: readonly Json[]): Json[] {
  // Neighbours that are swept together go in the order of a hash table.
  if (scenario === "ip-neighbor") return [...events].sort((left, right) => (text(left) < text(right) ? -1 : 1));
  return [...events];
}
