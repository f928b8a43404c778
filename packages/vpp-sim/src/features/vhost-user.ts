import {
  CreateVhostUserIfV2,
  DeleteVhostUserIf,
  ModifyVhostUserIfV2,
  SwInterfaceVhostUserDump,
} from "vpp-binapi-ts/api";
import { answer, answerDump, type Feature } from "../handler.js";
import { NONE, Retval } from "../retval.js";
import { addInterface, deleteInterface } from "../state/interfaces.js";
import { randomMac } from "../state/random.js";
import { recordsOf } from "../state/records.js";
import type { Vpp } from "../state/vpp.js";
import { fitting, NAME_SIZE } from "../values.js";
import { onInterface } from "./on-interface.js";

interface VhostUser {
  readonly swIfIndex: number;
  readonly isServer: boolean;
  readonly sockFilename: string;
}

const vhostUsers = recordsOf<VhostUser>("vhost-user", (each, swIfIndex) => each.swIfIndex === swIfIndex);

/** Devices of virtual machines (plugin vhost). No machine ever connects. */
export const vhostUser: Feature = {
  name: "vhost-user",
  handlers: [
    answer(CreateVhostUserIfV2, (vpp, asked) => {
      const { isServer, sockFilename } = asked;
      if (sockFilename === "") return { retval: Retval.INVALID_ARGUMENT, swIfIndex: NONE };
      if (ownerOf(vpp, sockFilename) !== undefined) return { retval: Retval.IF_ALREADY_EXISTS, swIfIndex: NONE };
      const instance = asked.renumber ? asked.customDevInstance : vhostUsers(vpp).size;
      const added = addInterface(vpp, {
        kind: "vhost-user",
        deviceType: "vhost-user",
        name: `VirtualEthernet0/0/${instance}`,
        mac: asked.useCustomMac ? asked.macAddress : randomMac(vpp.random),
      });
      added.tag = fitting(asked.tag, NAME_SIZE);
      vhostUsers(vpp).set(String(added.swIfIndex), { swIfIndex: added.swIfIndex, isServer, sockFilename });
      return { retval: Retval.OK, swIfIndex: added.swIfIndex };
    }),
    onInterface(ModifyVhostUserIfV2, (vpp, { swIfIndex }, { isServer, sockFilename }) => {
      if (!vhostUsers(vpp).has(String(swIfIndex))) return Retval.INVALID_SW_IF_INDEX;
      const owner = ownerOf(vpp, sockFilename);
      if (owner !== undefined && owner.swIfIndex !== swIfIndex) return Retval.IF_ALREADY_EXISTS;
      vhostUsers(vpp).set(String(swIfIndex), { swIfIndex, isServer, sockFilename });
      return Retval.OK;
    }),
    onInterface(DeleteVhostUserIf, (vpp, gone) => {
      if (!vhostUsers(vpp).has(String(gone.swIfIndex))) return Retval.INVALID_SW_IF_INDEX;
      deleteInterface(vpp, gone);
      return Retval.OK;
    }),
    answerDump(SwInterfaceVhostUserDump, function* (vpp, { swIfIndex: asked }) {
      for (const shown of vhostUsers(vpp).values()) {
        if (asked !== NONE && asked !== shown.swIfIndex) continue;
        yield { ...shown, interfaceName: vpp.interfaces.get(shown.swIfIndex)!.name, virtioNetHdrSz: 12 };
      }
    }),
  ],
};

function ownerOf(vpp: Vpp, sockFilename: string): VhostUser | undefined {
  return [...vhostUsers(vpp).values()].find((each) => each.sockFilename === sockFilename);
}
