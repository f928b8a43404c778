import { L2FibTableDump, L2fibAddDel } from "vpp-binapi-ts/api";
import { defineTranslator, type Entry, type TranslatorContext } from "../../src/southbound/translator.js";
import { interfaces, listInterfaces, NO_INTERFACE } from "../interfaces/interface.js";
import { formatMac, macBytes } from "../ip/addresses.js";
import { goneIsFine } from "../vpp-answers.js";
import { l2Attachments } from "./attachment.js";
import { bridgeDomainPath, bridgeDomains } from "./bridge-domain.js";
import { listMacEntries } from "./mac-table.js";

type Key = { readonly domain: string; readonly mac: string };

interface Value {
  readonly interface?: string;
  readonly filter?: readonly [null];
}

/** A configured MAC address of a bridge domain: behind a port, or dropped. */
export const macEntry = defineTranslator<Key, Value>({
  name: "bridge-mac-entry",
  path: `${bridgeDomainPath}/mac-entry`,
  keys: { domain: "bridge-domain/name", mac: "mac-entry/mac-address" },
  leafs: ["interface", "filter"],
  messages: [L2fibAddDel, L2FibTableDump],
  dependsOn({ key: { domain }, value }) {
    const port = value.interface === undefined ? [] : [l2Attachments.at({ name: value.interface })];
    return [bridgeDomains.at({ name: domain }), ...port];
  },
  create: (context, entry) => setEntry(context, entry, true),
  update: "recreate",
  delete: (context, entry) => goneIsFine(setEntry(context, entry, false)),
  reads: [interfaces, bridgeDomains],
  async *dump(context) {
    const listed = await listInterfaces(context);
    for (const { bdId, mac, swIfIndex, staticMac, filterMac, bviMac } of await listMacEntries(context)) {
      const domain = context.keyOf(bridgeDomains, bdId)?.name;
      // VPP itself has an entry for the BVI.
      if (domain === undefined || !staticMac || bviMac) continue;
      const name = listed.get(swIfIndex)?.name;
      const value = filterMac ? { filter: [null] as const } : name === undefined ? {} : { interface: name };
      yield { key: { domain, mac: formatMac(mac) }, value };
    }
  },
});

async function setEntry(
  { vpp, handleOf }: TranslatorContext,
  { key: { domain, mac }, value }: Entry<Key, Value>,
  isAdd: boolean,
): Promise<void> {
  await vpp.call(L2fibAddDel, {
    isAdd,
    mac: macBytes(mac),
    bdId: handleOf(bridgeDomains.at({ name: domain })),
    swIfIndex: value.interface === undefined ? NO_INTERFACE : handleOf(interfaces.at({ name: value.interface })),
    staticMac: true,
    filterMac: value.filter !== undefined,
  });
}
