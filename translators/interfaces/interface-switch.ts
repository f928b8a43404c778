/** Settings that are on or off and that VPP does not tell again, such as promiscuous mode. */

import type { Message } from "vpp-binapi-ts";
import {
  defineTranslator,
  type ObjectRef,
  type Translator,
  type TranslatorContext,
} from "../../src/southbound/translator.js";
import { goneIsFine } from "../vpp-answers.js";
import { type InterfaceKey, interfaceKeys, interfacePath, interfaces } from "./interface.js";

type Value = Readonly<Record<string, boolean>>;

export interface InterfaceSwitchDefinition {
  readonly name: string;
  /** Member of the interface entry: "sweetcomb-interfaces:promiscuous". */
  readonly leaf: string;
  readonly message: Message<unknown>;
  /** Objects that are made before the setting. Default: none. */
  after?(key: InterfaceKey): readonly ObjectRef[];
  set(vpp: TranslatorContext["vpp"], swIfIndex: number, isOn: boolean): Promise<unknown>;
}

/** The translator of one such setting. There is an object where it is on. */
export function defineInterfaceSwitch({
  name,
  leaf,
  message,
  after,
  set,
}: InterfaceSwitchDefinition): Translator<InterfaceKey, Value> {
  return defineTranslator<InterfaceKey, Value>({
    name,
    path: interfacePath,
    keys: interfaceKeys,
    leafs: [leaf],
    when: (value) => value[leaf] === true,
    messages: [message],
    partOf: ({ key }) => interfaces.at(key),
    after: ({ key }) => after?.(key) ?? [],
    async create({ vpp, handleOf }, { key }) {
      await set(vpp, handleOf(interfaces.at(key)), true);
    },
    update: "recreate",
    delete: ({ vpp, handleOf }, { key }) => goneIsFine(set(vpp, handleOf(interfaces.at(key)), false)),
    dump: "unreadable",
  });
}
