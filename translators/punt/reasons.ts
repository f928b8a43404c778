/** Why VPP punts packets: it knows reasons by numbers that differ from start to start. */

import { PuntReasonDump } from "vpp-binapi-ts/api";
import { defineTranslator, NotSupportedByVpp, type TranslatorContext } from "../../src/southbound/translator.js";
import { readIndexedCounters } from "../indexed-counters.js";

/** Names by number. */
export function puntReasons({ vpp, once }: TranslatorContext): Promise<ReadonlyMap<number, string>> {
  return once("punt-reasons", async () => {
    const names = new Map<number, string>();
    for await (const { reason } of vpp.dump(PuntReasonDump, { reason: { id: 0, name: "" } })) {
      names.set(reason.id, reason.name);
    }
    return names;
  });
}

/** The number of a reason. One that VPP does not have is refused here, since punt_socket_register would not answer. */
export async function reasonNumber(context: TranslatorContext, name: string): Promise<number> {
  for (const [id, known] of await puntReasons(context)) if (known === name) return id;
  throw new NotSupportedByVpp("reason", `VPP has no reason "${name}" to punt a packet`);
}

/** The reasons that there are, and how often they were: state only, so nothing is ever made. */
export const knownReasons = defineTranslator<Record<never, string>, object>({
  name: "punt-reasons",
  path: "/sweetcomb-punt:punt",
  keys: {},
  leafs: [],
  when: () => false,
  messages: [PuntReasonDump],
  async create() {},
  update: "recreate",
  async delete() {},
  async *dump(context) {
    if (!context.showsState) return;
    const reasons = await puntReasons(context);
    if (reasons.size === 0) return;
    const state = { "known-reason": [...reasons.values()], ...(await puntedFor(context, reasons)) };
    yield { key: {}, value: {}, state, origin: "ietf-origin:system" };
  },
});

const punted = "/net/punt";

async function puntedFor(context: TranslatorContext, reasons: ReadonlyMap<number, string>) {
  const countersOf = await readIndexedCounters(context, [punted]);
  const list = [...reasons].flatMap(([id, reason]) => {
    const { packets = 0n, bytes = 0n } = countersOf(punted, id) ?? {};
    return packets === 0n ? [] : [{ reason, packets: String(packets), octets: String(bytes) }];
  });
  return list.length === 0 ? {} : { punted: list };
}
