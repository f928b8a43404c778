import { SwInterfaceDump, SwInterfaceSetMacAddress } from "vpp-binapi-ts/api";
import { defineKind, defineTranslator, type TranslatorContext } from "../../src/southbound/translator.js";
import { formatMac, macBytes } from "../ip/addresses.js";
import { type InterfaceKey, interfaceKeys, interfacePath, interfaces, listInterfaces } from "./interface.js";

interface Value {
  readonly type: string;
  readonly "sweetcomb-interfaces:mac-address": string;
}

const hardwareType = "iana-if-type:ethernetCsmacd";

const hardwareMacs = defineKind<InterfaceKey>("hardware-mac-address", ["name"]);

/**
 * A MAC address for hardware; the interfaces that VPP makes get theirs when they are made. VPP does not remember the one
 * burnt in, so the last one stays when the leaf goes.
 */
export const hardwareMac = defineTranslator<InterfaceKey, Value>({
  name: hardwareMacs.name,
  kind: hardwareMacs,
  path: interfacePath,
  keys: interfaceKeys,
  leafs: ["type", "sweetcomb-interfaces:mac-address"],
  when: (value) => value.type === hardwareType && value["sweetcomb-interfaces:mac-address"] !== undefined,
  messages: [SwInterfaceSetMacAddress, SwInterfaceDump],
  partOf: ({ key }) => interfaces.at(key),
  create: (context, { key, value }) => setMac(context, key, value["sweetcomb-interfaces:mac-address"]),
  async update(context, { key, value }) {
    await setMac(context, key, value["sweetcomb-interfaces:mac-address"]);
  },
  async delete() {},
  async *dump(context) {
    for (const { details, name } of (await listInterfaces(context)).values()) {
      if (context.configured(hardwareMacs.at({ name })) === undefined) continue;
      yield {
        key: { name },
        value: { type: hardwareType, "sweetcomb-interfaces:mac-address": formatMac(details.l2Address) },
      };
    }
  },
  matches: (configured, dumped) => macOf(configured) === macOf(dumped),
});

async function setMac({ vpp, handleOf }: TranslatorContext, key: InterfaceKey, mac: string): Promise<void> {
  await vpp.call(SwInterfaceSetMacAddress, { swIfIndex: handleOf(interfaces.at(key)), macAddress: macBytes(mac) });
}

/** YANG takes letters of either case. */
function macOf(value: Value): string {
  return value["sweetcomb-interfaces:mac-address"].toLowerCase();
}
