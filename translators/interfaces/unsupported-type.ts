import { defineTranslator, type Refusal } from "../../src/southbound/translator.js";
import { type InterfaceKey, interfaceKeys, interfacePath, interfaces } from "./interface.js";

interface Value {
  readonly type: string;
}

/** Types of which a translator makes interfaces, or finds them. */
const supported = new Set([
  "iana-if-type:softwareLoopback",
  "iana-if-type:ethernetCsmacd",
  "sweetcomb-interfaces:host-interface",
  "sweetcomb-interfaces:memif",
  "sweetcomb-interfaces:tap",
]);

/** An interface of a type that nothing here makes: refused before VPP hears of it. */
export const unsupportedType = defineTranslator<InterfaceKey, Value>({
  name: "unsupported-interface-type",
  kind: interfaces,
  path: interfacePath,
  keys: interfaceKeys,
  leafs: ["type"],
  when: ({ type }) => !supported.has(type),
  messages: [],
  validate: ({ value }) => refusal(value.type),
  create: (_context, { value }) => Promise.reject(new Error(refusal(value.type).message)),
  update: "recreate",
  delete: async () => {},
  dump: "unreadable",
});

function refusal(type: string): Refusal {
  const message = `Interfaces of the type ${type} cannot be made; supported are ${[...supported].join(", ")}`;
  return { leaf: "type", tag: "operation-not-supported", message };
}
