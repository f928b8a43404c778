import {
  RxMode,
  ShowThreads,
  SwInterfaceRxPlacementDump,
  SwInterfaceSetRxMode,
  SwInterfaceSetRxPlacement,
} from "vpp-binapi-ts/api";
import {
  absent,
  defineTranslator,
  type Entry,
  NotSupportedByVpp,
  type TranslatorContext,
} from "../../src/southbound/translator.js";
import { goneIsFine } from "../vpp-answers.js";
import { interfacePath, interfaces, listInterfaces, NO_INTERFACE } from "./interface.js";
import { type RxModeName, rxModes } from "./rx-mode.js";

type Key = { readonly interface: string; readonly id: string };

interface Value {
  readonly mode?: RxModeName;
  /** 0 is VPP's main thread. */
  readonly thread?: number;
}

/** One receive queue: its mode, and the thread that reads it. Queues come with the device, or when a memif is connected. */
export const interfaceRxQueue = defineTranslator<Key, Value>({
  name: "interface-rx-queue",
  path: `${interfacePath}/sweetcomb-interfaces:rx-queue`,
  keys: { interface: "interface/name", id: "rx-queue/id" },
  leafs: ["mode", "thread"],
  when: () => true,
  messages: [SwInterfaceSetRxPlacement, SwInterfaceSetRxMode, SwInterfaceRxPlacementDump],
  partOf: ({ key }) => interfaces.at({ name: key.interface }),
  async create(context, entry) {
    if (!(await isThere(context, entry.key))) return absent;
    await setQueue(context, entry);
    return undefined;
  },
  update: setQueue,
  async delete({ vpp, handleOf }, { key, value }) {
    if (value.mode === undefined) return;
    const swIfIndex = handleOf(interfaces.at({ name: key.interface }));
    const mode = RxMode.RX_MODE_API_DEFAULT;
    await goneIsFine(vpp.call(SwInterfaceSetRxMode, { swIfIndex, queueIdValid: true, queueId: Number(key.id), mode }));
  },
  async *dump(context) {
    const listed = await listInterfaces(context);
    for await (const details of context.vpp.dump(SwInterfaceRxPlacementDump, { swIfIndex: NO_INTERFACE })) {
      const name = listed.get(details.swIfIndex)?.name;
      if (name === undefined) continue;
      const mode = (Object.keys(rxModes) as RxModeName[]).find((name) => rxModes[name] === details.mode);
      const value = { thread: details.workerId, ...(mode !== undefined && { mode }) };
      yield { key: { interface: name, id: String(details.queueId) }, value, origin: "ietf-origin:system" };
    }
  },
  chosenByVpp: ["mode", "thread"],
});

async function isThere({ vpp, handleOf }: TranslatorContext, key: Key): Promise<boolean> {
  const swIfIndex = handleOf(interfaces.at({ name: key.interface }));
  for await (const { queueId } of vpp.dump(SwInterfaceRxPlacementDump, { swIfIndex })) {
    if (queueId === Number(key.id)) return true;
  }
  return false;
}

async function setQueue(context: TranslatorContext, { key, value }: Entry<Key, Value>): Promise<void> {
  const { vpp, handleOf } = context;
  const swIfIndex = handleOf(interfaces.at({ name: key.interface }));
  const queueId = Number(key.id);
  if (value.thread !== undefined) {
    await refuseMissingThread(context, value.thread);
    // VPP dumps threads, and takes workers, which it counts from the thread after the main one.
    const isMain = value.thread === 0;
    const workerId = isMain ? 0 : value.thread - 1;
    await vpp.call(SwInterfaceSetRxPlacement, { swIfIndex, queueId, workerId, isMain });
  }
  if (value.mode !== undefined) {
    await vpp.call(SwInterfaceSetRxMode, { swIfIndex, queueIdValid: true, queueId, mode: rxModes[value.mode] });
  }
}

/** VPP takes a worker that it does not have without a word, and leaves the queue where it is. */
async function refuseMissingThread({ vpp, once }: TranslatorContext, thread: number): Promise<void> {
  const { threadData } = await once("threads", () => vpp.call(ShowThreads));
  if (thread < threadData.length) return;
  throw new NotSupportedByVpp("thread", `This VPP has ${threadData.length} threads, counted from 0`);
}
