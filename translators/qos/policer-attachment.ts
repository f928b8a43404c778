import { PolicerInputV2, PolicerOutputV2 } from "vpp-binapi-ts/api";
import { defineTranslator, type Entry, type TranslatorContext } from "../../src/southbound/translator.js";
import { type InterfaceKey, interfaceKeys, interfacePath, interfaces } from "../interfaces/interface.js";
import { goneIsFine } from "../vpp-answers.js";
import { policers } from "./policer.js";

interface Value {
  readonly "sweetcomb-qos:qos": Readonly<Record<`policer-${Direction}`, string>>;
}

type Direction = "input" | "output";

const messages = { input: PolicerInputV2, output: PolicerOutputV2 } as const;

export const policerInput = policerAttachment("input");
export const policerOutput = policerAttachment("output");

/**
 * A policer on an interface. It is taken off before another one is put on, and before the policer goes: VPP keeps the number
 * of a policer that is no more.
 */
function policerAttachment(direction: Direction) {
  const attach = async (
    { vpp, handleOf }: TranslatorContext,
    { key, value }: Entry<InterfaceKey, Value>,
    apply: boolean,
  ): Promise<void> => {
    const policerIndex = handleOf(policers.at({ name: value["sweetcomb-qos:qos"][`policer-${direction}`] }));
    await vpp.call(messages[direction], { policerIndex, swIfIndex: handleOf(interfaces.at(key)), apply });
  };
  return defineTranslator<InterfaceKey, Value>({
    name: `policer-${direction}`,
    path: interfacePath,
    keys: interfaceKeys,
    leafs: [`sweetcomb-qos:qos/policer-${direction}`],
    messages: [messages[direction]],
    dependsOn: ({ key, value }) => [
      interfaces.at(key),
      policers.at({ name: value["sweetcomb-qos:qos"][`policer-${direction}`] }),
    ],
    create: (context, entry) => attach(context, entry, true),
    update: "recreate",
    delete: (context, entry) => goneIsFine(attach(context, entry, false)),
    dump: "unreadable",
  });
}
