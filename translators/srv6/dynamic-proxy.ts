import { CliInband } from "vpp-binapi-ts/api";
import { defineTranslator, type TranslatorContext } from "../../src/southbound/translator.js";
import { interfaceDetails, interfaces, listInterfaces } from "../interfaces/interface.js";
import { tableDependency, tableIdOf } from "../routing/ip-table.js";
import { type LocalSidKey, localSids } from "./kinds.js";
import { localSidKeys, localSidPath } from "./local-sid.js";
import { shownStatistics } from "./shown-statistics.js";

interface Value {
  readonly vrf?: string;
  readonly behavior: "end-ad";
  readonly "outgoing-interface": string;
  readonly "incoming-interface": string;
  readonly "next-hop-address"?: string;
}

/** A segment of an appliance that knows nothing of segments (plugin srv6ad). Only VPP's command line has a word for it. */
export const dynamicProxy = defineTranslator<LocalSidKey, Value>({
  name: "srv6-dynamic-proxy",
  kind: localSids,
  path: localSidPath,
  keys: localSidKeys,
  leafs: ["vrf", "behavior", "outgoing-interface", "incoming-interface", "next-hop-address"],
  when: ({ behavior }) => behavior === "end-ad",
  messages: [CliInband],
  dependsOn: ({ value }) => [
    ...tableDependency("ipv6", value.vrf),
    interfaces.at({ name: value["outgoing-interface"] }),
    interfaces.at({ name: value["incoming-interface"] }),
  ],
  async create(context, { key, value }) {
    const { "next-hop-address": nextHop } = value;
    const words = [
      `address ${key.sid} behavior end.ad`,
      ...(nextHop === undefined ? [] : [`nh ${nextHop}`]),
      `oif ${await nameInVpp(context, value["outgoing-interface"])}`,
      `iif ${await nameInVpp(context, value["incoming-interface"])}`,
    ];
    await context.vpp.call(CliInband, { cmd: `sr localsid ${tableWords(context, value)} ${words.join(" ")}` });
  },
  update: "recreate",
  async delete(context, { key, value }) {
    const isThere = (await shownProxies(context)).some(({ sid }) => sid === key.sid);
    if (!isThere) return;
    await context.vpp.call(CliInband, { cmd: `sr localsid del ${tableWords(context, value)} address ${key.sid}` });
  },
  reads: [interfaces],
  async *dump(context) {
    const listed = await listInterfaces(context);
    const names = new Map(Array.from(listed.values(), ({ details, name }) => [details.interfaceName, name]));
    for (const { sid, outgoing, incoming, nextHop, statistics } of await shownProxies(context)) {
      const [out, into] = [names.get(outgoing), names.get(incoming)];
      if (out === undefined || into === undefined) continue;
      const value: Value = {
        behavior: "end-ad",
        "outgoing-interface": out,
        "incoming-interface": into,
        ...(nextHop !== undefined && { "next-hop-address": nextHop }),
      };
      yield { key: { sid }, value, state: { statistics } };
    }
  },
  unreadable: ["vrf"],
});

function tableWords(context: TranslatorContext, { vrf }: Value): string {
  return `fib-table ${tableIdOf(context, "ipv6", vrf)}`;
}

/** VPP's own name of an interface. */
async function nameInVpp(context: TranslatorContext, name: string): Promise<string> {
  const details = await interfaceDetails(context, context.handleOf(interfaces.at({ name })));
  if (details === undefined) throw new Error(`VPP has no interface ${name} any more`);
  return details.interfaceName;
}

/** The paragraphs of `show sr localsids` that are of this behaviour. */
async function shownProxies({ vpp }: TranslatorContext) {
  const { reply } = await vpp.call(CliInband, { cmd: "show sr localsids" });
  return reply.split(/^-+$/m).flatMap((paragraph) => {
    const word = (label: string) => new RegExp(`^\\s*${label}:\\s*(\\S+)`, "m").exec(paragraph)?.[1];
    const sid = word("Address")?.replace(/\/\d+$/, "");
    const [outgoing, incoming] = [word("Outgoing iface"), word("Incoming iface")];
    if (word("Behavior") !== "End.AD" || sid === undefined || outgoing === undefined || incoming === undefined)
      return [];
    return [{ sid, outgoing, incoming, nextHop: word("Next-hop"), statistics: shownStatistics(paragraph) }];
  });
}
