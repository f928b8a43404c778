/** All translators, by folder. The order does not matter: dependencies decide. */

import type { AnyTranslator } from "../src/southbound/translator.js";
import { abfTranslators } from "./abf/index.js";
import { aclTranslators } from "./acl/index.js";
import { bfdTranslators } from "./bfd/index.js";
import { bierTranslators } from "./bier/index.js";
import { classifyTranslators } from "./classify/index.js";
import { cnatTranslators } from "./cnat/index.js";
import { dhcpTranslators } from "./dhcp/index.js";
import { dsliteTranslators } from "./dslite/index.js";
import { flowExportTranslators } from "./flow-export/index.js";
import { igmpTranslators } from "./igmp/index.js";
import { ikev2Translators } from "./ikev2/index.js";
import { interfaceTranslators } from "./interfaces/index.js";
import type { AnyInterfaceKind } from "./interfaces/interface-kind.js";
import { ioamTranslators } from "./ioam/index.js";
import { ipTranslators } from "./ip/index.js";
import { ipSettingTranslators } from "./ip-settings/index.js";
import { ipsecTranslators } from "./ipsec/index.js";
import { ipsecInterface } from "./ipsec/ipsec-interface.js";
import { l2Translators } from "./l2/index.js";
import { l2tpv3Translators } from "./l2tpv3/index.js";
import { l2tpv3Tunnel } from "./l2tpv3/tunnel.js";
import { l3xcTranslators } from "./l3xc/index.js";
import { lbTranslators } from "./lb/index.js";
import { linuxCpTranslators } from "./linux-cp/index.js";
import { lispTranslators } from "./lisp/index.js";
import { mactimeTranslators } from "./mactime/index.js";
import { mapTranslators } from "./map/index.js";
import { mplsInterfaceKinds, mplsTranslators } from "./mpls/index.js";
import { multicastTranslators } from "./multicast/index.js";
import { natTranslators } from "./nat/index.js";
import { nshTranslators } from "./nsh/index.js";
import { pnatTranslators } from "./pnat/index.js";
import { puntTranslators } from "./punt/index.js";
import { qosTranslators } from "./qos/index.js";
import { routingTranslators } from "./routing/index.js";
import { serviceTranslators } from "./services/index.js";
import { sessionTranslators } from "./session/index.js";
import { srMplsTranslators } from "./sr-mpls/index.js";
import { srv6Translators } from "./srv6/index.js";
import { tunnelKinds, tunnelTranslators } from "./tunnels/index.js";
import { vrrpTranslators } from "./vrrp/index.js";
import { wireguardTranslators } from "./wireguard/index.js";
import { wireguardInterface } from "./wireguard/wireguard-interface.js";

/** Kinds of interfaces that stand in the folders of their features. */
const interfaceKinds: readonly AnyInterfaceKind[] = [
  ipsecInterface,
  wireguardInterface,
  ...tunnelKinds,
  ...mplsInterfaceKinds,
  l2tpv3Tunnel,
];

export const translators: readonly AnyTranslator[] = [
  ...interfaceTranslators(interfaceKinds),
  ...ipTranslators,
  ...routingTranslators,
  ...multicastTranslators,
  ...igmpTranslators,
  ...bierTranslators,
  ...l2Translators,
  ...mplsTranslators,
  ...srv6Translators,
  ...lbTranslators,
  ...qosTranslators,
  ...ipsecTranslators,
  ...ikev2Translators,
  ...aclTranslators,
  ...abfTranslators,
  ...l3xcTranslators,
  ...cnatTranslators,
  ...wireguardTranslators,
  ...tunnelTranslators,
  ...l2tpv3Translators,
  ...dsliteTranslators,
  ...ipSettingTranslators,
  ...srMplsTranslators,
  ...sessionTranslators,
  ...natTranslators,
  ...pnatTranslators,
  ...bfdTranslators,
  ...vrrpTranslators,
  ...dhcpTranslators,
  ...puntTranslators,
  ...classifyTranslators,
  ...linuxCpTranslators,
  ...serviceTranslators,
  ...mapTranslators,
  ...flowExportTranslators,
  ...nshTranslators,
  ...lispTranslators,
  ...ioamTranslators,
  ...mactimeTranslators,
];
