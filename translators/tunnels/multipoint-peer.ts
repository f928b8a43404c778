import { TeibDump, TeibEntryAddDel } from "vpp-binapi-ts/api";
import { defineTranslator, type Entry, type TranslatorContext } from "../../src/southbound/translator.js";
import { interfacePath, interfaces } from "../interfaces/interface.js";
import { address, familyOf, formatAddress } from "../ip/addresses.js";
import { interfaceVrfs } from "../ip/interface-vrf.js";
import { refuseOwnEnd } from "../ip/own-tunnel-ends.js";
import { tunnelEndMarks } from "../ip/tunnel-ends.js";
import { goneIsFine } from "../vpp-answers.js";
import { tableIdOf, tablesRead, vrfDependsOn, vrfMember } from "./endpoints.js";
import { endOfPeer, type MultipointPeer, type MultipointPeerKey, multipointPeers } from "./multipoint-peers.js";
import { makeRoomForPeers } from "./tunnel-table-room.js";

/** A remote end of a multipoint tunnel: an entry of VPP's tunnel endpoint information base (TEIB). */
export const multipointPeer = defineTranslator<MultipointPeerKey, MultipointPeer>({
  name: multipointPeers.name,
  kind: multipointPeers,
  path: `${interfacePath}/sweetcomb-tunnels:multipoint-peer`,
  keys: { interface: "interface/name", peer: "multipoint-peer/peer" },
  leafs: ["next-hop", "vrf"],
  messages: [TeibEntryAddDel, TeibDump],
  dependsOn: ({ key: { interface: name, peer }, value }) => [
    interfaces.at({ name }),
    // The entry makes a route to the peer in the table that the interface is in.
    interfaceVrfs[familyOf(peer)].at({ name }),
    ...vrfDependsOn(familyOf(value["next-hop"]), value.vrf),
  ],
  marks: ({ value }) => tunnelEndMarks(endOfPeer(value)),
  validateTogether: ({ value }, objects) => refuseOwnEnd(endOfPeer(value), "next-hop", objects),
  create: (context, entry) => addOrDelete(context, entry, true),
  update: "recreate",
  delete: (context, entry) => goneIsFine(addOrDelete(context, entry, false)),
  reads: [interfaces, ...tablesRead],
  async *dump(context) {
    for await (const { entry } of context.vpp.dump(TeibDump)) {
      const name = context.keyOf(interfaces, entry.swIfIndex)?.name;
      if (name === undefined) continue;
      const nextHop = formatAddress(entry.nh);
      yield {
        key: { interface: name, peer: formatAddress(entry.peer) },
        value: { "next-hop": nextHop, ...vrfMember(context, familyOf(nextHop), entry.nhTableId) },
      };
    }
  },
});

async function addOrDelete(
  context: TranslatorContext,
  { key, value }: Entry<MultipointPeerKey, MultipointPeer>,
  isAdd: boolean,
) {
  const swIfIndex = context.handleOf(interfaces.at({ name: key.interface }));
  await makeRoomForPeers(context, swIfIndex);
  await context.vpp.call(TeibEntryAddDel, {
    isAdd: isAdd ? 1 : 0,
    entry: {
      swIfIndex,
      peer: address(key.peer),
      nh: address(value["next-hop"]),
      nhTableId: tableIdOf(context, familyOf(value["next-hop"]), value.vrf),
    },
  });
}
