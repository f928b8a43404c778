import { IfType, P2pEthernetAdd, P2pEthernetDel } from "vpp-binapi-ts/api";
import { NotSupportedByVpp, type TranslatorContext } from "../../src/southbound/translator.js";
import { macBytes } from "../ip/addresses.js";
import { goneIsFine } from "../vpp-answers.js";
import { hardwareIndexNamed } from "./hardware-index.js";
import { interfaceDetails, interfaces } from "./interface.js";
import { defineInterfaceKind, type TypedValue } from "./interface-kind.js";
import { isLoopback } from "./loopback.js";
import { withPartNumber } from "./part-number.js";

const container = "sweetcomb-sub-interfaces:p2p-ethernet";

interface Value extends TypedValue {
  readonly [container]: { readonly parent: string; readonly "remote-mac"?: string };
}

/** The part of an Ethernet interface that leads to one MAC address. */
export const p2pEthernet = defineInterfaceKind<Value>({
  name: "p2p-ethernet",
  type: "sweetcomb-sub-interfaces:p2p-ethernet",
  leafs: [container],
  messages: [P2pEthernetAdd, P2pEthernetDel],
  isOne: ({ details }) => details.type === IfType.IF_API_TYPE_P2P,
  isKnownByValue: () => true,
  dependsOn: ({ value }) => [interfaces.at({ name: value[container].parent })],
  async create(context, { value }) {
    const { parent, "remote-mac": remoteMac } = value[container];
    const parentIfIndex = await hardwareOfParent(context, parent);
    const part = { parentIfIndex, remoteMac: macBytes(remoteMac!) };
    return withPartNumber(context, parentIfIndex, async (subifId) => {
      const { swIfIndex } = await context.vpp.call(P2pEthernetAdd, { ...part, subifId });
      return swIfIndex;
    });
  },
  remove({ vpp, handleOf }, _swIfIndex, { value }) {
    const { parent, "remote-mac": remoteMac } = value[container];
    if (remoteMac === undefined) {
      throw new NotSupportedByVpp(
        `${container}/remote-mac`,
        "VPP removes a part by its MAC address, which it does not tell",
      );
    }
    const parentIfIndex = handleOf(interfaces.at({ name: parent }));
    const removal = vpp.call(P2pEthernetDel, { parentIfIndex, remoteMac: macBytes(remoteMac) });
    return goneIsFine(removal, "SUBIF_DOESNT_EXIST");
  },
  async *dump(_context, listed) {
    for (const { details } of listed.values()) {
      const parent = listed.get(details.supSwIfIndex);
      if (details.type !== IfType.IF_API_TYPE_P2P || parent === undefined) continue;
      yield {
        swIfIndex: details.swIfIndex,
        value: { [container]: { parent: parent.name } },
        state: { [container]: { id: details.subId } },
      };
    }
  },
  unreadable: [`${container}/remote-mac`],
});

/**
 * VPP 26.06 takes the sw_if_index of the message for the index of a piece of hardware, and does not look whether that sends Ethernet
 * frames: with another one it changes an interface that nobody named, or ends. Of four frames and more that a device brings at once
 * it lets one go twice, and loses the next (p2p_ethernet_input_node_fn), so only loopbacks may be parents: nothing comes to them from a device.
 */
async function hardwareOfParent(context: TranslatorContext, parent: string): Promise<number> {
  const swIfIndex = context.handleOf(interfaces.at({ name: parent }));
  const refusal = (why: string) => new NotSupportedByVpp(`${container}/parent`, why);
  const details = await interfaceDetails(context, swIfIndex);
  if (details === undefined) throw new Error(`VPP does not show the interface ${parent}, whose part is to be made`);
  if (!isLoopback(details)) {
    throw refusal("VPP 26.06 would end with the first frames from a device that has such a part: only loopbacks may");
  }
  if ((await hardwareIndexNamed(context, details.interfaceName)) !== swIfIndex) {
    throw refusal("This VPP would take the part from another interface: its two numberings differ for this one");
  }
  return swIfIndex;
}
