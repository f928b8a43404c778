import { MactimeAddDelRange, type MactimeDetails, MactimeDump } from "vpp-binapi-ts/api";
import { defineTranslator } from "../../src/southbound/translator.js";
import { countedLeafs, readIndexedCounters } from "../indexed-counters.js";
import { formatMac, macBytes } from "../ip/addresses.js";
import { goneIsFine } from "../vpp-answers.js";

type Key = { readonly "mac-address": string };

interface Value {
  readonly name?: string;
  readonly access: Access;
  readonly "byte-quota"?: string;
  readonly "drop-udp-10001"?: boolean;
  readonly period?: readonly { readonly start: number; readonly end: number }[];
}

type Access = "allow" | "drop" | "quota";

/** VPP's flags of a device: without periods, and with them. */
const accessByFlag: readonly (readonly [flag: number, access: Access])[] = [
  [1, "drop"],
  [2, "allow"],
  [4, "drop"],
  [8, "allow"],
  [16, "quota"],
];
const DROP_UDP_10001 = 32;

/** A device with the times at which it has the network. A request for one that is there would add to its periods. */
export const timedDevice = defineTranslator<Key, Value>({
  name: "timed-device",
  path: "/sweetcomb-mactime:device-times/device",
  keys: { "mac-address": "device/mac-address" },
  leafs: ["name", "access", "byte-quota", "drop-udp-10001", "period"],
  messages: [MactimeAddDelRange, MactimeDump],
  async create({ vpp }, { key, value }) {
    const { name = "", access, "byte-quota": quota = "0", period = [] } = value;
    await vpp.call(MactimeAddDelRange, {
      isAdd: true,
      macAddress: macBytes(key["mac-address"]),
      deviceName: name,
      allow: access === "allow",
      drop: access === "drop",
      allowQuota: access === "quota" ? 1 : 0,
      dataQuota: BigInt(quota),
      noUdp10001: value["drop-udp-10001"] ?? false,
      ranges: period.map(({ start, end }) => ({ start, end })),
    });
  },
  update: "recreate",
  delete: ({ vpp }, { key }) =>
    goneIsFine(vpp.call(MactimeAddDelRange, { isAdd: false, macAddress: macBytes(key["mac-address"]) })),
  async *dump(context) {
    const countersOf = await readIndexedCounters(context, Object.keys(counted));
    // Epoch 0 asks for all.
    for await (const details of context.vpp.dump(MactimeDump, { myTableEpoch: 0 })) {
      const value = valueFrom(details);
      if (value === undefined) continue;
      yield {
        key: { "mac-address": formatMac(details.macAddress) },
        value,
        state: {
          "used-bytes": String(details.dataUsedInRange),
          ...countedLeafs(countersOf, counted, details.poolIndex),
        },
      };
    }
  },
});

/** What VPP counts by its number of the device, and the beginnings of its leafs. */
const counted: Readonly<Record<string, string>> = { "/mactime/allow": "allowed", "/mactime/drop": "dropped" };

/** Undefined for a device that others have made with neither flag. */
function valueFrom({ deviceName, flags, dataQuota, ranges }: MactimeDetails): Value | undefined {
  const access = accessByFlag.find(([flag]) => (flags & flag) !== 0)?.[1];
  if (access === undefined) return undefined;
  return {
    ...(deviceName !== "" && { name: deviceName }),
    access,
    ...(access === "quota" && { "byte-quota": String(dataQuota) }),
    "drop-udp-10001": (flags & DROP_UDP_10001) !== 0,
    ...(ranges.length > 0 && {
      period: ranges.map(({ start, end }) => ({ start: Math.floor(start), end: Math.ceil(end) })),
    }),
  };
}
