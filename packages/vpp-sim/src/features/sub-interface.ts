import { CreateSubif, CreateVlanSubif, DeleteSubif } from "vpp-binapi-ts/api";
import { answer, type Feature } from "../handler.js";
import { NONE, Retval } from "../retval.js";
import { type Interface, type InterfacePart, SUB_IF_FLAG } from "../state/interface.js";
import { addInterface, deleteInterface } from "../state/interfaces.js";
import type { Vpp } from "../state/vpp.js";
import { onInterface } from "./on-interface.js";

/** VLAN and QinQ sub-interfaces (vnet/ethernet). */
export const subInterface: Feature = {
  name: "sub-interface",
  handlers: [
    answer(CreateSubif, (vpp, { swIfIndex, subId, subIfFlags, outerVlanId, innerVlanId }) =>
      create(vpp, { supSwIfIndex: swIfIndex, type: TYPE_SUB, subId, subIfFlags, outerVlanId, innerVlanId }),
    ),
    answer(CreateVlanSubif, (vpp, { swIfIndex, vlanId }) => {
      const sup = vpp.interfaces.get(swIfIndex);
      if (sup === undefined) return { retval: Retval.INVALID_SW_IF_INDEX, swIfIndex: NONE };
      if (vlanId === 0 || vlanId > 4095) return { retval: Retval.INVALID_VLAN, swIfIndex: NONE };
      const supSwIfIndex = sup.part?.supSwIfIndex ?? swIfIndex;
      const subIfFlags = SUB_IF_FLAG.oneTag | SUB_IF_FLAG.exactMatch;
      const tags = { subIfFlags, outerVlanId: vlanId, innerVlanId: 0 };
      return create(vpp, { supSwIfIndex, type: TYPE_SUB, subId: vlanId, ...tags });
    }),
    onInterface(DeleteSubif, (vpp, gone) => {
      if (gone.part === undefined) return Retval.INVALID_SUB_SW_IF_INDEX;
      deleteInterface(vpp, gone);
      return Retval.OK;
    }),
  ],
};

const TYPE_SUB = 1;

function create(vpp: Vpp, part: InterfacePart) {
  const sup = vpp.interfaces.get(part.supSwIfIndex);
  if (sup === undefined) return { retval: Retval.INVALID_SW_IF_INDEX, swIfIndex: NONE };
  const siblings = partsOf(vpp, sup);
  if (siblings.some(({ subId }) => subId === part.subId)) {
    return { retval: Retval.VLAN_ALREADY_EXISTS, swIfIndex: NONE };
  }
  const isImpossible = isAnyExactly(part) || (part.subIfFlags & SUB_IF_FLAG.noTags) !== 0;
  if (isImpossible || siblings.some((other) => framesOf(other) === framesOf(part))) {
    return { retval: Retval.UNSPECIFIED, swIfIndex: NONE };
  }
  const { swIfIndex } = addInterface(vpp, {
    kind: sup.kind,
    deviceType: sup.deviceType,
    name: `${sup.name}.${part.subId}`,
    mtu: 0,
    linkMtu: sup.linkMtu,
    part,
  });
  return { retval: Retval.OK, swIfIndex };
}

function partsOf(vpp: Vpp, { swIfIndex }: Interface): InterfacePart[] {
  const parts = [...vpp.interfaces.values()].map(({ part }) => part);
  return parts.filter((part) => part !== undefined).filter(({ supSwIfIndex }) => supSwIfIndex === swIfIndex);
}

/** The frames that it takes, as VPP looks them up. */
function framesOf({ subIfFlags, outerVlanId, innerVlanId }: InterfacePart): string {
  if ((subIfFlags & SUB_IF_FLAG.default) !== 0) return "default";
  const tags = SUB_IF_FLAG.oneTag | SUB_IF_FLAG.twoTags | SUB_IF_FLAG.dot1ad | SUB_IF_FLAG.innerAny;
  return `${subIfFlags & tags} ${outerVlanId} ${innerVlanId}`;
}

function isAnyExactly({ subIfFlags }: InterfacePart): boolean {
  const anyExactly = SUB_IF_FLAG.twoTags | SUB_IF_FLAG.innerAny | SUB_IF_FLAG.exactMatch;
  return (subIfFlags & anyExactly) === anyExactly;
}
