/** What a walk begins with, so that the requests that follow find something: tables, and interfaces that have addresses and are up. */

import type { World } from "./plausible.js";
import type { Step } from "./step.js";

const MODULES = "/sweetcomb-vpp-api-";

export const tablesAndLoopbacks: readonly Step[] = [
  ...[0, 1, 2].map((table) =>
    step("mpls:mpls-table-add-del", { "mt-is-add": true, "mt-table": { "mt-table-id": table } }),
  ),
  ...[1, 2, 3].flatMap((table) =>
    [false, true].map((isIp6) =>
      step("ip:ip-table-add-del", { "is-add": true, table: { "table-id": table, "is-ip6": isIp6 } }),
    ),
  ),
  ...[1, 2, 3].map(() => step("interface:create-loopback", {})),
];

/** Each interface but `local0` goes up, and gets an address of each family. */
export function addressesOf({ interfaces }: World): readonly Step[] {
  return [...interfaces.keys()]
    .filter((index) => index !== 0)
    .flatMap((index) => [
      step("interface:sw-interface-set-flags", { "sw-if-index": index, flags: "IF_STATUS_API_FLAG_ADMIN_UP" }),
      ...[`10.0.${index - 1}.1/24`, `2001:db8:${index - 1}::1/64`].map((prefix) =>
        step("interface:sw-interface-add-del-address", { "sw-if-index": index, "is-add": true, prefix }),
      ),
    ]);
}

function step(rpc: string, input: Step["input"]): Step {
  return { path: `${MODULES}${rpc}`, input };
}
