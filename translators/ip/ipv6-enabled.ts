import {
  SwInterfaceIp6EnableDisable,
  SwInterfaceIp6GetLinkLocalAddress,
  SwInterfaceIp6SetLinkLocalAddress,
} from "vpp-binapi-ts/api";
import { defineKind, defineTranslator, type TranslatorContext } from "../../src/southbound/translator.js";
import {
  type InterfaceKey,
  interfaceDetails,
  interfaceKeys,
  interfacePath,
  interfaces,
} from "../interfaces/interface.js";
import { hasCode } from "../vpp-answers.js";
import { wantedHandles } from "../wanted-handles.js";
import { formatIp6, ip6Bytes } from "./addresses.js";
import { interfaceVrfs } from "./interface-vrf.js";

interface Value {
  readonly "ietf-ip:ipv6": {
    readonly enabled?: boolean;
    readonly "sweetcomb-interfaces:link-local-address"?: string;
  };
}

/** Interfaces with IPv6: what router advertisements depend on. */
export const ipv6Interfaces = defineKind<InterfaceKey>("interface-ipv6-enabled", ["name"]);

/**
 * IPv6 on an interface, with its link-local address. VPP counts who wants IPv6, of whom an address of the interface is one: a
 * refusal because it is enabled already has counted, too.
 */
export const interfaceIpv6Enabled = defineTranslator<InterfaceKey, Value>({
  name: ipv6Interfaces.name,
  kind: ipv6Interfaces,
  path: interfacePath,
  keys: interfaceKeys,
  leafs: ["ietf-ip:ipv6/enabled", "ietf-ip:ipv6/sweetcomb-interfaces:link-local-address"],
  when: (value) => value["ietf-ip:ipv6"]?.enabled === true,
  messages: [SwInterfaceIp6EnableDisable, SwInterfaceIp6SetLinkLocalAddress, SwInterfaceIp6GetLinkLocalAddress],
  // IPv6 has entries in the table of groups, which VPP looks for in the table that the interface has when it ends.
  dependsOn: ({ key }) => [interfaces.at(key), interfaceVrfs.ipv6.at(key)],
  async create(context, { key, value }) {
    await enable(context, key, true);
    const address = value["ietf-ip:ipv6"]["sweetcomb-interfaces:link-local-address"];
    if (address === undefined) return;
    try {
      await setLinkLocal(context, key, ip6Bytes(address));
    } catch (refusal) {
      await enable(context, key, false);
      throw refusal;
    }
  },
  async update(context, { key, value }) {
    const address = value["ietf-ip:ipv6"]["sweetcomb-interfaces:link-local-address"];
    await setLinkLocal(context, key, address === undefined ? await addressOfMac(context, key) : ip6Bytes(address));
  },
  delete: (context, { key }) => enable(context, key, false),
  reads: [interfaces],
  async *dump(context) {
    const answers = Array.from(wantedHandles(context, interfaces), async ([key, swIfIndex]) => {
      try {
        return { key, address: (await context.vpp.call(SwInterfaceIp6GetLinkLocalAddress, { swIfIndex })).ip };
      } catch (refusal) {
        if (!hasCode(refusal, "IP6_NOT_ENABLED", "INVALID_SW_IF_INDEX")) throw refusal;
        return { key, address: undefined };
      }
    });
    for (const { key, address } of await Promise.all(answers)) {
      if (address === undefined) continue;
      const linkLocal = formatIp6(address);
      yield {
        key,
        value: { "ietf-ip:ipv6": { enabled: true, "sweetcomb-interfaces:link-local-address": linkLocal } },
      };
    }
  },
  chosenByVpp: ["ietf-ip:ipv6/sweetcomb-interfaces:link-local-address"],
  matches: ({ "ietf-ip:ipv6": configured }, { "ietf-ip:ipv6": dumped }) =>
    sameAddress(
      configured["sweetcomb-interfaces:link-local-address"],
      dumped["sweetcomb-interfaces:link-local-address"],
    ),
});

/** Has VPP keep IPv6 on an interface, whether that has addresses or not, until `releaseIpv6`. */
export function keepIpv6(context: TranslatorContext, key: InterfaceKey): Promise<void> {
  return enable(context, key, true);
}

/**
 * The end of `keepIpv6`, and of what a client of the interface has begun: VPP 26.06 enables IPv6 where it asks for addresses, by DHCPv6 or autoconfiguration,
 * and keeps it enabled when it has stopped asking.
 */
export function releaseIpv6(context: TranslatorContext, key: InterfaceKey): Promise<void> {
  return enable(context, key, false);
}

async function enable({ vpp, handleOf }: TranslatorContext, key: InterfaceKey, isEnabled: boolean): Promise<void> {
  try {
    await vpp.call(SwInterfaceIp6EnableDisable, { swIfIndex: handleOf(interfaces.at(key)), enable: isEnabled });
  } catch (refusal) {
    const isSo = isEnabled
      ? hasCode(refusal, "VALUE_EXIST")
      : hasCode(refusal, "IP6_NOT_ENABLED", "INVALID_SW_IF_INDEX");
    if (!isSo) throw refusal;
  }
}

async function setLinkLocal({ vpp, handleOf }: TranslatorContext, key: InterfaceKey, ip: Uint8Array): Promise<void> {
  await vpp.call(SwInterfaceIp6SetLinkLocalAddress, { swIfIndex: handleOf(interfaces.at(key)), ip });
}

/** The address that VPP makes by itself: modified EUI-64 (RFC 4291 appendix A). */
async function addressOfMac(context: TranslatorContext, key: InterfaceKey): Promise<Uint8Array> {
  const details = await interfaceDetails(context, context.handleOf(interfaces.at(key)));
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0] = details?.l2Address ?? [];
  return Uint8Array.of(0xfe, 0x80, 0, 0, 0, 0, 0, 0, a ^ 2, b, c, 0xff, 0xfe, d, e, f);
}

/** However they are written. */
function sameAddress(one: string | undefined, other: string | undefined): boolean {
  if (one === undefined || other === undefined) return one === other;
  return formatIp6(ip6Bytes(one)) === formatIp6(ip6Bytes(other));
}
