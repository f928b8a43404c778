import {
  OneAddDelL2ArpEntry,
  OneAddDelNdpEntry,
  OneL2ArpBdGet,
  OneL2ArpEntriesGet,
  OneNdpBdGet,
  OneNdpEntriesGet,
} from "vpp-binapi-ts/api";
import { defineTranslator, type Entry, type TranslatorContext } from "../../src/southbound/translator.js";
import { familyOf, formatIp4, formatIp6, formatMac, ip4Bytes, ip6Bytes, macBytes } from "../ip/addresses.js";
import { bridgeDomains } from "../l2/bridge-domain.js";
import { goneIsFine } from "../vpp-answers.js";
import { lispPath, lispPlane } from "./plane.js";

type Key = { readonly domain: string; readonly ip: string };

interface Value {
  readonly "mac-address": string;
}

/** A neighbour in a bridge domain for which LISP answers. */
export const layer2Neighbor = defineTranslator<Key, Value>({
  name: "lisp-layer-2-neighbor",
  path: `${lispPath}/layer-2-neighbor`,
  keys: { domain: "layer-2-neighbor/bridge-domain", ip: "layer-2-neighbor/ip-address" },
  leafs: ["mac-address"],
  messages: [OneAddDelL2ArpEntry, OneL2ArpBdGet, OneL2ArpEntriesGet, OneAddDelNdpEntry, OneNdpBdGet, OneNdpEntriesGet],
  dependsOn: ({ key: { domain } }) => [lispPlane.at({}), bridgeDomains.at({ name: domain })],
  create: (context, entry) => addOrDelete(context, entry, true),
  update: "recreate",
  delete: (context, entry) => goneIsFine(addOrDelete(context, entry, false), "UNSPECIFIED"),
  reads: [bridgeDomains],
  async *dump({ vpp, keyOf }) {
    const arp = await vpp.call(OneL2ArpBdGet);
    for (const bd of arp.bridgeDomains) {
      const domain = keyOf(bridgeDomains, bd)?.name;
      if (domain === undefined) continue;
      for (const { ip4, mac } of (await vpp.call(OneL2ArpEntriesGet, { bd })).entries) {
        yield { key: { domain, ip: formatIp4(ip4) }, value: { "mac-address": formatMac(mac) } };
      }
    }
    const ndp = await vpp.call(OneNdpBdGet);
    for (const bd of ndp.bridgeDomains) {
      const domain = keyOf(bridgeDomains, bd)?.name;
      if (domain === undefined) continue;
      for (const { ip6, mac } of (await vpp.call(OneNdpEntriesGet, { bd })).entries) {
        yield { key: { domain, ip: formatIp6(ip6) }, value: { "mac-address": formatMac(mac) } };
      }
    }
  },
});

async function addOrDelete({ vpp, handleOf }: TranslatorContext, { key, value }: Entry<Key, Value>, isAdd: boolean) {
  const bd = handleOf(bridgeDomains.at({ name: key.domain }));
  const mac = macBytes(value["mac-address"]);
  if (familyOf(key.ip) === "ipv4") {
    await vpp.call(OneAddDelL2ArpEntry, { isAdd, bd, entry: { mac, ip4: ip4Bytes(key.ip) } });
  } else {
    await vpp.call(OneAddDelNdpEntry, { isAdd, bd, entry: { mac, ip6: ip6Bytes(key.ip) } });
  }
}
