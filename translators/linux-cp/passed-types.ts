/** Frames that go to Linux beside IP and ARP: by Ethernet type, and of IEEE 802.2 by OSI protocol. */

import { LcpEthertypeEnable, LcpEthertypeGet, LcpOsiProtoEnable, LcpOsiProtoGet } from "vpp-binapi-ts/api";
import { defineTranslator, type Translator, type TranslatorContext } from "../../src/southbound/translator.js";

type Key = Record<never, string>;
type Value = Readonly<Record<string, readonly number[]>>;
type Vpp = TranslatorContext["vpp"];

interface PassedTypes {
  readonly name: string;
  readonly leaf: string;
  readonly messages: Translator<Key, Value>["messages"];
  pass(vpp: Vpp, type: number): Promise<unknown>;
  passed(vpp: Vpp): Promise<readonly number[]>;
}

/** VPP 26.06 swaps the bytes of the type when it answers, and not when it is asked. */
export const linuxEthertypes = definePassedTypes({
  name: "linux-ethertypes",
  leaf: "ethertype",
  messages: [LcpEthertypeEnable, LcpEthertypeGet],
  pass: (vpp, type) => vpp.call(LcpEthertypeEnable, { ethertype: ((type & 0xff) << 8) | (type >>> 8) }),
  passed: async (vpp) => (await vpp.call(LcpEthertypeGet)).ethertypes,
});

export const linuxOsiProtocols = definePassedTypes({
  name: "linux-osi-protocols",
  leaf: "osi-protocol",
  messages: [LcpOsiProtoEnable, LcpOsiProtoGet],
  pass: (vpp, osiProto) => vpp.call(LcpOsiProtoEnable, { osiProto }),
  passed: async (vpp) => [...(await vpp.call(LcpOsiProtoGet)).osiProtos],
});

/** VPP has no word for taking a type away from Linux: one that is no longer configured goes there until VPP starts anew. */
function definePassedTypes({ name, leaf, messages, pass, passed }: PassedTypes): Translator<Key, Value> {
  const passAll = async ({ vpp }: TranslatorContext, value: Value) => {
    const already = new Set(await passed(vpp));
    for (const type of value[leaf] ?? []) if (!already.has(type)) await pass(vpp, type);
  };
  return defineTranslator<Key, Value>({
    name,
    path: "/sweetcomb-linux-cp:linux-control-plane",
    keys: {},
    leafs: [leaf],
    messages,
    create: (context, { value }) => passAll(context, value),
    update: (context, { value }) => passAll(context, value),
    async delete() {},
    async *dump({ vpp }) {
      const types = await passed(vpp);
      if (types.length > 0) yield { key: {}, value: { [leaf]: [...types].sort((one, other) => one - other) } };
    },
    /** What was passed before and cannot be taken back is shown, and is no reason to try again. */
    matches: (configured, dumped) => (configured[leaf] ?? []).every((type) => dumped[leaf]?.includes(type)),
  });
}
