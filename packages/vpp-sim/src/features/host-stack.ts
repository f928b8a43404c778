import { AppNamespaceAddDelV4, RtBackendEngine, SessionEnableDisableV2 } from "vpp-binapi-ts/api";
import { answer, type Feature } from "../handler.js";
import { NONE, Retval } from "../retval.js";
import { recordsOf } from "../state/records.js";
import type { Vpp } from "../state/vpp.js";

/** One record while the host stack is on. */
const engines = recordsOf<SessionEnableDisableV2>("host-stack");
const namespaces = recordsOf<AppNamespaceAddDelV4>("application-namespaces");

/** What VPP says to a namespace that is not there, or with an interface or a table that is not there. */
const INVALID = -19;

/** The host stack (vnet/session), to which nobody attaches. */
export const hostStack: Feature = {
  name: "host-stack",
  handlers: [
    answer(SessionEnableDisableV2, (vpp, asked) => {
      const isOn = asked.rtEngineType !== RtBackendEngine.RT_BACKEND_ENGINE_API_DISABLE;
      if (!isOn) engines(vpp).clear();
      else if (engines(vpp).size === 0) engines(vpp).set("", asked);
      return { retval: Retval.OK };
    }),
    answer(AppNamespaceAddDelV4, (vpp, asked) => {
      if (engines(vpp).size === 0) return { retval: Retval.FEATURE_DISABLED, appnsIndex: 0 };
      const { namespaceId, isAdd, swIfIndex, ip4FibId, ip6FibId } = asked;
      if (!isAdd) {
        const retval = namespaces(vpp).delete(namespaceId) ? Retval.OK : INVALID;
        return { retval, appnsIndex: 0 };
      }
      const isThere =
        swIfIndex === NONE
          ? vpp.fib.find("ip4", ip4FibId) !== undefined && vpp.fib.find("ip6", ip6FibId) !== undefined
          : vpp.interfaces.get(swIfIndex) !== undefined;
      if (!isThere) return { retval: INVALID, appnsIndex: 0 };
      namespaces(vpp).set(namespaceId, asked);
      return { retval: Retval.OK, appnsIndex: [...namespaces(vpp).keys()].indexOf(namespaceId) + 1 };
    }),
  ],
};

/** `show app ns`; undefined while the host stack is off. */
export function showNamespaces(vpp: Vpp): string | undefined {
  if (engines(vpp).size === 0) return undefined;
  const own = { secret: 0n, swIfIndex: NONE, namespaceId: "default" };
  const rows = [own, ...namespaces(vpp).values()].map(({ secret, swIfIndex, namespaceId }, index) => {
    const name = vpp.interfaces.get(swIfIndex)?.name ?? `DELETED (${swIfIndex})`;
    return row(String(index), String(secret), name, namespaceId, `/run/vpp/app_ns_sockets/${namespaceId}`);
  });
  return [row("Index", "Secret", "Interface", "Id", "Socket"), ...rows].join("");
}

const END_OF_COLOUR = "\u001b[0m";

function row(...cells: readonly string[]): string {
  return `${cells.join(`${END_OF_COLOUR} `)}${END_OF_COLOUR}\n`;
}
