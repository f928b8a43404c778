import { L2PatchAddDel } from "vpp-binapi-ts/api";
import { answer, type Feature } from "../handler.js";
import { Retval } from "../retval.js";
import { recordsOf } from "../state/records.js";
import type { Vpp } from "../state/vpp.js";

/** By receiving interface. VPP keeps them when an interface is deleted. */
const patches = recordsOf<{ readonly rxSwIfIndex: number; readonly txSwIfIndex: number }>("l2-patches");

/** Frames that go from one device to another (vnet/l2/l2_patch). */
export const l2Patch: Feature = {
  name: "l2-patch",
  handlers: [
    answer(L2PatchAddDel, (vpp, { rxSwIfIndex, txSwIfIndex, isAdd }) => {
      const [from, to] = [vpp.interfaces.get(rxSwIfIndex), vpp.interfaces.get(txSwIfIndex)];
      if (from === undefined || from.part !== undefined) return { retval: Retval.INVALID_SW_IF_INDEX };
      if (to === undefined || to.part !== undefined) return { retval: Retval.INVALID_SW_IF_INDEX_2 };
      if (isAdd) patches(vpp).set(String(rxSwIfIndex), { rxSwIfIndex, txSwIfIndex });
      else patches(vpp).delete(String(rxSwIfIndex));
      return { retval: Retval.OK };
    }),
  ],
};

/** `show l2patch`. */
export function showPatches(vpp: Vpp): string {
  const name = (swIfIndex: number) => vpp.interfaces.get(swIfIndex)?.name ?? "DELETED";
  const lines = [...patches(vpp).values()].map(
    ({ rxSwIfIndex, txSwIfIndex }) => `${name(rxSwIfIndex).padStart(26)} -> ${name(txSwIfIndex)}\n`,
  );
  return lines.join("") || "no l2patch entries\n";
}
