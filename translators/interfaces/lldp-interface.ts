import { type LldpDetails, LldpDump, SwInterfaceSetLldp } from "vpp-binapi-ts/api";
import { defineTranslator, NotSupportedByVpp, type TranslatorContext } from "../../src/southbound/translator.js";
import { ip4Bytes, ip6Bytes } from "../ip/addresses.js";
import { goneIsFine } from "../vpp-answers.js";
import { type DateOfVpp, vppClock } from "../vpp-clock.js";
import { hardwareIndexOf } from "./hardware-index.js";
import { type InterfaceKey, interfaceKeys, interfacePath, interfaces, listInterfaces } from "./interface.js";

interface Value {
  readonly "sweetcomb-lldp:lldp"?: {
    readonly enabled?: boolean;
    readonly "port-description"?: string;
    readonly "management-ipv4-address"?: string;
    readonly "management-ipv6-address"?: string;
    readonly "management-oid"?: string;
  };
}

/** LLDP on one interface. VPP ignores what is said of an interface that has it, so a change switches it off and on. */
export const interfaceLldp = defineTranslator<InterfaceKey, Value>({
  name: "interface-lldp",
  path: interfacePath,
  keys: interfaceKeys,
  leafs: ["sweetcomb-lldp:lldp"],
  when: (value) => value["sweetcomb-lldp:lldp"]?.enabled === true,
  messages: [SwInterfaceSetLldp, LldpDump],
  dependsOn: ({ key }) => [interfaces.at(key)],
  async create(context, { key, value }) {
    const settings = value["sweetcomb-lldp:lldp"] ?? {};
    const ip4 = settings["management-ipv4-address"];
    const ip6 = settings["management-ipv6-address"];
    await context.vpp.call(SwInterfaceSetLldp, {
      swIfIndex: await indexForLldp(context, key),
      enable: true,
      portDesc: settings["port-description"] ?? "",
      mgmtIp4: ip4 === undefined ? undefined : ip4Bytes(ip4),
      mgmtIp6: ip6 === undefined ? undefined : ip6Bytes(ip6),
      mgmtOid: Uint8Array.from(Buffer.alloc(128, 0).fill(settings["management-oid"] ?? "\0", 0, oidSize(settings))),
    });
  },
  update: "recreate",
  async delete(context, { key }) {
    const swIfIndex = context.handleOf(interfaces.at(key));
    await goneIsFine(context.vpp.call(SwInterfaceSetLldp, { swIfIndex, enable: false }));
  },
  async *dump(context) {
    const listed = await listInterfaces(context);
    const dateOf = await vppClock(context);
    for await (const details of context.vpp.dump(LldpDump, { cursor: 0 })) {
      const name = listed.get(details.swIfIndex)?.name;
      if (name === undefined) continue;
      yield {
        key: { name },
        value: { "sweetcomb-lldp:lldp": { enabled: true } },
        state: { "sweetcomb-lldp:lldp": stateOf(details, dateOf) },
      };
    }
  },
  unreadable: ["port-description", "management-ipv4-address", "management-ipv6-address", "management-oid"].map(
    (leaf) => `sweetcomb-lldp:lldp/${leaf}`,
  ),
});

/**
 * VPP 26.06 takes the sw_if_index of the message for the index of a piece of hardware. Where these differ it would be another
 * interface that gets LLDP, which may be impossible to switch off again.
 */
async function indexForLldp(context: TranslatorContext, key: InterfaceKey): Promise<number> {
  const swIfIndex = context.handleOf(interfaces.at(key));
  if ((await hardwareIndexOf(context, swIfIndex)) === swIfIndex) return swIfIndex;
  const message = "This VPP would switch LLDP on for another interface: its two numberings differ for this one";
  throw new NotSupportedByVpp("sweetcomb-lldp:lldp/enabled", message);
}

function oidSize(settings: { readonly "management-oid"?: string }): number {
  return Buffer.byteLength(settings["management-oid"] ?? "\0");
}

function stateOf(details: LldpDetails, dateOf: DateOfVpp | undefined): object {
  const { lastSent, lastHeard } = details;
  return {
    ...(lastSent > 0 && dateOf && { "last-sent": dateOf(lastSent) }),
    // With nobody heard VPP tells of itself.
    ...(lastHeard > 0 && { neighbor: neighborOf(details, dateOf) }),
  };
}

function neighborOf(details: LldpDetails, dateOf: DateOfVpp | undefined): object {
  return {
    "chassis-id-subtype": details.chassisIdSubtype,
    "chassis-id": readable(details.chassisId.subarray(0, details.chassisIdLen)),
    "port-id-subtype": details.portIdSubtype,
    "port-id": readable(details.portId.subarray(0, details.portIdLen)),
    ttl: details.ttl,
    ...(dateOf && { "last-heard": dateOf(details.lastHeard) }),
  };
}

/** Identifiers are text or octets, by their subtype and by the habits of vendors. */
function readable(bytes: Uint8Array): string {
  const isText = bytes.every((byte) => byte >= 0x20 && byte < 0x7f);
  return isText ? Buffer.from(bytes).toString("latin1") : Buffer.from(bytes).toString("hex");
}
