import {
  CliInband,
  SwInterfaceSetGeneveBypass,
  SwInterfaceSetGtpuBypass,
  SwInterfaceSetVxlanBypass,
  SwInterfaceSetVxlanGpeBypass,
} from "vpp-binapi-ts/api";
import {
  type AnyTranslator,
  defineKind,
  defineTranslator,
  NotSupportedByVpp,
  type TranslatorContext,
} from "../../src/southbound/translator.js";
import { interfacePath, interfaces } from "../interfaces/interface.js";
import { goneIsFine } from "../vpp-answers.js";

type Key = { readonly interface: string; readonly encapsulation: string; readonly family: string };

const messages = {
  vxlan: SwInterfaceSetVxlanBypass,
  "vxlan-gpe": SwInterfaceSetVxlanGpeBypass,
  geneve: SwInterfaceSetGeneveBypass,
  gtpu: SwInterfaceSetGtpuBypass,
} as const;

const kind = defineKind<Key>("tunnel-bypass", ["interface", "encapsulation", "family"]);

/** One for each encapsulation, since each has a plugin of its own that may not be loaded. */
export const tunnelBypasses: readonly AnyTranslator[] = (Object.keys(messages) as (keyof typeof messages)[]).map(
  bypass,
);

/**
 * The short cut of the tunnels of one encapsulation on an interface. VPP keeps its own note of it, which outlives the
 * interface, so it is switched off before the interface goes.
 */
function bypass(encapsulation: keyof typeof messages) {
  const message = messages[encapsulation];
  const set = async ({ vpp, handleOf }: TranslatorContext, key: Key, enable: boolean) => {
    const swIfIndex = handleOf(interfaces.at({ name: key.interface }));
    await vpp.call(message, { swIfIndex, isIpv6: key.family === "ipv6", enable });
  };
  return defineTranslator<Key, object>({
    name: `${encapsulation}-bypass`,
    kind,
    path: `${interfacePath}/sweetcomb-tunnels:tunnel-bypass`,
    keys: {
      interface: "interface/name",
      encapsulation: "tunnel-bypass/encapsulation",
      family: "tunnel-bypass/address-family",
    },
    when: (_value, key) => key.encapsulation === encapsulation,
    messages: encapsulation === "geneve" ? [message, CliInband] : [message],
    dependsOn: ({ key }) => [interfaces.at({ name: key.interface })],
    async create(context, { key }) {
      if (encapsulation === "geneve") await refuseWithoutFeature(context, key);
      await set(context, key, true);
    },
    update: "recreate",
    delete: (context, { key }) => goneIsFine(set(context, key, false)),
    dump: "unreadable",
  });
}

/** VPP 26.06 takes the message and does nothing: its GENEVE plugin never registers the feature that it would switch on. */
async function refuseWithoutFeature({ vpp }: TranslatorContext, { family }: Key): Promise<void> {
  const feature = `${family === "ipv4" ? "ip4" : "ip6"}-geneve-bypass`;
  const { reply } = await vpp.call(CliInband, { cmd: "show features" });
  if (reply.includes(feature)) return;
  throw new NotSupportedByVpp(
    "encapsulation",
    `This VPP has no feature ${feature}: it would take the setting and ignore it`,
  );
}
