import {
  AddressFamily,
  Nat64AddDelInterfaceAddr,
  Nat64AddDelPoolAddrRange,
  Nat64AddDelPrefix,
  Nat64GetTimeouts,
  Nat64PoolAddrDump,
  Nat64PrefixDump,
  Nat64SetTimeouts,
} from "vpp-binapi-ts/api";
import type { TranslatorContext } from "../../../src/southbound/translator.js";
import { bytesForNat64Pool } from "../../../src/vpp-limits/nat64-pool-room.js";
import { withRoom } from "../../heap.js";
import { interfaces } from "../../interfaces/interface.js";
import { formatIp4, formatPrefix, ip6Bytes } from "../../ip/addresses.js";
import { type AddressRange, addressBytes, addressNumber } from "../address-ranges.js";
import { pluginMembers } from "../instance.js";
import { definePolicy } from "../policy.js";
import { NO_VRF, vrfId, vrfName } from "../vrf.js";

/** Pools, prefixes and timers of NAT64. VPP does not tell which interfaces give their address to the pool. */
export const nat64Policy = definePolicy({
  plugin: "nat64",
  family: "ipv6",
  members: pluginMembers("nat64"),
  messages: [
    Nat64AddDelPoolAddrRange,
    Nat64PoolAddrDump,
    Nat64AddDelPrefix,
    Nat64PrefixDump,
    Nat64AddDelInterfaceAddr,
    Nat64SetTimeouts,
    Nat64GetTimeouts,
  ],
  limit: { addresses: 256, why: "VPP takes a megabyte for each address" },
  async setRange(context, range, isAdd) {
    const { first, last, vrf } = range;
    const set = () =>
      context.vpp.call(Nat64AddDelPoolAddrRange, {
        startAddr: addressBytes(first),
        endAddr: addressBytes(last),
        vrfId: vrfId(context, "ipv6", vrf, NO_VRF),
        isAdd,
      });
    await (isAdd ? withRoom(context, await bytesWith(context, range), "policy", set) : set());
  },
  async *poolAddresses(context) {
    for await (const { address, vrfId } of context.vpp.dump(Nat64PoolAddrDump)) {
      yield { address: addressNumber(formatIp4(address)), vrf: vrfName(context, "ipv6", vrfId), twiceNat: false };
    }
  },
  setInterfaceAddress: ({ vpp, handleOf }, { interface: name }, isAdd) =>
    vpp.call(Nat64AddDelInterfaceAddr, { isAdd, swIfIndex: handleOf(interfaces.at({ name })) }),
  setPrefix: (context, { prefix: text, vrf }, isAdd) => {
    const [address = "", length] = text.split("/");
    return context.vpp.call(Nat64AddDelPrefix, {
      prefix: { address: ip6Bytes(address), len: Number(length) },
      vrfId: vrfId(context, "ipv6", vrf, 0),
      isAdd,
    });
  },
  async *prefixes(context) {
    for await (const { prefix: held, vrfId } of context.vpp.dump(Nat64PrefixDump)) {
      const address = { af: AddressFamily.ADDRESS_IP6, un: { ip6: held.address } };
      yield { prefix: formatPrefix({ address, len: held.len }), vrf: vrfName(context, "ipv6", vrfId) };
    }
  },
  setTimers: ({ vpp }, timers) => vpp.call(Nat64SetTimeouts, timers),
  async timers({ vpp }) {
    const { udp, tcpEstablished, tcpTransitory, icmp } = await vpp.call(Nat64GetTimeouts);
    return { udp, tcpEstablished, tcpTransitory, icmp };
  },
});

/** Heap that VPP takes while it adds a range to its pool. */
async function bytesWith({ vpp }: TranslatorContext, { first, last }: AddressRange): Promise<number> {
  let addresses = last - first + 1;
  for await (const _address of vpp.dump(Nat64PoolAddrDump)) addresses++;
  return bytesForNat64Pool(addresses);
}
