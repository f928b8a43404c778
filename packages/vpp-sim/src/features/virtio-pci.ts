import { SwInterfaceVirtioPciDump, VirtioPciCreateV2, VirtioPciDelete } from "vpp-binapi-ts/api";
import { answer, answerDump, type Feature } from "../handler.js";
import { NONE, Retval } from "../retval.js";
import { onInterface } from "./on-interface.js";

/** Virtio devices on the PCI bus (vnet/devices/virtio), of which the simulated machine has none. */
export const virtioPci: Feature = {
  name: "virtio-pci",
  handlers: [
    answer(VirtioPciCreateV2, () => ({ retval: Retval.INVALID_INTERFACE, swIfIndex: NONE })),
    onInterface(VirtioPciDelete, () => Retval.INVALID_SW_IF_INDEX),
    answerDump(SwInterfaceVirtioPciDump, () => []),
  ],
};
