import { CreateLoopback, CreateLoopbackInstance, DeleteLoopback } from "vpp-binapi-ts/api";
import { answer, type Feature } from "../handler.js";
import { NONE, Retval } from "../retval.js";
import { addInterface, deleteInterface } from "../state/interfaces.js";
import { isZero } from "../state/ip.js";
import type { Vpp } from "../state/vpp.js";
import { onInterface } from "./on-interface.js";

/** Loopback interfaces (vnet/ethernet): loopN, where N is asked for or the lowest free number. */
export const loopback: Feature = {
  name: "loopback",
  handlers: [
    answer(CreateLoopback, (vpp, { macAddress }) => create(vpp, macAddress, lowestFree(vpp))),
    answer(CreateLoopbackInstance, (vpp, { macAddress, isSpecified, userInstance }) =>
      create(vpp, macAddress, isSpecified ? userInstance : lowestFree(vpp)),
    ),
    onInterface(DeleteLoopback, (vpp, gone) => {
      if (gone.kind !== "loopback") return Retval.INVALID_SW_IF_INDEX;
      vpp.loopbacks.delete(gone.swIfIndex);
      deleteInterface(vpp, gone);
      return Retval.OK;
    }),
  ],
};

/** VPP numbers loopbacks from 0 to 16383. */
const INSTANCES = 16_384;

function create(vpp: Vpp, mac: Uint8Array, instance: number) {
  const isTaken = [...vpp.loopbacks.values()].includes(instance);
  if (isTaken || instance >= INSTANCES) return { retval: Retval.INVALID_REGISTRATION, swIfIndex: NONE };
  const { swIfIndex } = addInterface(vpp, {
    kind: "loopback",
    deviceType: "Loopback",
    name: `loop${instance}`,
    mac: isZero(mac) ? Uint8Array.of(0xde, 0xad, 0, 0, 0, instance) : mac,
  });
  vpp.loopbacks.set(swIfIndex, instance);
  return { retval: Retval.OK, swIfIndex };
}

function lowestFree(vpp: Vpp): number {
  const taken = new Set(vpp.loopbacks.values());
  let instance = 0;
  while (taken.has(instance)) instance++;
  return instance;
}
