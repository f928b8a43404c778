/** First tables of interfaces. VPP has one for each kind of packet, and keeps a table that is there when it is given another. */

import type { RequestMessage } from "vpp-binapi-ts";
import {
  ClassifyTableByInterface,
  type ClassifyTableByInterfaceReply,
  FlowClassifySetInterface,
  InputAclSetInterface,
  OutputAclSetInterface,
  PolicerClassifySetInterface,
} from "vpp-binapi-ts/api";
import { type AnyTranslator, defineTranslator, type TranslatorContext } from "../../src/southbound/translator.js";
import { type InterfaceKey, interfacePath, interfaces } from "../interfaces/interface.js";
import { refuseReceivedAgain } from "../routing/received-again.js";
import { goneIsFine } from "../vpp-answers.js";
import { wantedHandles } from "../wanted-handles.js";
import { receivedTables } from "./kinds.js";
import { NONE } from "./next.js";
import { classifyTables } from "./table.js";

interface Attach {
  swIfIndex: number;
  ip4TableIndex: number;
  ip6TableIndex: number;
  l2TableIndex: number;
  isAdd: boolean;
}

type Value = Readonly<Record<string, Readonly<Record<string, string>>>>;

const packets = {
  ipv4: { wire: "ip4TableIndex", shown: "ip4TableId" },
  ipv6: { wire: "ip6TableIndex", shown: "ip6TableId" },
  l2: { wire: "l2TableIndex", shown: "l2TableId" },
} as const satisfies Record<string, { wire: keyof Attach; shown: keyof ClassifyTableByInterfaceReply }>;

type Packets = keyof typeof packets;

/** All attachments: of received packets for access control, which VPP shows, and of three more sorts. */
export const attachments: readonly AnyTranslator[] = [
  ...attachmentsFor("received", InputAclSetInterface, ["ipv4", "ipv6", "l2"]),
  ...attachmentsFor("sent", OutputAclSetInterface, ["ipv4", "ipv6", "l2"]),
  ...attachmentsFor("policed", PolicerClassifySetInterface, ["ipv4", "ipv6", "l2"]),
  ...attachmentsFor("counted", FlowClassifySetInterface as typeof InputAclSetInterface, ["ipv4", "ipv6"]),
];

/** Those for frames of layer 2. */
export const layer2Tables = attachments.filter(({ name }) => name.endsWith("-l2"));

function attachmentsFor(
  purpose: string,
  message: RequestMessage<Attach, { retval: number }>,
  kinds: readonly Packets[],
): readonly AnyTranslator[] {
  return kinds.map((kind) => attachment(purpose, message, kind, kinds));
}

function attachment(
  purpose: string,
  message: RequestMessage<Attach, { retval: number }>,
  kind: Packets,
  kinds: readonly Packets[],
) {
  const container = "sweetcomb-classify:classify";
  const tableOf = (value: Value) => (value[container] as unknown as Value)[purpose]![`${kind}-table`]!;
  const noTables = Object.fromEntries(kinds.map((each) => [packets[each].wire, NONE]));
  const attach = async ({ vpp, handleOf }: TranslatorContext, key: InterfaceKey, value: Value, isAdd: boolean) => {
    await vpp.call(message, {
      ...noTables,
      swIfIndex: handleOf(interfaces.at(key)),
      [packets[kind].wire]: handleOf(classifyTables.at({ table: tableOf(value) })),
      isAdd,
    } as unknown as Attach);
  };
  const looked = purpose === "received" && kind !== "l2" ? receivedTables[kind] : undefined;
  return defineTranslator<InterfaceKey, Value>({
    name: `classify-${purpose}-${kind}`,
    ...(looked !== undefined && {
      kind: looked,
      validateTogether: ({ key }, objects) =>
        refuseReceivedAgain(key.name, `${container}/${purpose}/${kind}-table`, objects),
    }),
    path: interfacePath,
    keys: { name: "interface/name" },
    leafs: [`${container}/${purpose}/${kind}-table`],
    messages: purpose === "received" ? [message, ClassifyTableByInterface] : [message],
    dependsOn: ({ key, value }) => [interfaces.at(key), classifyTables.at({ table: tableOf(value) })],
    create: (context, { key, value }) => attach(context, key, value, true),
    update: "recreate",
    delete: (context, { key, value }) => goneIsFine(attach(context, key, value, false)),
    reads: [interfaces, classifyTables],
    dump: purpose === "received" ? (context) => dumpReceived(context, kind) : "unreadable",
  });
}

async function* dumpReceived(context: TranslatorContext, kind: Packets) {
  // VPP has to be asked for each interface.
  const hasTables = [...context.handles(classifyTables)].length > 0;
  if (!hasTables) return;
  for (const [key, swIfIndex] of wantedHandles(context, interfaces)) {
    const reply = await tablesOf(context, swIfIndex);
    const index = reply[packets[kind].shown];
    const table = index === NONE ? undefined : context.keyOf(classifyTables, index)?.table;
    if (table === undefined) continue;
    yield { key, value: { "sweetcomb-classify:classify": { received: { [`${kind}-table`]: table } } } as never };
  }
}

function tablesOf(context: TranslatorContext, swIfIndex: number): Promise<ClassifyTableByInterfaceReply> {
  return context.oncePerRun(`classify tables ${swIfIndex}`, () =>
    context.vpp.call(ClassifyTableByInterface, { swIfIndex }),
  );
}
