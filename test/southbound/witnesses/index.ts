/** All witnesses, a file for each feature, and the kinds of objects for which there is none. */

import { accessListWitnesses } from "./access-lists.js";
import { classifierWitnesses } from "./classifiers.js";
import { afXdpWitness, generatorWitness, hostInterfaceWitness, rxModeWitness, tapWitness } from "./devices.js";
import { interfaceWitnesses, p2pEthernetWitness } from "./interfaces.js";
import { ipSettingWitnesses } from "./ip-settings.js";
import { l2Witnesses } from "./l2.js";
import { linkWitnesses } from "./links.js";
import { lispWitnesses } from "./lisp.js";
import { loadBalancerWitnesses } from "./load-balancers.js";
import { mplsWitnesses } from "./mpls.js";
import { multicastWitnesses } from "./multicast.js";
import { natWitnesses } from "./nat.js";
import { nshWitness } from "./nsh.js";
import { pipeWitnesses } from "./pipes.js";
import { routingWitnesses } from "./routing.js";
import { securityWitnesses } from "./security.js";
import { serviceWitnesses } from "./services.js";
import { tunnelWitnesses } from "./tunnels.js";
import type { DeviceWitness, Testimony, Witness } from "./witness.js";

export const witnesses: readonly Witness[] = [
  p2pEthernetWitness,
  ...linkWitnesses,
  ...interfaceWitnesses,
  generatorWitness,
  tapWitness,
  ...tunnelWitnesses,
  ...l2Witnesses,
  ...routingWitnesses,
  ...multicastWitnesses,
  ...mplsWitnesses,
  ...accessListWitnesses,
  ...natWitnesses,
  ...loadBalancerWitnesses,
  ...lispWitnesses,
  ...securityWitnesses,
  ...serviceWitnesses,
  ...classifierWitnesses,
  ...ipSettingWitnesses,
];

export const deviceWitnesses: readonly DeviceWitness[] = [hostInterfaceWitness, rxModeWitness, afXdpWitness];

/** Those that a VPP gives only as long as nobody has used it. */
export const firstWitnesses: readonly Witness[] = [nshWitness];

/** Those of objects that VPP keeps, which come after everything else. */
export const lastWitnesses: readonly Witness[] = pipeWitnesses;

/** Translators without a witness, with the reason. */
export const withoutWitness: Readonly<Record<string, string>> = {
  rib: "it is not configured: it shows routes, whose witness is that of static routes",
  "multicast-rib": "it is not configured: it shows routes, whose witness is that of multicast routes",
  "igmp-ssm-ranges": "they are not configured: VPP has them",
  "cnat-sessions": "they are not configured: packets make them (test/packets)",
  "punt-reasons": "they are not configured: VPP has them",
  "virtio-pci": "it needs a device of a virtual machine",
  rdma: "it needs a card of NVIDIA",
  vmxnet3: "it needs a VMware machine",
  "ioam-export": "VPP shows it nowhere",
  "pppoe-session": "it needs a client that VPP has heard: its scenario sends that frame and asks `show pppoe session`",
  "interface-promiscuous": "VPP takes it and shows it nowhere",
  "l2-host-events": "VPP shows no listener of them: its scenario hears the event",
  "ipsec-sa-worker": "it needs a VPP with workers",
  "ikev2-local-key": "VPP shows it nowhere",
  "ikev2-liveness": "VPP shows it nowhere",
  "ikev2-sleep-interval": "VPP's command line does not show it; the API reads it back",
  "lisp-map-resolver": "VPP 26.06 looks for one for ever when it has lost the way, so it is refused",
  "geneve-bypass": "VPP 26.06 ignores it, so it is refused",
  "nat44-ed-ipfix-logging": "VPP shows it nowhere",
  "nat44-ei-ipfix-logging": "VPP shows it nowhere",
  "npt66-instance": "it needs a VPP with the plugin npt66",
  "bfd-type-of-service": "VPP's command line has no word for it; the API reads it back",
  "ipfix-default-exporter": "VPP's command line sets it and does not show it; the API reads it back",
  "ipfix-exporter": "VPP's command line does not show it; the API reads it back",
  "flow-hash-router-id": "VPP shows it nowhere",
  "cnat-vrf-source-nat": "VPP's command line shows the default VRF alone; the API reads it back",
  "ipfix-classifier-stream": "VPP's command line sets it and does not show it; the API reads it back",
  "ipfix-classifier-table": "VPP's command line sets it and does not show it; the API reads it back",
  "dslite-b4": "it needs a VPP whose startup configuration makes it the subscriber's end",
  "local-reassembly": "VPP's command line does not show it; the API reads it back",
  "ipv6-autoconfiguration": "VPP shows it nowhere",
  "lisp-map-register-enabled": "VPP 26.06 would look for ever for a map server that it cannot reach, so it is refused",
  "lisp-transport": "VPP's command line shows it nowhere; the API reads it back",
  "lisp-nsh-locator-set": "VPP's command line shows it nowhere; the API reads it back",
  "linux-default-namespace": "it needs a VPP with the plugin linux_cp",
  "linux-unnumbered-copies": "it needs a VPP with the plugin linux_cp",
  "linux-ethertypes": "it needs a VPP with the plugin linux_cp, and stays there",
  "linux-osi-protocols": "it needs a VPP with the plugins linux_cp and osi, and stays there",
  "linux-pair": "it needs a VPP with the plugin linux_cp",
};

/** By translator, as the documents show them: "DEVICE" stands for the name of a Linux device. */
export function testimonies(): ReadonlyMap<string, Testimony> {
  const all = [...firstWitnesses, ...witnesses, ...deviceWitnesses.map((of) => of("DEVICE")), ...lastWitnesses];
  return new Map(all.flatMap(({ shown }) => Object.entries(shown)));
}
