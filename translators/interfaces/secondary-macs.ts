import { CliInband, SwInterfaceAddDelMacAddress } from "vpp-binapi-ts/api";
import { defineKind, defineTranslator, type Entry, type TranslatorContext } from "../../src/southbound/translator.js";
import { macBytes } from "../ip/addresses.js";
import { goneIsFine } from "../vpp-answers.js";
import { wantedHandles } from "../wanted-handles.js";
import { type InterfaceKey, interfaceKeys, interfacePath, interfaces, listInterfaces } from "./interface.js";

const MEMBER = "sweetcomb-interfaces:secondary-mac-address";

const secondaryMacs = defineKind<InterfaceKey>("interface-secondary-macs", ["name"]);

interface Value {
  readonly [MEMBER]: readonly string[];
}

/**
 * Those that VPP adds and takes away itself where an interface is in groups or has virtual routers (RFC 1112 6.4, RFC 2464 7,
 * RFC 5798 7.3): it has them also beside configured ones, and would not hear its groups any more without. They are not shown: VPP 26.06
 * does not take away those of an interface that is deleted, and nothing tells them from those of the next one in its place, until VPP
 * starts anew.
 */
const ownMacs = /^(01:00:5e|33:33|00:00:5e:00:0[12]):/;

/**
 * Further hardware addresses of an Ethernet interface. VPP 26.06 keeps them when the interface is deleted, and gives them to the next
 * one that it makes, so they go one by one, before it. The command line alone tells them.
 */
export const interfaceSecondaryMacs = defineTranslator<InterfaceKey, Value>({
  name: secondaryMacs.name,
  kind: secondaryMacs,
  path: interfacePath,
  keys: interfaceKeys,
  leafs: [MEMBER],
  messages: [SwInterfaceAddDelMacAddress, CliInband],
  dependsOn: ({ key }) => [interfaces.at(key)],
  create: (context, entry) => setAll(context, entry, true),
  async update(context, { key, value: { [MEMBER]: wanted } }, { [MEMBER]: before }) {
    await setAll(context, { key, value: { [MEMBER]: before.filter((mac) => !wanted.includes(mac)) } }, false);
    await setAll(context, { key, value: { [MEMBER]: wanted.filter((mac) => !before.includes(mac)) } }, true);
  },
  delete: (context, entry) => goneIsFine(setAll(context, entry, false)),
  reads: [interfaces],
  async *dump(context) {
    const wanted = new Set(Array.from(wantedHandles(context, interfaces), ([{ name }]) => name));
    const byVppName = new Map<string, string>();
    for (const { details, name } of (await listInterfaces(context)).values()) {
      // A sub-interface is shown with those of its parent.
      const isWhole = details.supSwIfIndex === details.swIfIndex;
      if (isWhole && wanted.has(name)) byVppName.set(details.interfaceName, name);
    }
    if (byVppName.size === 0) return;
    const [only = ""] = byVppName.size === 1 ? byVppName.keys() : [];
    const { reply } = await context.vpp.call(CliInband, { cmd: `show interface secondary-mac-address ${only}`.trim() });
    for (const [vppName, macs] of shownMacs(reply)) {
      const name = byVppName.get(vppName);
      if (name === undefined) continue;
      const configured = context.configured<Value>(secondaryMacs.at({ name }))?.[MEMBER] ?? [];
      const shown = macs.filter((mac) => configured.includes(mac) || !ownMacs.test(mac));
      if (shown.length > 0) yield { key: { name }, value: { [MEMBER]: [...new Set(shown)].sort() } };
    }
  },
});

async function setAll(
  { vpp, handleOf }: TranslatorContext,
  { key, value }: Entry<InterfaceKey, Value>,
  isAdd: boolean,
): Promise<void> {
  const swIfIndex = handleOf(interfaces.at(key));
  for (const mac of value[MEMBER])
    await vpp.call(SwInterfaceAddDelMacAddress, { swIfIndex, addr: macBytes(mac), isAdd: Number(isAdd) });
}

/** Out of "<interface> (<up or dn>):", and below it a line for each address. */
function shownMacs(reply: string): ReadonlyMap<string, readonly string[]> {
  const shown = new Map<string, string[]>();
  let current: string[] = [];
  for (const line of reply.split(/\r?\n/)) {
    const name = /^(\S.*) \((?:up|dn)\):$/.exec(line)?.[1];
    const mac = /^ +([0-9a-f:]{17})$/.exec(line)?.[1];
    if (name !== undefined) {
      current = [];
      shown.set(name, current);
    }
    if (mac !== undefined) current.push(mac);
  }
  return shown;
}
