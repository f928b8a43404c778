import { CnatTranslationDump, CnatTranslationUpdate } from "vpp-binapi-ts/api";
import { defineTranslator } from "../../src/southbound/translator.js";
import { formatAddress } from "../ip/addresses.js";
import { refuseVirtualAddressOfServer } from "../lb/served-by-itself.js";
import { listTranslations } from "./list-translations.js";
import { type VirtualAddressKey, type VirtualAddressValue, virtualAddresses } from "./virtual-addresses.js";

/**
 * An address with translations. VPP makes it with the first of them and takes its properties from there, so it costs no
 * message here, and a change of them makes all translations of the address anew.
 */
export const virtualAddress = defineTranslator<VirtualAddressKey, VirtualAddressValue>({
  name: virtualAddresses.name,
  kind: virtualAddresses,
  path: "/sweetcomb-cnat:cnat/virtual-address",
  keys: { address: "virtual-address/address" },
  leafs: ["shared", "on-interfaces-only"],
  when: () => true,
  validateTogether: ({ key }, objects) => refuseVirtualAddressOfServer(key.address, objects),
  messages: [CnatTranslationUpdate, CnatTranslationDump],
  async create() {},
  update: "recreate",
  async delete() {},
  async *dump(context) {
    const shown = new Set<string>();
    for (const { vip } of await listTranslations(context)) {
      const address = formatAddress(vip.addr);
      if (!shown.has(address)) yield { key: { address }, value: {} };
      shown.add(address);
    }
    // VPP knows no address that has no translation.
    for (const { key } of context.allConfigured<VirtualAddressKey, VirtualAddressValue>(virtualAddresses)) {
      if (!shown.has(key.address)) yield { key, value: {} };
    }
  },
  unreadable: ["shared", "on-interfaces-only"],
});
