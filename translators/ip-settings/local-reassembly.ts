import { IpLocalReassEnableDisable, IpLocalReassGet } from "vpp-binapi-ts/api";
import { defineTranslator, type TranslatorContext } from "../../src/southbound/translator.js";
import { type Families, familiesOf, includes } from "./families.js";

interface Value {
  readonly "local-reassembly": Families;
}

const byDefault: Families = "ipv4 ipv6";

/** Reassembly of fragments for VPP itself. There is an object where it is not on for both families, as VPP starts. */
export const localReassembly = defineTranslator<Record<never, string>, Value>({
  name: "local-reassembly",
  path: "/sweetcomb-ip:ip",
  keys: {},
  leafs: ["local-reassembly"],
  messages: [IpLocalReassEnableDisable, IpLocalReassGet],
  create: (context, { value }) => setFamilies(context, value["local-reassembly"]),
  update: (context, { value }) => setFamilies(context, value["local-reassembly"]),
  delete: (context) => setFamilies(context, byDefault),
  async *dump({ vpp, configured }) {
    const { ip4IsEnabled, ip6IsEnabled } = await vpp.call(IpLocalReassGet, {});
    const families = familiesOf(ip4IsEnabled, ip6IsEnabled);
    if (families === byDefault && configured(localReassembly.at({})) === undefined) return;
    yield { key: {}, value: { "local-reassembly": families } };
  },
});

async function setFamilies({ vpp }: TranslatorContext, families: Families): Promise<void> {
  const [enableIp4, enableIp6] = [includes(families, "ipv4"), includes(families, "ipv6")];
  await vpp.call(IpLocalReassEnableDisable, { enableIp4, enableIp6 });
}
