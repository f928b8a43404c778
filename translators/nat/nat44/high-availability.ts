import {
  Nat44EiHaGetFailover,
  Nat44EiHaGetListener,
  Nat44EiHaSetFailover,
  Nat44EiHaSetListener,
} from "vpp-binapi-ts/api";
import { defineTranslator, type TranslatorContext } from "../../../src/southbound/translator.js";
import { allOrNone } from "../../all-or-none.js";
import { formatIp4, ip4Bytes } from "../../ip/addresses.js";
import { type InstanceKey, instanceKeys, instanceOf, instancePath, instancesOf } from "../instance.js";

interface Value {
  readonly listener?: { readonly address: string; readonly port: number; readonly "path-mtu"?: number };
  readonly failover?: { readonly address: string; readonly port: number; readonly "session-refresh-interval"?: number };
}

/** The exchange of sessions with another VPP. Port 0 switches a side off. */
export const nat44EiHighAvailability = defineTranslator<InstanceKey, Value>({
  name: "nat44-ei-high-availability",
  path: `${instancePath}/sweetcomb-nat:nat44/endpoint-independent/high-availability`,
  keys: instanceKeys,
  leafs: ["listener", "failover"],
  messages: [Nat44EiHaSetListener, Nat44EiHaSetFailover, Nat44EiHaGetListener, Nat44EiHaGetFailover],
  dependsOn: ({ key }) => [instanceOf(key)],
  create: (context, { value }) => setBoth(context, value, {}),
  update: (context, { value }, before) => setBoth(context, value, before),
  delete: (context, { value }) => setBoth(context, {}, value),
  async *dump(context) {
    for (const { key } of instancesOf(context, "nat44-ei")) {
      const listener = await context.vpp.call(Nat44EiHaGetListener);
      const failover = await context.vpp.call(Nat44EiHaGetFailover);
      if (listener.port === 0 && failover.port === 0) continue;
      const { pathMtu } = listener;
      const { sessionRefreshInterval } = failover;
      yield {
        key,
        value: {
          ...(listener.port !== 0 && { listener: { ...endOf(listener), "path-mtu": pathMtu } }),
          ...(failover.port !== 0 && {
            failover: { ...endOf(failover), "session-refresh-interval": sessionRefreshInterval },
          }),
        },
      };
    }
  },
});

function setBoth(context: TranslatorContext, after: Value, before: Value): Promise<void> {
  return allOrNone([
    { do: () => setListener(context, after), undo: () => setListener(context, before) },
    { do: () => setFailover(context, after), undo: () => setFailover(context, before) },
  ]);
}

function setListener({ vpp }: TranslatorContext, { listener }: Value) {
  const { address = "0.0.0.0", port = 0, "path-mtu": pathMtu = 512 } = listener ?? {};
  return vpp.call(Nat44EiHaSetListener, { ipAddress: ip4Bytes(address), port, pathMtu });
}

function setFailover({ vpp }: TranslatorContext, { failover }: Value) {
  const { address = "0.0.0.0", port = 0, "session-refresh-interval": sessionRefreshInterval = 10 } = failover ?? {};
  return vpp.call(Nat44EiHaSetFailover, { ipAddress: ip4Bytes(address), port, sessionRefreshInterval });
}

function endOf({ ipAddress, port }: { readonly ipAddress: Uint8Array; readonly port: number }) {
  return { address: formatIp4(ipAddress), port };
}
