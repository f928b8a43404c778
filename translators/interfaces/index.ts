/** Interfaces: one file for each kind that VPP makes, and one for each setting that all kinds share. */

import type { AnyTranslator } from "../../src/southbound/translator.js";
import { interfaceDescription } from "./description.js";
import { interfaceEnabled } from "./enabled.js";
import { hardware, hardwareType } from "./hardware.js";
import { hardwareMac } from "./hardware-mac.js";
import { hostInterface } from "./host-interface.js";
import type { AnyInterfaceKind } from "./interface-kind.js";
import { loopback } from "./loopback.js";
import { memif } from "./memif.js";
import { memifSocket } from "./memif-socket.js";
import { interfaceMtu } from "./mtu.js";
import { interfaceRxMode } from "./rx-mode.js";
import { tap } from "./tap.js";
import { unsupportedType } from "./unsupported-type.js";

/** Kinds of interfaces that stand in this folder. */
const kinds: readonly AnyInterfaceKind[] = [loopback, tap, hostInterface, memif];

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
  ];
}
