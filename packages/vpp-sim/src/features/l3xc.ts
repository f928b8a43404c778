import { L3xcDel, L3xcDump, L3xcUpdate } from "vpp-binapi-ts/api";
import { answer, answerDump, type Feature } from "../handler.js";
import { NONE, Retval } from "../retval.js";
import { recordsOf } from "../state/records.js";
import type { WirePath } from "./ip-path.js";
import { onInterface } from "./on-interface.js";
import { shownPaths } from "./shown-path.js";

interface CrossConnect {
  readonly swIfIndex: number;
  readonly isIp6: boolean;
  readonly paths: readonly WirePath[];
}

const crossConnects = recordsOf<CrossConnect>("l3-cross-connects");

/** Cross-connects of layer 3 (plugin l3xc). */
export const l3xc: Feature = {
  name: "l3xc",
  handlers: [
    answer(L3xcUpdate, (vpp, { l3xc: { swIfIndex, isIp6, paths } }) => {
      const refuse = (retval: number) => ({ retval, statsIndex: 0 });
      if (vpp.interfaces.get(swIfIndex) === undefined) return refuse(Retval.INVALID_SW_IF_INDEX);
      if (paths.length === 0) return refuse(Retval.INVALID_VALUE);
      const shown = shownPaths(vpp, paths);
      if (typeof shown === "number") return refuse(shown);
      crossConnects(vpp).set(keyOf(swIfIndex, isIp6), { swIfIndex, isIp6, paths: shown });
      return { retval: Retval.OK, statsIndex: 0 };
    }),
    onInterface(L3xcDel, (vpp, _found, { swIfIndex, isIp6 }) =>
      crossConnects(vpp).delete(keyOf(swIfIndex, isIp6)) ? Retval.OK : Retval.INVALID_VALUE,
    ),
    answerDump(L3xcDump, function* (vpp, { swIfIndex }) {
      const all = [...crossConnects(vpp).values()];
      const asked =
        swIfIndex === NONE
          ? all
          : [false, true].flatMap((isIp6) => crossConnects(vpp).get(keyOf(swIfIndex, isIp6)) ?? []);
      // VPP leaves the family out of its answer.
      for (const one of asked) yield { l3xc: { ...one, isIp6: false } };
    }),
  ],
};

function keyOf(swIfIndex: number, isIp6: boolean): string {
  return `${swIfIndex} ${isIp6 ? "ip6" : "ip4"}`;
}
