/** All translators. The order does not matter: dependencies decide. */

import type { AnyTranslator } from "../src/southbound/translator.js";
import { interfaceDescription } from "./interfaces/description.js";
import { interfaceEnabled } from "./interfaces/enabled.js";
import { hardware } from "./interfaces/hardware.js";
import { hardwareMac } from "./interfaces/hardware-mac.js";
import { hostInterface } from "./interfaces/host-interface.js";
import { loopback } from "./interfaces/loopback.js";
import { memif } from "./interfaces/memif.js";
import { memifSocket } from "./interfaces/memif-socket.js";
import { interfaceMtu } from "./interfaces/mtu.js";
import { interfaceRxMode } from "./interfaces/rx-mode.js";
import { tap } from "./interfaces/tap.js";
import { unsupportedType } from "./interfaces/unsupported-type.js";
import { interfaceIpv4Address, interfaceIpv6Address } from "./ip/interface-address.js";
import { interfaceIpv4Vrf, interfaceIpv6Vrf } from "./ip/interface-vrf.js";
import { applicationServer } from "./lb/application-server.js";
import { lbGlobal } from "./lb/global.js";
import { natInterface } from "./lb/nat-interface.js";
import { vip } from "./lb/vip.js";
import { ipv4Table, ipv6Table } from "./routing/ip-table.js";
import { ipv4StaticInstance, ipv6StaticInstance } from "./routing/static-instance.js";
import { ipv4StaticRoute, ipv6StaticRoute } from "./routing/static-route.js";

export const translators: readonly AnyTranslator[] = [
  loopback,
  tap,
  hostInterface,
  memifSocket,
  memif,
  hardware,
  hardwareMac,
  unsupportedType,
  interfaceEnabled,
  interfaceDescription,
  interfaceMtu,
  interfaceRxMode,
  ipv4Table,
  ipv6Table,
  interfaceIpv4Vrf,
  interfaceIpv6Vrf,
  interfaceIpv4Address,
  interfaceIpv6Address,
  ipv4StaticInstance,
  ipv6StaticInstance,
  ipv4StaticRoute,
  ipv6StaticRoute,
  lbGlobal,
  vip,
  applicationServer,
  natInterface,
];
