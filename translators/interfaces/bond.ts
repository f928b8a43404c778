import {
  BondCreate2,
  BondDelete,
  BondLbAlgo,
  BondMode,
  type SwBondInterfaceDetails,
  SwBondInterfaceDump,
  SwInterfaceLacpDump,
} from "vpp-binapi-ts/api";
import { NotSupportedByVpp } from "../../src/southbound/translator.js";
import { macBytes } from "../ip/addresses.js";
import { NO_INTERFACE } from "./interface.js";
import { defineInterfaceKind, type TypedValue } from "./interface-kind.js";
import { ownNumbers } from "./own-numbers.js";

interface Value extends TypedValue {
  readonly "sweetcomb-bond:bond"?: Bond;
}

interface Bond {
  readonly id?: number;
  readonly mode?: keyof typeof modes;
  readonly "load-balance"?: keyof typeof loadBalances;
  readonly "local-numa-only"?: boolean;
  readonly gso?: boolean;
}

const modes = {
  "round-robin": BondMode.BOND_API_MODE_ROUND_ROBIN,
  "active-backup": BondMode.BOND_API_MODE_ACTIVE_BACKUP,
  xor: BondMode.BOND_API_MODE_XOR,
  broadcast: BondMode.BOND_API_MODE_BROADCAST,
  lacp: BondMode.BOND_API_MODE_LACP,
} as const;

/** Those that can be asked for; VPP shows others for the modes that need none. */
const loadBalances = {
  l2: BondLbAlgo.BOND_API_LB_ALGO_L2,
  l23: BondLbAlgo.BOND_API_LB_ALGO_L23,
  l34: BondLbAlgo.BOND_API_LB_ALGO_L34,
} as const;

const ids = ownNumbers<Value>({
  word: "BondEthernet",
  leaf: "sweetcomb-bond:bond/id",
  numberOf: (value) => value["sweetcomb-bond:bond"]?.id,
  // Above those that people ask for.
  chosen: { first: 65_536, count: 65_536, taken: "INSTANCE_IN_USE" },
});

/** A bond (link aggregation). All of it is fixed at creation; its members are objects of their own. */
export const bond = defineInterfaceKind<Value>({
  name: "bond",
  type: "iana-if-type:ieee8023adLag",
  hasMac: true,
  leafs: ["sweetcomb-bond:bond"],
  messages: [BondCreate2, BondDelete, SwBondInterfaceDump],
  partMessages: [SwInterfaceLacpDump],
  isOne: ({ details }) => details.interfaceDevType === "bond",
  claims: ids.claims,
  isKnownByValue: ids.isKnownByValue,
  async create({ vpp }, entry) {
    const { value } = entry;
    const settings = value["sweetcomb-bond:bond"] ?? {};
    if ((settings.mode ?? "lacp") === "lacp" && !vpp.supports(SwInterfaceLacpDump)) {
      const message = `This VPP has no LACP: it lacks ${SwInterfaceLacpDump.name} (is the plugin loaded?)`;
      throw new NotSupportedByVpp("sweetcomb-bond:bond/mode", message);
    }
    const mac = value["sweetcomb-interfaces:mac-address"];
    const fields = {
      mode: modes[settings.mode ?? "lacp"],
      lb: loadBalances[settings["load-balance"] ?? "l2"],
      numaOnly: settings["local-numa-only"] === true,
      enableGso: settings.gso === true,
      useCustomMac: mac !== undefined,
      macAddress: mac === undefined ? undefined : macBytes(mac),
    };
    const create = (id: number) => vpp.call(BondCreate2, { ...fields, id });
    return (await ids.make(entry, create)).swIfIndex;
  },
  remove: ({ vpp }, swIfIndex) => vpp.call(BondDelete, { swIfIndex }),
  async *dump({ vpp }) {
    for await (const details of vpp.dump(SwBondInterfaceDump, { swIfIndex: NO_INTERFACE })) {
      const { swIfIndex, activeMembers, members } = details;
      const state = { "sweetcomb-bond:bond": { "active-members": activeMembers, members } };
      yield { swIfIndex, value: { "sweetcomb-bond:bond": bondFrom(details) }, state };
    }
  },
  unreadable: ["sweetcomb-bond:bond/gso"],
  chosenByVpp: ["sweetcomb-bond:bond/id", "sweetcomb-bond:bond/load-balance"],
});

function bondFrom({ id, mode, lb, numaOnly }: SwBondInterfaceDetails): Bond {
  const nameOf = <Name extends string>(table: Readonly<Record<Name, number>>, number: number) =>
    (Object.keys(table) as Name[]).find((name) => table[name] === number);
  const loadBalance = nameOf(loadBalances, lb);
  return {
    id,
    mode: nameOf(modes, mode) ?? "round-robin",
    ...(loadBalance !== undefined && { "load-balance": loadBalance }),
    "local-numa-only": numaOnly,
  };
}
