import { type UdpEncap, UdpEncapAdd, UdpEncapDel, UdpEncapDump } from "vpp-binapi-ts/api";
import { sumThreadsCombined } from "vpp-binapi-ts/stats";
import { defineTranslator, type TranslatorContext } from "../../src/southbound/translator.js";
import { address, familyOf, formatAddress } from "../ip/addresses.js";
import { refuseOwnEnd } from "../ip/own-tunnel-ends.js";
import { tunnelEndMarks } from "../ip/tunnel-ends.js";
import { ipTables, tableDependency, tableIdOf, vrfOfTable } from "./ip-table.js";
import { refuseEncapsulationLoop } from "./tunnel-loops.js";
import {
  type Encapsulation,
  type EncapsulationKey,
  endOfEncapsulation,
  udpEncapsulations,
} from "./udp-encapsulations.js";

/**
 * A UDP header that routes put before packets. The handle is VPP's number of it. VPP keeps no names, so one is known by its
 * content, which no other has.
 */
export const udpEncapsulation = defineTranslator<EncapsulationKey, Encapsulation>({
  name: udpEncapsulations.name,
  kind: udpEncapsulations,
  path: "/sweetcomb-routing:udp/encapsulation",
  keys: { name: "encapsulation/name" },
  leafs: ["source-address", "destination-address", "source-port", "destination-port", "vrf"],
  messages: [UdpEncapAdd, UdpEncapDel, UdpEncapDump],
  dependsOn: ({ value }) => tableDependency(familyOf(value["source-address"]), value.vrf),
  marks: ({ value }) => tunnelEndMarks(endOfEncapsulation(value)),
  validateTogether: ({ key: { name }, value }, objects) =>
    refuseOwnEnd(endOfEncapsulation(value), "destination-address", objects) ??
    refuseEncapsulationLoop(name, "destination-address", objects),
  async create(context, { value }) {
    const { vpp } = context;
    const udpEncap = encode(context, value);
    const { id } = await vpp.call(UdpEncapAdd, { udpEncap });
    if (id !== MISTAKEN) return id;
    const { id: other } = await vpp.call(UdpEncapAdd, { udpEncap });
    await vpp.call(UdpEncapDel, { id });
    return other;
  },
  update: "recreate",
  async delete(context, { key, value }) {
    const id = context.handleOf(udpEncapsulations.at(key));
    // VPP counts users and takes one away for any number, so it is looked at before what has that number.
    const there = (await encapsulationsThere(context)).get(id);
    if (there === undefined || contentOf(decode(context, there)) !== contentOf(value)) return;
    await context.vpp.call(UdpEncapDel, { id });
  },
  reads: [ipTables.ipv4, ipTables.ipv6],
  async *dump(context) {
    const names = new Map<string, string>();
    for (const { key, value } of context.allConfigured<EncapsulationKey, Encapsulation>(udpEncapsulations)) {
      names.set(contentOf(value), key.name);
    }
    const packets = await readPackets(context);
    for await (const { udpEncap } of context.vpp.dump(UdpEncapDump)) {
      const value = decode(context, udpEncap);
      const content = contentOf(value);
      const isMistaken = udpEncap.id === MISTAKEN;
      const own = isMistaken ? undefined : names.get(content);
      if (own !== undefined) names.delete(content);
      yield {
        key: { name: own ?? `udp-encap-${udpEncap.id}` },
        value,
        handle: udpEncap.id,
        // A server ended before it could take it away.
        owned: isMistaken && names.has(content),
        state: packets?.[udpEncap.id] ?? {},
      };
    }
  },
});

/** The number that VPP 26.06 takes for no address in a route to an IPv6 host and in one of a label: then it takes their first bytes for the number, and ends. */
const MISTAKEN = 0;

/** By number, for all that go at the same time. */
function encapsulationsThere({ together, vpp }: TranslatorContext): Promise<ReadonlyMap<number, UdpEncap>> {
  return together("udp encapsulations", async () => {
    const there = new Map<number, UdpEncap>();
    for await (const { udpEncap } of vpp.dump(UdpEncapDump)) there.set(udpEncap.id, udpEncap);
    return there;
  });
}

function encode(context: TranslatorContext, value: Encapsulation) {
  return {
    tableId: tableIdOf(context, familyOf(value["source-address"]), value.vrf),
    srcIp: address(value["source-address"]),
    dstIp: address(value["destination-address"]),
    srcPort: value["source-port"] ?? BY_FLOW,
    dstPort: value["destination-port"],
  };
}

function decode(context: TranslatorContext, { tableId, srcIp, dstIp, srcPort, dstPort }: UdpEncap): Encapsulation {
  const source = formatAddress(srcIp);
  const vrf = tableId === 0 ? undefined : vrfOfTable(context, familyOf(source), tableId);
  return {
    "source-address": source,
    "destination-address": formatAddress(dstIp),
    ...(srcPort !== BY_FLOW && { "source-port": srcPort }),
    "destination-port": dstPort,
    ...(vrf !== undefined && { vrf }),
  };
}

/** The port is made out of the flow of the packet. */
const BY_FLOW = 0;

function contentOf(value: Encapsulation): string {
  const { "source-address": source, "destination-address": destination, vrf } = value;
  return [source, destination, value["source-port"], value["destination-port"], vrf].join();
}

/** State of each encapsulation by its number; undefined where VPP's counters cannot be read. */
async function readPackets({ showsState, readStat }: TranslatorContext) {
  if (!showsState) return undefined;
  const entry = await readStat("/net/udp-encap");
  if (entry?.kind !== "combined") return undefined;
  return sumThreadsCombined(entry.counters).map(({ packets, bytes }) => ({
    packets: String(packets),
    octets: String(bytes),
  }));
}
