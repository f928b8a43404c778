import type { DumpMessage, RequestMessage } from "vpp-binapi-ts";
import type { NatSetWorkers, NatWorkerDetails } from "vpp-binapi-ts/api";
import { answer, answerDump, type Handler } from "../handler.js";
import { Retval } from "../retval.js";
import { recordsOf } from "../state/records.js";
import type { Vpp } from "../state/vpp.js";

/** The workers of one of the NAT44 plugins: all, until others are chosen, and none to choose from where VPP has not two. */
export function nat44Workers(
  plugin: string,
  set: RequestMessage<NatSetWorkers, { retval: number }>,
  dump: DumpMessage<object, NatWorkerDetails>,
): readonly Handler[] {
  const chosen = recordsOf<NatSetWorkers>(`${plugin}-workers`);
  const isUsed = (vpp: Vpp, worker: number) =>
    (((chosen(vpp).get("")?.workerMask ?? ~0n) >> BigInt(worker)) & 1n) === 1n;
  return [
    answer(set, (vpp, asked) => {
      if (vpp.workers < 2) return { retval: Retval.FEATURE_DISABLED };
      if (asked.workerMask === 0n || asked.workerMask >> BigInt(vpp.workers) !== 0n) {
        return { retval: Retval.INVALID_WORKER };
      }
      chosen(vpp).set("", asked);
      return { retval: Retval.OK };
    }),
    answerDump(dump, function* (vpp) {
      if (vpp.workers < 2) return;
      for (let worker = 0; worker < vpp.workers; worker++) {
        if (isUsed(vpp, worker)) yield { workerIndex: worker, lcoreId: worker + 1, name: `vpp_wk_${worker}` };
      }
    }),
  ];
}
