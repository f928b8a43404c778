import { SwInterfaceDump } from "vpp-binapi-ts/api";
import { absent, defineTranslator } from "../../src/southbound/translator.js";
import {
  type InterfaceKey,
  interfaceKeys,
  interfacePath,
  interfaces,
  type ListedInterface,
  listInterfaces,
  refuseName,
} from "./interface.js";
import type { AnyInterfaceKind } from "./interface-kind.js";
import { interfaceState } from "./interface-state.js";

interface Value {
  readonly type: string;
}

export const hardwareType = "iana-if-type:ethernetCsmacd";

/**
 * An interface that VPP found or that was made by other means; the configuration knows it by VPP's name. It is never made or
 * removed here, whatever is not of one of the `kinds`: an entry whose device is not there waits for it (RFC 8343, feature pre-provisioning).
 */
export function hardware(kinds: readonly AnyInterfaceKind[]) {
  return defineTranslator<InterfaceKey, Value>({
    name: "hardware",
    kind: interfaces,
    path: interfacePath,
    keys: interfaceKeys,
    leafs: ["type"],
    when: ({ type }) => type === hardwareType,
    messages: [SwInterfaceDump],
    validate: ({ key }) => refuseName(key),
    async create({ vpp }, { key }) {
      // VPP takes the filter as a part of the name, in any case of letters.
      const filter = { swIfIndex: 0, nameFilterValid: true, nameFilter: key.name };
      for await (const { interfaceName, swIfIndex } of vpp.dump(SwInterfaceDump, filter)) {
        if (interfaceName === key.name) return swIfIndex;
      }
      return absent;
    },
    update: "recreate",
    async delete() {},
    keepsParts: true,
    async *dump(context) {
      for (const listed of (await listInterfaces(context)).values()) {
        const { details, name, owned } = listed;
        if (kinds.some((kind) => kind.isOne(listed))) continue;
        yield {
          key: { name },
          value: { type: typeOf(listed) },
          handle: details.swIfIndex,
          state: await interfaceState(context, listed),
          owned,
          origin: "ietf-origin:system",
        };
      }
    },
    // Any type of interface that has no translator of its own may be configured by its name.
    matches: () => true,
    marksOwned: true,
  });
}

function typeOf({ details }: ListedInterface): string {
  if (details.interfaceDevType === "local") return "iana-if-type:other";
  return hardwareType;
}
