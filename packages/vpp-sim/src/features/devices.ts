import {
  AfXdpCreateV3,
  AfXdpDelete,
  RdmaCreateV4,
  RdmaDelete,
  SwVmxnet3InterfaceDump,
  Vmxnet3Create,
  Vmxnet3Delete,
} from "vpp-binapi-ts/api";
import { answer, answerDump, type Feature } from "../handler.js";
import { NONE, Retval } from "../retval.js";
import { addInterface, deleteInterface } from "../state/interfaces.js";
import { randomMac } from "../state/random.js";
import { recordsOf } from "../state/records.js";
import { fitting, NAME_SIZE } from "../values.js";
import { onInterface } from "./on-interface.js";

/** Interfaces by AF_XDP, by the device. */
const taken = recordsOf<{ swIfIndex: number }>("af-xdp", (record, swIfIndex) => record.swIfIndex === swIfIndex);

/** Devices on which another has its sockets. */
const SOCKET_IN_USE = -12;

const POLLING = 1;

/** Network cards (plugins af_xdp, rdma, vmxnet3). The simulated machine has Linux devices, and neither RDMA nor VMware cards. */
export const devices: Feature = {
  name: "devices",
  handlers: [
    answer(AfXdpCreateV3, (vpp, { hostIf }) => {
      if (!vpp.hostDevices.has(hostIf)) return { retval: Retval.INVALID_VALUE, swIfIndex: 0 };
      if (taken(vpp).has(hostIf)) return { retval: SOCKET_IN_USE, swIfIndex: 0 };
      const { swIfIndex } = addInterface(vpp, {
        kind: "hardware",
        deviceType: "AF_XDP interface",
        name: fitting(`${hostIf}/${taken(vpp).size}`, NAME_SIZE),
        mac: randomMac(vpp.random),
        rxQueues: [{ mode: POLLING }],
      });
      taken(vpp).set(hostIf, { swIfIndex });
      return { retval: Retval.OK, swIfIndex };
    }),
    onInterface(AfXdpDelete, (vpp, found) => {
      if (found.deviceType !== "AF_XDP interface") return Retval.INVALID_INTERFACE;
      deleteInterface(vpp, found);
      return Retval.OK;
    }),
    // Success, and the index of local0.
    answer(RdmaCreateV4, () => ({ retval: Retval.OK, swIfIndex: 0 })),
    onInterface(RdmaDelete, () => Retval.INVALID_INTERFACE),
    answer(Vmxnet3Create, () => ({ retval: Retval.INVALID_INTERFACE, swIfIndex: NONE })),
    onInterface(Vmxnet3Delete, () => Retval.INVALID_SW_IF_INDEX),
    answerDump(SwVmxnet3InterfaceDump, () => []),
  ],
};
