import { CreateSubif, DeleteSubif, IfType, SubIfFlags, type SwInterfaceDetails } from "vpp-binapi-ts/api";
import { isNumberOf, withNumber } from "./chosen-number.js";
import { claimingFrames, learnClaims, releasingFrames } from "./claimed-frames.js";
import { refuseOnPackets } from "./frames.js";
import { type InterfaceKey, interfaces } from "./interface.js";
import { defineInterfaceKind, type TypedValue } from "./interface-kind.js";

interface Value extends TypedValue {
  readonly "sweetcomb-sub-interfaces:sub-interface": SubInterface;
}

interface SubInterface {
  readonly parent: string;
  readonly id?: number;
  readonly default?: readonly [null];
  readonly "outer-vlan-id"?: number;
  readonly "outer-tag-type"?: "dot1q" | "dot1ad";
  readonly "inner-vlan-id"?: number | "any";
  readonly "exact-match"?: boolean;
}

/** A VLAN or QinQ sub-interface: the frames of its parent that carry certain tags. All of it is fixed at creation. */
export const subInterface = defineInterfaceKind<Value>({
  name: "sub-interface",
  type: "iana-if-type:l2vlan",
  leafs: ["sweetcomb-sub-interfaces:sub-interface"],
  messages: [CreateSubif, DeleteSubif],
  isOne: ({ details }) => details.type === IfType.IF_API_TYPE_SUB,
  isKnownByValue({ key, value }, found) {
    const { id } = settingsOf(found);
    return id !== undefined && isNumberOf(key.name, askedId(key, settingsOf(value)), chosenIds, id);
  },
  dependsOn: ({ value }) => [interfaces.at({ name: settingsOf(value).parent })],
  validateTogether: ({ value }, objects) =>
    refuseOnPackets(objects, settingsOf(value).parent, "sweetcomb-sub-interfaces:sub-interface/parent"),
  async create(context, { key, value }) {
    const { vpp, handleOf } = context;
    const settings = settingsOf(value);
    const swIfIndex = handleOf(interfaces.at({ name: settings.parent }));
    const fields = { swIfIndex, ...framesOf(settings) };
    const create = (subId: number) => vpp.call(CreateSubif, { ...fields, subId });
    const made = await claimingFrames(context, fields, () =>
      withNumber(key.name, askedId(key, settings), chosenIds, create),
    );
    return made.swIfIndex;
  },
  remove: (context, swIfIndex) =>
    releasingFrames(context, swIfIndex, () => context.vpp.call(DeleteSubif, { swIfIndex })),
  async *dump(context, listed) {
    await learnClaims(context, listed);
    for (const { details } of listed.values()) {
      const parent = listed.get(details.supSwIfIndex);
      if (details.type !== IfType.IF_API_TYPE_SUB || parent === undefined) continue;
      const value = { parent: parent.name, id: details.subId, ...framesFrom(details) };
      yield { swIfIndex: details.swIfIndex, value: { "sweetcomb-sub-interfaces:sub-interface": value } };
    }
  },
  chosenByVpp: ["sweetcomb-sub-interfaces:sub-interface/id"],
});

/** Above those that people ask for. */
const chosenIds = { first: 65_536, count: 65_536, taken: "VLAN_ALREADY_EXISTS" };

function askedId(key: InterfaceKey, { id }: SubInterface): number | undefined {
  return id ?? numberAtEnd(key);
}

function settingsOf(value: Value): SubInterface {
  return value["sweetcomb-sub-interfaces:sub-interface"];
}

/** "eth0.100" is sub-interface 100. */
function numberAtEnd({ name }: InterfaceKey): number | undefined {
  const digits = /\.([1-9]\d{0,8})$/.exec(name)?.[1];
  return digits === undefined ? undefined : Number(digits);
}

/** The frames in the words of create_subif. */
function framesOf(settings: SubInterface) {
  if (settings.default !== undefined) return { subIfFlags: SubIfFlags.SUB_IF_API_FLAG_DEFAULT };
  const { "outer-vlan-id": outer, "inner-vlan-id": inner } = settings;
  const flags = [
    inner === undefined ? SubIfFlags.SUB_IF_API_FLAG_ONE_TAG : SubIfFlags.SUB_IF_API_FLAG_TWO_TAGS,
    settings["outer-tag-type"] === "dot1ad" ? SubIfFlags.SUB_IF_API_FLAG_DOT1AD : 0,
    settings["exact-match"] === false ? 0 : SubIfFlags.SUB_IF_API_FLAG_EXACT_MATCH,
    inner === "any" ? SubIfFlags.SUB_IF_API_FLAG_INNER_VLAN_ID_ANY : 0,
  ];
  return {
    subIfFlags: flags.reduce<number>((all, flag) => all | flag, 0) as SubIfFlags,
    outerVlanId: outer ?? 0,
    innerVlanId: inner === undefined || inner === "any" ? 0 : inner,
  };
}

/** The frames as the interface dump tells them. */
function framesFrom(details: SwInterfaceDetails): Omit<SubInterface, "parent" | "id"> {
  const has = (flag: number) => (details.subIfFlags & flag) !== 0;
  if (has(SubIfFlags.SUB_IF_API_FLAG_DEFAULT)) return { default: [null] };
  return {
    "outer-vlan-id": details.subOuterVlanId,
    ...(has(SubIfFlags.SUB_IF_API_FLAG_TWO_TAGS) && {
      "inner-vlan-id": has(SubIfFlags.SUB_IF_API_FLAG_INNER_VLAN_ID_ANY) ? "any" : details.subInnerVlanId,
    }),
    "outer-tag-type": has(SubIfFlags.SUB_IF_API_FLAG_DOT1AD) ? "dot1ad" : "dot1q",
    "exact-match": has(SubIfFlags.SUB_IF_API_FLAG_EXACT_MATCH),
  };
}
