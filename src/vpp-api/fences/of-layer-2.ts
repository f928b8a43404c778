/** Requests that give interfaces functions for what they send in layer 2. Part of the table in fences.ts. */

import type { Fence } from "./fence.js";
import { NO_TABLE } from "./numbers.js";
import { needsSenderInLayer2 } from "./sent-outside-fence.js";

export const layer2Fences: readonly (readonly [string, Fence])[] = [
  [
    "acl_interface_add_del",
    needsSenderInLayer2(({ isAdd, isInput, swIfIndex = 0 }) =>
      isAdd === false || isInput === true ? undefined : swIfIndex,
    ),
  ],
  [
    "acl_interface_set_acl_list",
    needsSenderInLayer2(({ acls = [], nInput = 0, swIfIndex = 0 }) =>
      (acls as readonly unknown[]).length > Number(nInput) ? swIfIndex : undefined,
    ),
  ],
  [
    "macip_acl_interface_add_del",
    needsSenderInLayer2(({ isAdd, swIfIndex = 0 }) => (isAdd === false ? undefined : swIfIndex)),
  ],
  [
    "output_acl_set_interface",
    needsSenderInLayer2(({ isAdd, l2TableIndex = 0, swIfIndex = 0 }) =>
      isAdd === true && l2TableIndex !== NO_TABLE ? swIfIndex : undefined,
    ),
  ],
  [
    "feature_gso_enable_disable",
    needsSenderInLayer2(({ enableDisable, swIfIndex = 0 }) => (enableDisable === true ? swIfIndex : undefined)),
  ],
  [
    "l2_interface_efp_filter",
    needsSenderInLayer2(({ enableDisable, swIfIndex = 0 }) => (enableDisable === false ? undefined : swIfIndex)),
  ],
];
