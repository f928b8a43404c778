import {
  ClassifyAction,
  FibPathNhProto,
  IpSessionRedirectAddV2,
  IpSessionRedirectDel,
  type IpSessionRedirectDetails,
  IpSessionRedirectDump,
} from "vpp-binapi-ts/api";
import { answer, answerDump, type Feature } from "../handler.js";
import { NONE, Retval } from "../retval.js";
import { recordsOf } from "../state/records.js";
import { setSession } from "./classify.js";
import { shownPaths } from "./shown-path.js";

const redirects = recordsOf<Omit<IpSessionRedirectDetails, "retval">>("session-redirects");

/** Sessions of the classifier with next hops of their own (plugin ip_session_redirect). */
export const sessionRedirect: Feature = {
  name: "session-redirect",
  handlers: [
    answer(IpSessionRedirectAddV2, (vpp, { tableIndex, opaqueIndex, proto, isPunt, matchLen, match, paths }) => {
      if (paths.length === 0) return { retval: Retval.NO_PATHS_IN_ROUTE };
      const isIp6 = proto === FibPathNhProto.FIB_API_PATH_NH_PROTO_IP6;
      if (!isIp6 && proto !== FibPathNhProto.FIB_API_PATH_NH_PROTO_IP4)
        return { retval: Retval.INVALID_ADDRESS_FAMILY };
      const shown = shownPaths(vpp, paths);
      if (typeof shown === "number") return { retval: shown };
      const whole = match.slice(0, matchLen);
      redirects(vpp).set(keyOf(tableIndex, whole), {
        ...{ tableIndex, opaqueIndex, isPunt, isIp6, matchLength: matchLen, match, paths: [...shown] as never },
      });
      return { retval: setSession(vpp, { ...session, isAdd: true, tableIndex, opaqueIndex, match: whole }) };
    }),
    answer(IpSessionRedirectDel, (vpp, { tableIndex, match }) => {
      if (!redirects(vpp).has(keyOf(tableIndex, match))) return { retval: Retval.NO_SUCH_ENTRY };
      const retval = setSession(vpp, { ...session, isAdd: false, tableIndex, opaqueIndex: 0, match });
      if (retval === Retval.OK) redirects(vpp).delete(keyOf(tableIndex, match));
      return { retval };
    }),
    answerDump(IpSessionRedirectDump, function* (vpp, { tableIndex }) {
      for (const redirect of redirects(vpp).values()) {
        if (tableIndex === NONE || redirect.tableIndex === tableIndex) yield { ...redirect, retval: Retval.OK };
      }
    }),
  ],
};

/** What VPP makes of a redirect in its table. */
const session = { hitNextIndex: 1, advance: 0, action: ClassifyAction.CLASSIFY_API_ACTION_SET_METADATA, metadata: 0 };

function keyOf(tableIndex: number, match: Uint8Array): string {
  return `${tableIndex} ${Buffer.from(match).toString("hex")}`;
}
