import { MactimeAddDelRange, MactimeDump, MactimeEnableDisable } from "vpp-binapi-ts/api";
import { answer, answerDump, type Feature } from "../handler.js";
import { Retval } from "../retval.js";
import { recordsOf } from "../state/records.js";
import { onInterface } from "./on-interface.js";

/** By MAC address. */
const devices = recordsOf<MactimeAddDelRange>("mactime-devices");

const flags = { drop: 1, allow: 2, dropInRange: 4, allowInRange: 8, quota: 16, noUdp10001: 32 } as const;

/** Times at which devices have the network (plugin mactime), without packets. */
export const mactime: Feature = {
  name: "mactime",
  handlers: [
    onInterface(MactimeEnableDisable, (_vpp, { part }) =>
      part === undefined ? Retval.OK : Retval.INVALID_SW_IF_INDEX,
    ),
    answer(MactimeAddDelRange, (vpp, asked) => {
      const key = asked.macAddress.join();
      if (!asked.isAdd) return { retval: devices(vpp).delete(key) ? Retval.OK : Retval.NO_SUCH_ENTRY };
      const ranges = [...(devices(vpp).get(key)?.ranges ?? []), ...asked.ranges];
      devices(vpp).set(key, { ...asked, ranges });
      return { retval: Retval.OK };
    }),
    answerDump(MactimeDump, function* (vpp) {
      for (const [poolIndex, device] of [...devices(vpp).values()].entries()) {
        const { macAddress, dataQuota, deviceName, ranges } = device;
        yield { poolIndex, macAddress, dataQuota, dataUsedInRange: 0n, flags: flagsOf(device), deviceName, ranges };
      }
    }),
  ],
};

/** Of what a request says twice, the last holds. */
function flagsOf({ drop, allow, allowQuota, noUdp10001, ranges }: MactimeAddDelRange): number {
  const timed = allowQuota !== 0 ? flags.quota : allow ? flags.allowInRange : drop ? flags.dropInRange : 0;
  const always = allow ? flags.allow : drop ? flags.drop : 0;
  return (ranges.length > 0 ? timed : always) | (noUdp10001 ? flags.noUdp10001 : 0);
}
