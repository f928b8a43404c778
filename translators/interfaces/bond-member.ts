import {
  BondAddMember,
  BondDetachMember,
  SwBondInterfaceDump,
  SwInterfaceSetBondWeight,
  type SwMemberInterfaceDetails,
  SwMemberInterfaceDump,
} from "vpp-binapi-ts/api";
import { defineTranslator, type TranslatorContext } from "../../src/southbound/translator.js";
import { dumpEach } from "../dump-each.js";
import { hasCode } from "../vpp-answers.js";
import { refuseOnPackets, refuseWithoutAddress } from "./frames.js";
import {
  type InterfaceKey,
  interfaceKeys,
  interfacePath,
  interfaces,
  listInterfaces,
  NO_INTERFACE,
} from "./interface.js";
import { lacpStates } from "./lacp-state.js";

interface Value {
  readonly "sweetcomb-bond:bond-member": BondMember;
}

interface BondMember {
  readonly bond: string;
  readonly passive?: boolean;
  readonly "long-timeout"?: boolean;
  readonly weight?: number;
}

/** Membership of an interface in a bond. Only the weight can be changed in place. */
export const bondMember = defineTranslator<InterfaceKey, Value>({
  name: "bond-member",
  path: interfacePath,
  keys: interfaceKeys,
  leafs: ["sweetcomb-bond:bond-member"],
  when: (value) => value["sweetcomb-bond:bond-member"]?.bond !== undefined,
  messages: [BondAddMember, BondDetachMember, SwBondInterfaceDump, SwMemberInterfaceDump, SwInterfaceSetBondWeight],
  dependsOn: ({ key, value }) => [
    interfaces.at(key),
    interfaces.at({ name: value["sweetcomb-bond:bond-member"].bond }),
  ],
  validateTogether: ({ key }, objects) => refuseOnPackets(objects, key.name, "sweetcomb-bond:bond-member"),
  async create(context, { key, value }) {
    const { vpp, handleOf } = context;
    const {
      bond,
      passive = false,
      "long-timeout": isLongTimeout = false,
      weight,
    } = value["sweetcomb-bond:bond-member"];
    const swIfIndex = handleOf(interfaces.at(key));
    const bondSwIfIndex = handleOf(interfaces.at({ name: bond }));
    await refuseWithoutAddress(context, key.name, "sweetcomb-bond:bond-member");
    await vpp.call(BondAddMember, { swIfIndex, bondSwIfIndex, isPassive: passive, isLongTimeout });
    if (weight !== undefined && weight !== 0) await weighOrDetach(context, swIfIndex, weight);
  },
  canUpdate: ({ "sweetcomb-bond:bond-member": before }, { "sweetcomb-bond:bond-member": after }) =>
    before.bond === after.bond &&
    (before.passive ?? false) === (after.passive ?? false) &&
    (before["long-timeout"] ?? false) === (after["long-timeout"] ?? false),
  async update({ vpp, handleOf }, { key, value }) {
    const weight = value["sweetcomb-bond:bond-member"].weight ?? 0;
    await vpp.call(SwInterfaceSetBondWeight, { swIfIndex: handleOf(interfaces.at(key)), weight });
  },
  async delete({ vpp, handleOf }, { key }) {
    try {
      await vpp.call(BondDetachMember, { swIfIndex: handleOf(interfaces.at(key)) });
    } catch (refusal) {
      // It is no member any more, or there is no such interface.
      if (!hasCode(refusal, "INVALID_INTERFACE", "INVALID_SW_IF_INDEX")) throw refusal;
    }
  },
  reads: [interfaces],
  async *dump(context) {
    const { vpp } = context;
    const listed = await listInterfaces(context);
    const bonds: number[] = [];
    for await (const { swIfIndex } of vpp.dump(SwBondInterfaceDump, { swIfIndex: NO_INTERFACE })) bonds.push(swIfIndex);
    if (bonds.length === 0) return;
    const states = await lacpStates(context);
    // Asked for all bonds at once, VPP shows no member.
    const dumps = dumpEach(bonds, (swIfIndex) => vpp.dump(SwMemberInterfaceDump, { swIfIndex }));
    for await (const [bondIndex, details] of dumps) {
      const [bond, member] = [listed.get(bondIndex), listed.get(details.swIfIndex)];
      if (bond === undefined || member === undefined) continue;
      const lacp = states.get(details.swIfIndex);
      const value = { "sweetcomb-bond:bond-member": memberFrom(bond.name, details) };
      const state = { "local-numa": details.isLocalNuma, ...(lacp !== undefined && { lacp }) };
      yield { key: { name: member.name }, value, state: { "sweetcomb-bond:bond-member": state } };
    }
  },
  matches: ({ "sweetcomb-bond:bond-member": configured }, { "sweetcomb-bond:bond-member": dumped }) =>
    configured.bond === dumped.bond &&
    (configured.passive ?? false) === dumped.passive &&
    (configured["long-timeout"] ?? false) === dumped["long-timeout"] &&
    (configured.weight ?? 0) === dumped.weight,
});

function memberFrom(bond: string, { isPassive, isLongTimeout, weight }: SwMemberInterfaceDetails): BondMember {
  return { bond, passive: isPassive, "long-timeout": isLongTimeout, weight };
}

/** The member is wholly there, or not at all. */
async function weighOrDetach({ vpp }: TranslatorContext, swIfIndex: number, weight: number): Promise<void> {
  try {
    await vpp.call(SwInterfaceSetBondWeight, { swIfIndex, weight });
  } catch (refusal) {
    await vpp.call(BondDetachMember, { swIfIndex });
    throw refusal;
  }
}
