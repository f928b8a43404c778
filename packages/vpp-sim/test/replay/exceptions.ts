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

/** Keys that VPP generates are random, as MAC addresses are: those of the interfaces that were asked for with one. */
export class GeneratedKeys {
  readonly #interfaces = new Set<unknown>();

  /** @param fields of a request, with what was answered to it */
  note(request: string, fields: Json, [answer]: readonly Json[]): void {
    if (request === "wireguard_interface_create" && fields.generateKey === true)
      this.#interfaces.add(answer?.swIfIndex);
  }

  hiddenIn(answers: readonly Json[]): Json[] {
    return answers.map((answer) => {
      const shown = answer.interface as Json | undefined;
      if (!this.#interfaces.has(shown?.swIfIndex)) return answer;
      return { ...answer, interface: { ...shown, publicKey: "generated" } };
    });
  }
}

/** Events of one connection, made comparable. */
export function comparableEvents(scenario: string, events: readonly Json[]): Json[] {
  // Neighbours that are swept together go in the order of a hash table.
  if (scenario === "ip-neighbor") return [...events].sort((left, right) => (text(left) < text(right) ? -1 : 1));
  return [...events];
}
