import {
  FilterMode,
  IgmpClearInterface,
  IgmpDump,
  IgmpEnableDisable,
  IgmpEvent,
  IgmpGroupPrefixDump,
  IgmpGroupPrefixSet,
  IgmpListen,
  IgmpProxyDeviceAddDel,
  IgmpProxyDeviceAddDelInterface,
  WantIgmpEvents,
} from "vpp-binapi-ts/api";
import { answer, answerDump, type Feature, VppDies } from "../handler.js";
import { NONE, Retval } from "../retval.js";
import { statusFlags } from "../state/interface.js";
import { hasLink } from "../state/interfaces.js";
import { recordsOf } from "../state/records.js";
import type { Vpp } from "../state/vpp.js";
import { joinOrLeaveProxy, makeOrDropProxy } from "./igmp-proxy.js";
import { allSpeakers, bytesOf, igmpListeners, report, speakerOf, speakers, textOf } from "./igmp-state.js";
import { onInterface } from "./on-interface.js";
import { keepWayToGroups, reachesGroups } from "./ways-to-groups.js";

type GroupPrefix = IgmpGroupPrefixSet["gp"];

const SSM = 1;
const OWN_RANGE = "232.0.0.0/8";

const ranges = recordsOf<GroupPrefix>("igmp-ranges");
const changedRanges = recordsOf<object>("igmp-ranges-changed");

/** Groups that are wanted (plugin igmp). Reports go to the other ends of memifs only, and nothing ever times out. */
export const igmp: Feature = {
  name: "igmp",
  handlers: [
    onInterface(IgmpEnableDisable, (vpp, { swIfIndex }, { enable, mode }) => {
      const known = speakers(vpp).get(String(swIfIndex));
      if (enable === (known !== undefined)) return Retval.UNSPECIFIED;
      if (known === undefined) {
        const isHost = mode !== 0;
        keepWayToGroups(vpp, swIfIndex, "ip4");
        if (!isHost && !reachesGroups(vpp, swIfIndex)) throw new VppDies("a query cannot leave");
        const speaker = { swIfIndex, isHost, isQuerying: !isHost, proxy: undefined, groups: new Map() };
        speakers(vpp).set(String(swIfIndex), speaker);
        return Retval.OK;
      }
      if (known.proxy !== undefined && known.isHost) makeOrDropProxy(vpp, known.proxy, swIfIndex, false);
      if (known.proxy !== undefined && !known.isHost) joinOrLeaveProxy(vpp, known.proxy, swIfIndex, false);
      speakers(vpp).delete(String(swIfIndex));
      return Retval.OK;
    }),
    answer(IgmpListen, (vpp, { group }) => ({ retval: listen(vpp, group) })),
    answerDump(IgmpDump, function* (vpp, { swIfIndex }) {
      for (const speaker of allSpeakers(vpp)) {
        if (swIfIndex !== NONE && swIfIndex !== speaker.swIfIndex) continue;
        for (const [group, sources] of speaker.groups) {
          for (const source of sources) {
            yield { swIfIndex: speaker.swIfIndex, saddr: bytesOf(source), gaddr: bytesOf(group) };
          }
        }
      }
    }),
    answer(IgmpClearInterface, (vpp, { swIfIndex }) => {
      const speaker = speakerOf(vpp, swIfIndex);
      speaker?.groups.clear();
      if (speaker !== undefined) speaker.isQuerying = false;
      return { retval: Retval.OK };
    }),
    onInterface(IgmpProxyDeviceAddDel, (vpp, { swIfIndex }, { add, vrfId }) =>
      makeOrDropProxy(vpp, vrfId, swIfIndex, add !== 0),
    ),
    onInterface(IgmpProxyDeviceAddDelInterface, (vpp, { swIfIndex }, { add, vrfId }) =>
      joinOrLeaveProxy(vpp, vrfId, swIfIndex, add),
    ),
    answer(IgmpGroupPrefixSet, (vpp, { gp }) => {
      setRange(vpp, gp);
      return { retval: Retval.OK };
    }),
    answerDump(IgmpGroupPrefixDump, function* (vpp) {
      if (changedRanges(vpp).size === 0) yield { gp: ownRange() };
      for (const gp of ranges(vpp).values()) yield { gp };
    }),
    answer(WantIgmpEvents, (vpp, { enable }, { clientIndex }) => {
      const name = String(clientIndex);
      if ((enable !== 0) === igmpListeners(vpp).has(name)) return { retval: Retval.INVALID_REGISTRATION };
      if (enable !== 0) igmpListeners(vpp).set(name, { clientIndex });
      else igmpListeners(vpp).delete(name);
      return { retval: Retval.OK };
    }),
  ],
  events: [IgmpEvent],
};

/** VPP drops a report that cannot leave and dies of that, as it does of one that it gets back. */
function listen(vpp: Vpp, { filter, swIfIndex, gaddr, saddrs }: IgmpListen["group"]): number {
  const found = vpp.interfaces.get(swIfIndex);
  if (found === undefined) return Retval.INVALID_SW_IF_INDEX;
  if (statusFlags(found) === 0) return Retval.UNEXPECTED_INTF_STATE;
  const speaker = speakerOf(vpp, swIfIndex);
  if (speaker === undefined || !speaker.isHost) return Retval.INVALID_INTERFACE;
  const group = textOf(gaddr);
  const wanted = saddrs.map(textOf);
  const before = speaker.groups.get(group);
  const isInclude = filter === FilterMode.INCLUDE;
  if (before !== undefined && (!isInclude || isSame(before, wanted))) return Retval.OK;
  const canLeave = found.isAdminUp && hasLink(vpp, found) && reachesGroups(vpp, swIfIndex);
  if (!canLeave) throw new VppDies("a report cannot leave");
  if (before !== undefined && wanted.length === 0) speaker.groups.delete(group);
  else speaker.groups.set(group, new Set(wanted));
  report(vpp, speaker, group, wanted);
  return Retval.OK;
}

function isSame(before: ReadonlySet<string>, wanted: readonly string[]): boolean {
  return before.size === wanted.length && wanted.every((source) => before.has(source));
}

/** VPP looks for the range that is not the given one: the first that differs counts as found. */
function setRange(vpp: Vpp, gp: GroupPrefix): void {
  if (changedRanges(vpp).size === 0) {
    changedRanges(vpp).set("yes", {});
    ranges(vpp).set(OWN_RANGE, ownRange());
  }
  const other = [...ranges(vpp).keys()].find((key) => key !== keyOf(gp));
  if ((gp.type as number) === SSM && other === undefined) ranges(vpp).set(keyOf(gp), gp);
  if ((gp.type as number) !== SSM && other !== undefined) ranges(vpp).delete(other);
}

function keyOf({ prefix: { address, len } }: GroupPrefix): string {
  return `${textOf(address.un.ip4 ?? new Uint8Array(4))}/${len}`;
}

function ownRange(): GroupPrefix {
  const address = { af: 0, un: { ip4: Uint8Array.of(232, 0, 0, 0) } };
  return { type: SSM, prefix: { address, len: 8 } } as unknown as GroupPrefix;
}
