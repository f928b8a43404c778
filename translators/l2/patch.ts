import { CliInband, L2PatchAddDel } from "vpp-binapi-ts/api";
import {
  defineTranslator,
  type Entry,
  NotSupportedByVpp,
  type TranslatorContext,
} from "../../src/southbound/translator.js";
import {
  type InterfaceKey,
  interfaceDetails,
  interfaceKeys,
  interfacePath,
  interfaces,
  listInterfaces,
} from "../interfaces/interface.js";
import { isAllZero } from "../ip/addresses.js";
import { goneIsFine } from "../vpp-answers.js";
import { l2Attachments } from "./attachment.js";

interface Value {
  readonly "sweetcomb-l2:l2": { readonly patch: string };
}

/**
 * Frames that go from one Ethernet device to another before VPP looks at them. VPP keeps it when either interface is deleted, and
 * the command line alone tells it.
 */
export const l2Patch = defineTranslator<InterfaceKey, Value>({
  name: "l2-patch",
  kind: l2Attachments,
  path: interfacePath,
  keys: interfaceKeys,
  leafs: ["sweetcomb-l2:l2/patch"],
  messages: [L2PatchAddDel, CliInband],
  dependsOn: ({ key, value }) => [interfaces.at(key), interfaces.at({ name: value["sweetcomb-l2:l2"].patch })],
  async create(context, entry) {
    await refuseOthersThanEthernet(context, entry);
    await setPatch(context, entry, true);
  },
  update: "recreate",
  delete: (context, entry) => goneIsFine(setPatch(context, entry, false)),
  reads: [interfaces],
  async *dump(context) {
    const { reply } = await context.vpp.call(CliInband, { cmd: "show l2patch" });
    const byVppName = new Map<string, string>();
    for (const { details, name } of (await listInterfaces(context)).values()) {
      byVppName.set(details.interfaceName, name);
    }
    for (const [, from = "", to = ""] of reply.matchAll(/^ *(\S+) -> (\S+)\s*$/gm)) {
      const [name, patch] = [byVppName.get(from), byVppName.get(to)];
      if (name !== undefined && patch !== undefined) yield { key: { name }, value: { "sweetcomb-l2:l2": { patch } } };
    }
  },
});

/** VPP takes the number of any interface for that of an Ethernet one, and changes another one or ends. It shows those with an address. */
async function refuseOthersThanEthernet(context: TranslatorContext, { key, value }: Entry<InterfaceKey, Value>) {
  for (const name of [key.name, value["sweetcomb-l2:l2"].patch]) {
    const details = await interfaceDetails(context, context.handleOf(interfaces.at({ name })));
    if (details === undefined || !isAllZero(details.l2Address)) continue;
    throw new NotSupportedByVpp("sweetcomb-l2:l2/patch", `VPP patches Ethernet interfaces only, and ${name} is none`);
  }
}

async function setPatch(
  { vpp, handleOf }: TranslatorContext,
  { key, value }: Entry<InterfaceKey, Value>,
  isAdd: boolean,
): Promise<void> {
  const rxSwIfIndex = handleOf(interfaces.at(key));
  const txSwIfIndex = handleOf(interfaces.at({ name: value["sweetcomb-l2:l2"].patch }));
  await vpp.call(L2PatchAddDel, { rxSwIfIndex, txSwIfIndex, isAdd });
}
