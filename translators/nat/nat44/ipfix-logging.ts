import { defineTranslator } from "../../../src/southbound/translator.js";
import {
  type InstanceKey,
  type InstanceValue,
  instanceKeys,
  instanceOf,
  instancePath,
  pluginLeafs,
  pluginOf,
} from "../instance.js";
import type { Nat44Dialect } from "./dialect.js";
import { nat44Ed } from "./ed.js";
import { nat44Ei } from "./ei.js";

interface Value extends InstanceValue {
  readonly "sweetcomb-nat:nat44"?: InstanceValue["sweetcomb-nat:nat44"] & {
    readonly "ipfix-logging"?: { readonly "domain-id"?: number; readonly "source-port"?: number };
  };
}

const container = "sweetcomb-nat:nat44";

export const nat44EdIpfixLogging = ipfixLogging(nat44Ed);
export const nat44EiIpfixLogging = ipfixLogging(nat44Ei);

/** Records of sessions. VPP 26.06 says that it makes them even when it does not. */
function ipfixLogging({ plugin, setIpfixLogging }: Nat44Dialect) {
  const fields = (value: Value) => ({
    domainId: value[container]?.["ipfix-logging"]?.["domain-id"] ?? 1,
    srcPort: value[container]?.["ipfix-logging"]?.["source-port"] ?? 4739,
  });
  return defineTranslator<InstanceKey, Value>({
    name: `${plugin}-ipfix-logging`,
    path: instancePath,
    keys: instanceKeys,
    leafs: [...pluginLeafs, `${container}/ipfix-logging`],
    when: (value) => pluginOf(value) === plugin && value[container]?.["ipfix-logging"] !== undefined,
    messages: [setIpfixLogging],
    dependsOn: ({ key }) => [instanceOf(key)],
    async create({ vpp }, { value }) {
      await vpp.call(setIpfixLogging, { ...fields(value), enable: true });
    },
    update: "recreate",
    async delete({ vpp }, { value }) {
      await vpp.call(setIpfixLogging, { ...fields(value), enable: false });
    },
    dump: "unreadable",
  });
}
