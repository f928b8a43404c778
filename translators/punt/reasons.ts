/** Why VPP punts packets: it knows reasons by numbers that differ from start to start. */

import { PuntReasonDump } from "vpp-binapi-ts/api";
import { defineTranslator, NotSupportedByVpp, type TranslatorContext } from "../../src/southbound/translator.js";

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

/** The reasons that there are: state only, so nothing is ever made. */
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
    const names = [...(await puntReasons(context)).values()];
    if (names.length > 0) yield { key: {}, value: {}, state: { "known-reason": names }, origin: "ietf-origin:system" };
  },
});
