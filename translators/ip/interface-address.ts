import { IpAddressDump, SwInterfaceAddDelAddress } from "vpp-binapi-ts/api";
import {
  type ConfiguredObjects,
  defineTranslator,
  type Entry,
  type Refusal,
  type TranslatorContext,
} from "../../src/southbound/translator.js";
import { dumpEach } from "../dump-each.js";
import { interfacePath, interfaces } from "../interfaces/interface.js";
import { refuseQuestions } from "../interfaces/neighbourless.js";
import { refuseTunnelLoop } from "../routing/tunnel-loops.js";
import { goneIsFine } from "../vpp-answers.js";
import { wantedHandles } from "../wanted-handles.js";
import { address, type Family, formatAddress } from "./addresses.js";
import { interfaceVrfs } from "./interface-vrf.js";
import {
  type AddressKey,
  type AddressValue,
  interfaceAddresses,
  refuseOverlap,
  subnetMarks,
} from "./overlapping-addresses.js";
import { ownAddressMark, refuseEndOfTunnel } from "./own-tunnel-ends.js";
import { borrowAgain } from "./unnumbered.js";

export const interfaceIpv4Address = interfaceAddress("ipv4");
export const interfaceIpv6Address = interfaceAddress("ipv6");

/** One address of one interface. VPP cannot change a prefix length in place. */
function interfaceAddress(family: Family) {
  const addresses = interfaceAddresses[family];
  return defineTranslator<AddressKey, AddressValue>({
    name: addresses.name,
    kind: addresses,
    path: `${interfacePath}/ietf-ip:${family}/address`,
    keys: { interface: "interface/name", ip: "address/ip" },
    leafs: ["prefix-length"],
    messages: [SwInterfaceAddDelAddress, IpAddressDump],
    dependsOn: ({ key: { interface: name } }) => [interfaces.at({ name }), interfaceVrfs[family].at({ name })],
    marks: (entry) => [...subnetMarks(family, entry), ownAddressMark(entry.key.ip)],
    validateTogether: (entry, objects) =>
      refuseOverlap(family, entry, objects) ??
      refuseEndOfTunnel(family, entry.key, "", objects) ??
      refuseTunnelLoop(entry.key.interface, "", objects) ??
      refuseSubnet(family, entry, objects),
    async create(context, entry) {
      await setAddress(context, entry, true);
      await borrowAgain(context, entry.key.interface);
    },
    update: "recreate",
    async delete(context, entry) {
      await goneIsFine(setAddress(context, entry, false));
      await borrowAgain(context, entry.key.interface);
    },
    reads: [interfaces],
    async *dump(context) {
      const isIpv6 = family === "ipv6";
      const dumps = dumpEach(wantedHandles(context, interfaces), ([, swIfIndex]) =>
        context.vpp.dump(IpAddressDump, { swIfIndex, isIpv6 }),
      );
      for await (const [[{ name }], { prefix }] of dumps) {
        const ip = formatAddress(prefix.address);
        yield { key: { interface: name, ip }, value: { "prefix-length": prefix.len }, state: { origin: "static" } };
      }
    },
  });
}

/** A host alone has no neighbours. */
function refuseSubnet(
  family: Family,
  { key, value }: Entry<AddressKey, AddressValue>,
  objects: ConfiguredObjects,
): Refusal | undefined {
  const isHost = value["prefix-length"] === (family === "ipv4" ? 32 : 128);
  return isHost ? undefined : refuseQuestions(objects, key.interface, "prefix-length");
}

async function setAddress(
  { vpp, handleOf }: TranslatorContext,
  { key, value }: Entry<AddressKey, AddressValue>,
  isAdd: boolean,
): Promise<void> {
  await vpp.call(SwInterfaceAddDelAddress, {
    swIfIndex: handleOf(interfaces.at({ name: key.interface })),
    isAdd,
    delAll: false,
    prefix: { address: address(key.ip), len: value["prefix-length"] },
  });
}
