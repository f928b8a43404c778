/** VPP's own words about IGMP: which interface has it, and how, is on the command line alone. */

import { CliInband } from "vpp-binapi-ts/api";
import type { TranslatorContext } from "../../src/southbound/translator.js";
import { listInterfaces } from "../interfaces/interface.js";
import { isUp } from "./link.js";

export interface ShownInterface {
  /** Our name of it. */
  readonly interface: string;
  readonly swIfIndex: number;
  readonly mode: "host" | "router";
  readonly isLinkUp: boolean;
  /** Number of the table of the proxy device that it belongs to. */
  readonly proxyTableId: number | undefined;
  /** Whether a general query is to come. */
  readonly isQuerying: boolean;
}

/** "interface: memif1/0 mode: ROUTER proxy device: 10", then a line for each timer, then the groups further to the right. */
const heading = /^interface: (.+) mode: (HOST|ROUTER) ?(?:proxy device: (\d+))?\s*$/;
const queryTimer = /^ {2}general-query:\[/;

/** The interfaces that speak IGMP, asked for once in a run of dumps (`show igmp config`). */
export function shownInterfaces(context: TranslatorContext): Promise<readonly ShownInterface[]> {
  return context.oncePerRun("igmp-config", async () => {
    const { reply } = await context.vpp.call(CliInband, { cmd: "show igmp config" });
    const byVppName = new Map<string, Pick<ShownInterface, "interface" | "swIfIndex" | "isLinkUp">>();
    for (const [swIfIndex, { name, details }] of await listInterfaces(context)) {
      byVppName.set(details.interfaceName, { interface: name, swIfIndex, isLinkUp: isUp(details) });
    }
    const shown: ShownInterface[] = [];
    for (const line of reply.split(/\r?\n/)) {
      const [, vppName = "", mode, proxy] = heading.exec(line) ?? [];
      const found = byVppName.get(vppName);
      if (mode !== undefined && found !== undefined) {
        shown.push({
          ...found,
          mode: mode === "HOST" ? "host" : "router",
          proxyTableId: proxy === undefined ? undefined : Number(proxy),
          isQuerying: false,
        });
      }
      const last = shown.at(-1);
      if (last !== undefined && queryTimer.test(line)) shown[shown.length - 1] = { ...last, isQuerying: true };
    }
    return shown;
  });
}
