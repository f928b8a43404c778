import { defineTranslator, type Refusal } from "../../src/southbound/translator.js";
import { type InterfaceKey, interfaceKeys, interfacePath, interfaces } from "./interface.js";

interface Value {
  readonly type: string;
}

/** An interface of a type that is not `supported`, which nothing here makes: refused before VPP hears of it, as RFC 8343 wants it. */
export function unsupportedType(supported: readonly string[]) {
  return defineTranslator<InterfaceKey, Value>({
    name: "unsupported-interface-type",
    kind: interfaces,
    path: interfacePath,
    keys: interfaceKeys,
    leafs: ["type"],
    when: ({ type }) => !supported.includes(type),
    messages: [],
    validate: ({ value }) => refusal(value.type, supported),
    create: (_context, { value }) => Promise.reject(new Error(refusal(value.type, supported).message)),
    update: "recreate",
    delete: async () => {},
    dump: "unreadable",
  });
}

function refusal(type: string, supported: readonly string[]): Refusal {
  const message = `Interfaces of the type ${type} cannot be made; supported are ${supported.join(", ")}`;
  return { leaf: "type", tag: "invalid-value", message };
}
