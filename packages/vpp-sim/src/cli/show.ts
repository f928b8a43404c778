import { VERSION } from "../features/session.js";
import type { Vpp } from "../state/vpp.js";
import { showFib } from "./show-fib.js";
import { showAddresses, showInterfaces, showMemifs } from "./show-interfaces.js";
import { showVips } from "./show-lb.js";

/** What `show` can be asked for. */
export const SHOW_TOPICS: Readonly<Record<string, (vpp: Vpp) => string>> = {
  version: (vpp) => `vpp ${VERSION}, pid ${vpp.pid}\n`,
  interface: showInterfaces,
  "interface addr": showAddresses,
  "interface address": showAddresses,
  memif: showMemifs,
  "ip fib": (vpp) => showFib(vpp, "ip4"),
  "ip6 fib": (vpp) => showFib(vpp, "ip6"),
  "lb vips": showVips,
};

/** The text of `show <topic>`, or undefined for a topic that there is not. `int` and `verbose` are understood. */
export function show(vpp: Vpp, topic: string): string | undefined {
  const plain = topic.replace(/ verbose$/, "").replace(/^int( |$)/, "interface$1");
  return SHOW_TOPICS[plain]?.(vpp);
}
