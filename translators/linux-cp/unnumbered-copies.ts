import { LcpSyncUnnumberedGet, LcpSyncUnnumberedSet } from "vpp-binapi-ts/api";
import { defineTranslator, type TranslatorContext } from "../../src/southbound/translator.js";

interface Value {
  readonly "copy-unnumbered"?: boolean;
}

/** That Linux does not get the addresses of unnumbered interfaces: VPP starts with copying them. */
export const unnumberedCopies = defineTranslator<Record<never, string>, Value>({
  name: "linux-unnumbered-copies",
  path: "/sweetcomb-linux-cp:linux-control-plane",
  keys: {},
  leafs: ["copy-unnumbered"],
  when: (value) => value["copy-unnumbered"] === false,
  messages: [LcpSyncUnnumberedSet, LcpSyncUnnumberedGet],
  create: (context) => copy(context, false),
  update: (context) => copy(context, false),
  delete: (context) => copy(context, true),
  async *dump({ vpp }) {
    const { isEnable } = await vpp.call(LcpSyncUnnumberedGet);
    if (!isEnable) yield { key: {}, value: { "copy-unnumbered": false } };
  },
});

async function copy({ vpp }: TranslatorContext, isEnable: boolean): Promise<void> {
  await vpp.call(LcpSyncUnnumberedSet, { isEnable });
}
