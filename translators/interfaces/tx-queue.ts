import {
  SwInterfaceSetTxPlacement,
  type SwInterfaceTxPlacementDetails,
  SwInterfaceTxPlacementGet,
} from "vpp-binapi-ts/api";
import { absent, defineTranslator, type Entry, type TranslatorContext } from "../../src/southbound/translator.js";
import { hasCode } from "../vpp-answers.js";
import { interfacePath, interfaces, listInterfaces, NO_INTERFACE } from "./interface.js";

type Key = { readonly interface: string; readonly id: string };

interface Value {
  readonly thread?: readonly number[];
}

/** One transmit queue and the threads that write to it. */
export const interfaceTxQueue = defineTranslator<Key, Value>({
  name: "interface-tx-queue",
  path: `${interfacePath}/sweetcomb-interfaces:tx-queue`,
  keys: { interface: "interface/name", id: "tx-queue/id" },
  leafs: ["thread"],
  when: () => true,
  messages: [SwInterfaceSetTxPlacement, SwInterfaceTxPlacementGet],
  partOf: ({ key }) => interfaces.at({ name: key.interface }),
  async create(context, entry) {
    const swIfIndex = context.handleOf(interfaces.at({ name: entry.key.interface }));
    const queues = await queuesOf(context, swIfIndex);
    if (!queues.some(({ queueId }) => queueId === Number(entry.key.id))) return absent;
    await setThreads(context, entry);
    return undefined;
  },
  update: setThreads,
  async delete() {},
  async *dump(context) {
    const listed = await listInterfaces(context);
    for (const { swIfIndex, queueId, shared, threads } of await queuesOf(context, NO_INTERFACE)) {
      const name = listed.get(swIfIndex)?.name;
      if (name === undefined) continue;
      yield {
        key: { interface: name, id: String(queueId) },
        value: { thread: threads },
        state: { shared: shared !== 0 },
        origin: "ietf-origin:system",
      };
    }
  },
  chosenByVpp: ["thread"],
  matches: ({ thread: configured = [] }, { thread: dumped = [] }) =>
    [...configured].sort().join() === [...dumped].sort().join(),
});

/** The queues of one interface or of all. Where there is none VPP says that there is no such entry. */
async function queuesOf({ vpp }: TranslatorContext, swIfIndex: number): Promise<SwInterfaceTxPlacementDetails[]> {
  const queues: SwInterfaceTxPlacementDetails[] = [];
  try {
    for await (const details of vpp.dump(SwInterfaceTxPlacementGet, { swIfIndex, cursor: 0 })) queues.push(details);
  } catch (refusal) {
    if (!hasCode(refusal, "NO_SUCH_ENTRY")) throw refusal;
  }
  return queues;
}

async function setThreads({ vpp, handleOf }: TranslatorContext, { key, value }: Entry<Key, Value>): Promise<void> {
  if (value.thread === undefined) return;
  const swIfIndex = handleOf(interfaces.at({ name: key.interface }));
  await vpp.call(SwInterfaceSetTxPlacement, { swIfIndex, queueId: Number(key.id), threads: [...value.thread] });
}
