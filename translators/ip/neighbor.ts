import {
  AddressFamily,
  IpNeighborAddDel,
  type IpNeighborDetails,
  IpNeighborDump,
  IpNeighborFlags,
  SwInterfaceDump,
} from "vpp-binapi-ts/api";
import {
  type DumpedEntry,
  defineKind,
  defineTranslator,
  type Entry,
  NotSupportedByVpp,
  type Refusal,
  type TranslatorContext,
} from "../../src/southbound/translator.js";
import { dumpEach } from "../dump-each.js";
import { interfaceDetails, interfacePath, interfaces, NO_INTERFACE } from "../interfaces/interface.js";
import { goneIsFine } from "../vpp-answers.js";
import { wantedHandles } from "../wanted-handles.js";
import { address, type Family, formatAddress, formatMac, macBytes } from "./addresses.js";
import { interfaceVrfs } from "./interface-vrf.js";

type Key = { readonly interface: string; readonly ip: string };

interface Value {
  readonly "link-layer-address": string;
  readonly "sweetcomb-neighbors:no-fib-entry"?: boolean;
}

const noFibEntry = "sweetcomb-neighbors:no-fib-entry";

const neighbors = {
  ipv4: defineKind<Key>("interface-ipv4-neighbor", ["interface", "ip"]),
  ipv6: defineKind<Key>("interface-ipv6-neighbor", ["interface", "ip"]),
};

export const interfaceIpv4Neighbor = interfaceNeighbor("ipv4");
export const interfaceIpv6Neighbor = interfaceNeighbor("ipv6");

/** A static neighbour of an interface (RFC 8344). Those that VPP has learned are shown with the origin learned. */
function interfaceNeighbor(family: Family) {
  return defineTranslator<Key, Value>({
    name: neighbors[family].name,
    kind: neighbors[family],
    path: `${interfacePath}/ietf-ip:${family}/neighbor`,
    keys: { interface: "interface/name", ip: "neighbor/ip" },
    leafs: ["link-layer-address", noFibEntry],
    messages: [IpNeighborAddDel, IpNeighborDump, SwInterfaceDump],
    validate: ({ value }) => refuseMac(value["link-layer-address"]),
    dependsOn: ({ key: { interface: name } }) => [interfaces.at({ name }), interfaceVrfs[family].at({ name })],
    create: setSafeNeighbor,
    update: setSafeNeighbor,
    // VPP keeps the flags that a neighbour was made with.
    canUpdate: (before, after) => (before[noFibEntry] ?? false) === (after[noFibEntry] ?? false),
    delete: (context, entry) => goneIsFine(setNeighbor(context, entry, false)),
    reads: [interfaces],
    async *dump(context) {
      const af = family === "ipv6" ? AddressFamily.ADDRESS_IP6 : AddressFamily.ADDRESS_IP4;
      const dumps = dumpEach(askedInterfaces(context, family), (swIfIndex) =>
        context.vpp.dump(IpNeighborDump, { swIfIndex, af }),
      );
      for await (const [, details] of dumps) {
        const found = dumpedNeighbor(context, details);
        // One that was learned before it was configured does not count as configured: VPP would forget it some day.
        const isInTheWay =
          found?.origin !== undefined && context.configured(neighbors[family].at(found.key)) !== undefined;
        if (found !== undefined && !isInTheWay) yield found;
      }
    },
    matches: (configured, dumped) =>
      configured["link-layer-address"].toLowerCase() === dumped["link-layer-address"] &&
      (configured[noFibEntry] ?? false) === dumped[noFibEntry],
  });
}

/** Indexes of the interfaces whose neighbours are asked for; the one that stands for all where they are not named. */
function askedInterfaces(context: TranslatorContext, family: Family): Iterable<number> {
  const isNamed = context.asked(neighbors[family], "interface") !== undefined;
  return isNamed ? Array.from(wantedHandles(context, interfaces), ([, swIfIndex]) => swIfIndex) : [NO_INTERFACE];
}

/** undefined for a neighbour on an interface that is not known. */
function dumpedNeighbor(
  { keyOf }: TranslatorContext,
  { age, neighbor }: IpNeighborDetails,
): DumpedEntry<Key, Value> | undefined {
  const name = keyOf(interfaces, neighbor.swIfIndex)?.name;
  if (name === undefined) return undefined;
  const isStatic = (neighbor.flags & IpNeighborFlags.IP_API_NEIGHBOR_FLAG_STATIC) !== 0;
  return {
    key: { interface: name, ip: formatAddress(neighbor.ipAddress) },
    value: {
      "link-layer-address": formatMac(neighbor.macAddress),
      [noFibEntry]: (neighbor.flags & IpNeighborFlags.IP_API_NEIGHBOR_FLAG_NO_FIB_ENTRY) !== 0,
    },
    state: { origin: isStatic ? "static" : "dynamic", "sweetcomb-neighbors:age": Math.max(age, 0).toFixed(3) },
    ...(!isStatic && { origin: "ietf-origin:learned" }),
  };
}

async function setSafeNeighbor(context: TranslatorContext, entry: Entry<Key, Value>): Promise<void> {
  await refuseItself(context, entry);
  await setNeighbor(context, entry, true);
}

async function setNeighbor(
  { vpp, handleOf }: TranslatorContext,
  { key, value }: Entry<Key, Value>,
  isAdd: boolean,
): Promise<void> {
  const { IP_API_NEIGHBOR_FLAG_STATIC, IP_API_NEIGHBOR_FLAG_NO_FIB_ENTRY } = IpNeighborFlags;
  const flags = IP_API_NEIGHBOR_FLAG_STATIC | (value[noFibEntry] === true ? IP_API_NEIGHBOR_FLAG_NO_FIB_ENTRY : 0);
  const neighbor = {
    swIfIndex: handleOf(interfaces.at({ name: key.interface })),
    flags: flags as IpNeighborFlags,
    macAddress: macBytes(value["link-layer-address"]),
    ipAddress: address(key.ip),
  };
  await vpp.call(IpNeighborAddDel, { isAdd, neighbor });
}

const LOOPBACK = "iana-if-type:softwareLoopback";

/**
 * A loopback takes back what is for itself or for all. VPP 26.06 counts no hop of packets of its own, and would send one to such a neighbour round for ever.
 * Throws NotSupportedByVpp.
 */
async function refuseItself(context: TranslatorContext, { key, value }: Entry<Key, Value>): Promise<void> {
  const ref = interfaces.at({ name: key.interface });
  if (context.configured<{ readonly type: string }>(ref)?.type !== LOOPBACK) return;
  const mac = macBytes(value["link-layer-address"]);
  const own = await interfaceDetails(context, context.handleOf(ref));
  const isOwn = own !== undefined && formatMac(own.l2Address) === formatMac(mac);
  if (!isOwn && !isOfGroup(mac)) return;
  const whose = isOwn ? "that of the loopback itself" : "one of a group";
  throw new NotSupportedByVpp(
    "link-layer-address",
    `The address is ${whose}: VPP 26.06 would send a packet to this neighbour round for ever, and do nothing else`,
  );
}

/** IEEE 802 8.2.2: the lowest bit of the first octet. */
function isOfGroup(mac: Uint8Array): boolean {
  return (mac[0]! & 1) === 1;
}

/** The type is RFC 6991's phys-address, which may have any length. */
function refuseMac(text: string): Refusal | undefined {
  if (/^([0-9a-f]{2}:){5}[0-9a-f]{2}$/i.test(text)) return undefined;
  return { leaf: "link-layer-address", message: `VPP needs six octets: "${text}" is no MAC address` };
}
