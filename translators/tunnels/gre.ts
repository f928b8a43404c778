import {
  GreTunnelAddDelV2,
  GreTunnelType,
  type GreTunnelV2,
  GreTunnelV2Dump,
  SwInterfaceSetMacAddress,
  TunnelMode,
} from "vpp-binapi-ts/api";
import type { TranslatorContext } from "../../src/southbound/translator.js";
import { NO_INTERFACE } from "../interfaces/interface.js";
import { defineInterfaceKind, type TypedValue } from "../interfaces/interface-kind.js";
import { tunnelEndMarks } from "../ip/tunnel-ends.js";
import {
  decodeEndpoints,
  type Endpoints,
  encodeEndpoints,
  endpointsClaim,
  endpointsDependOn,
  tablesRead,
} from "./endpoints.js";
import { refuseRemoteEnd } from "./remote-end.js";
import { decodeFlags, encodeFlags } from "./tunnel-flags.js";
import { tunnelInstances } from "./tunnel-instance.js";
import { changesMac, refuseMac, withMac } from "./tunnel-mac.js";

interface Value extends TypedValue {
  readonly "sweetcomb-tunnels:gre": Gre;
}

interface Gre extends Endpoints {
  readonly mode?: "point-to-point" | "multipoint";
  readonly payload?: keyof typeof payloads;
  readonly "session-id"?: number;
  readonly key?: number;
  readonly flags?: string;
  readonly instance?: number;
}

const payloads = {
  ip: GreTunnelType.GRE_API_TUNNEL_TYPE_L3,
  ethernet: GreTunnelType.GRE_API_TUNNEL_TYPE_TEB,
  erspan: GreTunnelType.GRE_API_TUNNEL_TYPE_ERSPAN,
} as const;

const member = "sweetcomb-tunnels:gre";

const instances = tunnelInstances<typeof member, Value>("gre", member);

/** A GRE tunnel. */
export const gre = defineInterfaceKind<Value>({
  name: "gre",
  type: "sweetcomb-tunnels:gre",
  hasMac: true,
  leafs: [member],
  messages: [GreTunnelAddDelV2, GreTunnelV2Dump, SwInterfaceSetMacAddress],
  isOne: ({ details }) => details.interfaceDevType === "GRE tunnel device",
  isKnownByValue: () => true,
  validate: ({ value }) => refuseMac(value, (value[member].payload ?? "ip") !== "ip"),
  claims(entry) {
    const settings = entry.value[member];
    const { payload = "ip", "session-id": session = 0, key: greKey = 0 } = settings;
    const more = [
      payload,
      ...(session === 0 ? [] : [`session ${session}`]),
      ...(greKey === 0 ? [] : [`key ${greKey}`]),
    ];
    return [endpointsClaim("GRE", member, settings, more), ...instances.claims(entry)];
  },
  marks: ({ value }) => tunnelEndMarks(value[member]),
  validateTogether: ({ key, value }, objects) => refuseRemoteEnd(key.name, value[member], `${member}/remote`, objects),
  dependsOn: ({ value }) => endpointsDependOn(value[member]),
  async create(context, entry) {
    const settings = entry.value[member];
    const { swIfIndex } = await instances.make(entry, (instance) => addOrDelete(context, settings, true, instance));
    return withMac(context, swIfIndex, entry.value, () => addOrDelete(context, settings, false));
  },
  remove: (context, _swIfIndex, { value }) => addOrDelete(context, value[member], false),
  ...changesMac<Value>(member),
  reads: tablesRead,
  async *dump(context, listed) {
    for await (const { tunnel } of context.vpp.dump(GreTunnelV2Dump, { swIfIndex: NO_INTERFACE })) {
      const { swIfIndex, src, dst, outerTableId } = tunnel;
      const endpoints = decodeEndpoints(context, listed, { local: src, remote: dst, tableId: outerTableId });
      yield { swIfIndex, value: { [member]: settingsFrom(endpoints, tunnel) } };
    }
  },
  chosenByVpp: ["sweetcomb-tunnels:gre/instance"],
});

function addOrDelete(context: TranslatorContext, settings: Gre, isAdd: boolean, instance = NO_INTERFACE) {
  const { local, remote, tableId } = encodeEndpoints(context, settings);
  return context.vpp.call(GreTunnelAddDelV2, {
    isAdd,
    tunnel: {
      type: payloads[settings.payload ?? "ip"],
      mode: settings.mode === "multipoint" ? TunnelMode.TUNNEL_API_MODE_MP : TunnelMode.TUNNEL_API_MODE_P2P,
      flags: encodeFlags(settings.flags),
      sessionId: settings["session-id"] ?? 0,
      instance,
      outerTableId: tableId,
      swIfIndex: NO_INTERFACE,
      src: local,
      dst: remote,
      key: settings.key ?? 0,
    },
  });
}

function settingsFrom({ remote, ...endpoints }: Endpoints, tunnel: GreTunnelV2): Gre {
  const payload = (Object.keys(payloads) as (keyof typeof payloads)[])[tunnel.type] ?? "ip";
  const isMultipoint = tunnel.mode === TunnelMode.TUNNEL_API_MODE_MP;
  return {
    ...endpoints,
    ...(!isMultipoint && remote !== undefined && { remote }),
    mode: isMultipoint ? "multipoint" : "point-to-point",
    payload,
    ...(payload === "erspan" && { "session-id": tunnel.sessionId }),
    ...(tunnel.key !== 0 && { key: tunnel.key }),
    flags: decodeFlags(tunnel.flags),
    instance: tunnel.instance,
  };
}
