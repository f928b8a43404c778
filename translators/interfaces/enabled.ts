import { IfStatusFlags, SwInterfaceDump, SwInterfaceSetFlags } from "vpp-binapi-ts/api";
import { defineTranslator, type TranslatorContext } from "../../src/southbound/translator.js";
import { goneIsFine } from "../vpp-answers.js";
import { type InterfaceKey, interfaceKeys, interfacePath, interfaces, listInterfaces } from "./interface.js";

interface Value {
  readonly enabled: boolean;
}

/** Whether an interface is up. A new interface of VPP is down, one of RFC 8343 is up. */
export const interfaceEnabled = defineTranslator<InterfaceKey, Value>({
  name: "interface-enabled",
  path: interfacePath,
  keys: interfaceKeys,
  leafs: ["enabled"],
  messages: [SwInterfaceSetFlags, SwInterfaceDump],
  partOf: ({ key }) => interfaces.at(key),
  create: (context, { key, value }) => setEnabled(context, key, value.enabled),
  update: (context, { key, value }) => setEnabled(context, key, value.enabled),
  delete: (context, { key }) => goneIsFine(setEnabled(context, key, false)),
  async *dump(context) {
    for (const { details, name } of (await listInterfaces(context)).values()) {
      yield { key: { name }, value: { enabled: (details.flags & IfStatusFlags.IF_STATUS_API_FLAG_ADMIN_UP) !== 0 } };
    }
  },
});

async function setEnabled({ vpp, handleOf }: TranslatorContext, key: InterfaceKey, isUp: boolean): Promise<void> {
  const flags = isUp ? IfStatusFlags.IF_STATUS_API_FLAG_ADMIN_UP : undefined;
  await vpp.call(SwInterfaceSetFlags, { swIfIndex: handleOf(interfaces.at(key)), flags });
}
