/** Interfaces: one file for each kind that VPP makes, and one for each setting that all kinds share. */

import type { AnyTranslator } from "../../src/southbound/translator.js";
import { afXdp } from "./af-xdp.js";
import { bond } from "./bond.js";
import { bondMember } from "./bond-member.js";
import { cdp } from "./cdp.js";
import { interfaceDescription } from "./description.js";
import { detailedStatistics } from "./detailed-statistics.js";
import { interfaceEnabled } from "./enabled.js";
import { interfaceGso } from "./gso.js";
import { hardware, hardwareType } from "./hardware.js";
import { hardwareMac } from "./hardware-mac.js";
import { hostInterface } from "./host-interface.js";
import type { AnyInterfaceKind } from "./interface-kind.js";
import { lldp } from "./lldp.js";
import { interfaceLldp } from "./lldp-interface.js";
import { loopback } from "./loopback.js";
import { memif } from "./memif.js";
import { memifSocket } from "./memif-socket.js";
import { interfaceMirror } from "./mirror.js";
import { interfaceMtu } from "./mtu.js";
import { p2pEthernet } from "./p2p-ethernet.js";
import { pipe } from "./pipe.js";
import { pipeEnd } from "./pipe-end.js";
import { interfacePromiscuous } from "./promiscuous.js";
import { rdma } from "./rdma.js";
import { interfaceRxMode } from "./rx-mode.js";
import { interfaceRxQueue } from "./rx-queue.js";
import { interfaceSecondaryMacs } from "./secondary-macs.js";
import { subInterface } from "./sub-interface.js";
import { tap } from "./tap.js";
import { interfaceTxQueue } from "./tx-queue.js";
import { unsupportedType } from "./unsupported-type.js";
import { vhostUser } from "./vhost-user.js";
import { virtioPci } from "./virtio-pci.js";
import { vmxnet3 } from "./vmxnet3.js";

/** Kinds of interfaces that stand in this folder. */
const kinds: readonly AnyInterfaceKind[] = [
  loopback,
  tap,
  hostInterface,
  memif,
  vhostUser,
  virtioPci,
  afXdp,
  rdma,
  vmxnet3,
  bond,
  subInterface,
  p2pEthernet,
  pipe,
  pipeEnd,
];

/** Translators of interfaces. `otherKinds` are those of other folders, such as tunnels. */
export function interfaceTranslators(otherKinds: readonly AnyInterfaceKind[]): readonly AnyTranslator[] {
  const all = [...kinds, ...otherKinds];
  return [
    ...all,
    hardware(all),
    unsupportedType([hardwareType, ...all.map(({ interfaceType }) => interfaceType)]),
    memifSocket,
    hardwareMac,
    interfaceEnabled,
    interfaceDescription,
    interfaceMtu,
    interfaceRxMode,
    interfaceRxQueue,
    interfaceTxQueue,
    interfacePromiscuous,
    interfaceSecondaryMacs,
    detailedStatistics,
    interfaceGso,
    bondMember,
    interfaceMirror,
    lldp,
    interfaceLldp,
    cdp,
  ];
}
