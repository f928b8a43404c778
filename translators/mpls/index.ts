/** Label switching. */

import type { AnyTranslator } from "../../src/southbound/translator.js";
import type { AnyInterfaceKind } from "../interfaces/interface-kind.js";
import { mplsBinding } from "./binding.js";
import { interfaceMpls } from "./interface-mpls.js";
import { mplsRoute } from "./route.js";
import { mplsTable } from "./table.js";
import { mplsTunnel } from "./tunnel.js";

export const mplsTranslators: readonly AnyTranslator[] = [mplsTable, mplsRoute, mplsBinding, interfaceMpls];

export const mplsInterfaceKinds: readonly AnyInterfaceKind[] = [mplsTunnel];
