/** The MAC address of tunnels that carry Ethernet. VPP makes one up, and takes another afterwards. */

import { SwInterfaceSetMacAddress } from "vpp-binapi-ts/api";
import type { Translator, TranslatorContext } from "../../src/southbound/translator.js";
import { type InterfaceKey, interfaces } from "../interfaces/interface.js";
import type { TypedValue } from "../interfaces/interface-kind.js";
import { macBytes } from "../ip/addresses.js";

const macLeaf = "sweetcomb-interfaces:mac-address";

/** Gives a new tunnel the configured address. One that cannot have it is removed again. */
export async function withMac(
  { vpp }: TranslatorContext,
  swIfIndex: number,
  value: TypedValue,
  remove: () => Promise<unknown>,
): Promise<number> {
  const mac = value[macLeaf];
  if (mac === undefined) return swIfIndex;
  try {
    await vpp.call(SwInterfaceSetMacAddress, { swIfIndex, macAddress: macBytes(mac) });
    return swIfIndex;
  } catch (refusal) {
    await remove();
    throw refusal;
  }
}

/** How a tunnel changes in place: its MAC address alone. `settings` is the member with all else. */
export function changesMac<Value extends TypedValue>(
  settings: keyof Value,
): Required<Pick<Translator<InterfaceKey, Value>, "update" | "canUpdate">> {
  return {
    canUpdate: (before, after) =>
      after[macLeaf] !== undefined && JSON.stringify(before[settings]) === JSON.stringify(after[settings]),
    async update({ vpp, handleOf }, { key, value }) {
      const macAddress = macBytes(value[macLeaf]!);
      await vpp.call(SwInterfaceSetMacAddress, { swIfIndex: handleOf(interfaces.at(key)), macAddress });
    },
  };
}

/** Refuses an address for a tunnel without a link layer. */
export function refuseMac(value: TypedValue, carriesEthernet: boolean) {
  if (carriesEthernet || value[macLeaf] === undefined) return undefined;
  return { leaf: macLeaf, message: "Only a tunnel that carries Ethernet has a MAC address" };
}
