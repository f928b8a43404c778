import { CliInband, IoamDisable, IoamEnable } from "vpp-binapi-ts/api";
import { defineTranslator } from "../../src/southbound/translator.js";
import { proofOfTransit } from "./proof-of-transit.js";
import { ioamTrace } from "./trace.js";

interface Value {
  readonly insertion: Insertion;
}

type Insertion = { readonly [Leaf in keyof typeof options]?: boolean };

/** How `show ioam summary` names the option of a leaf. */
const options = {
  trace: "TRACE OPTION",
  "proof-of-transit": "POT OPTION",
  "sequence-number": "SeqNo OPTION",
  analyse: "iOAM Analyse OPTION",
} as const;

/** What the header has that VPP puts on. It is made out of the profiles that are there, and VPP adds options only. */
export const ioamInsertion = defineTranslator<Record<never, string>, Value>({
  name: "ioam-insertion",
  path: "/sweetcomb-ioam:ioam",
  keys: {},
  leafs: ["insertion"],
  messages: [IoamEnable, IoamDisable, CliInband],
  dependsOn: ({ value: { insertion } }) => [
    ...(insertion.trace === true ? [ioamTrace.at({})] : []),
    ...(insertion["proof-of-transit"] === true ? [proofOfTransit.at({})] : []),
  ],
  async create({ vpp }, { value: { insertion } }) {
    await vpp.call(IoamEnable, {
      traceEnable: insertion.trace ?? false,
      potEnable: insertion["proof-of-transit"] ?? false,
      seqno: insertion["sequence-number"] ?? false,
      analyse: insertion.analyse ?? false,
    });
  },
  update: "recreate",
  async delete({ vpp }) {
    await vpp.call(IoamDisable);
  },
  async *dump({ vpp }) {
    const { reply } = await vpp.call(CliInband, { cmd: "show ioam summary" });
    const isOn = (option: string) => reply.includes(`${option} - 1`);
    const leafs = Object.entries(options).map(([leaf, option]) => [leaf, isOn(option)] as const);
    const insertion: Insertion = Object.fromEntries(leafs);
    if (leafs.some(([, on]) => on)) yield { key: {}, value: { insertion } };
  },
});
