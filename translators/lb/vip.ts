import { LbAddDelVipV2, LbVipDump, ShowVersion } from "vpp-binapi-ts/api";
import {
  defineTranslator,
  type Entry,
  NotSupportedByVpp,
  type Refusal,
  type TranslatorContext,
} from "../../src/southbound/translator.js";
import { aclAttachments } from "../acl/kinds.js";
import { familyOf } from "../ip/addresses.js";
import { goneIsFine } from "../vpp-answers.js";
import { forgetServersOf } from "./return-mappings.js";
import { refuseVipOfServer, vipMarks } from "./served-by-itself.js";
import { shownName, showVips } from "./shown-vips.js";
import { configuredVips, type VipKey, type VipValue, vipFields, vipKeys, vipPath, vips } from "./vips.js";
import { lbWire } from "./wire.js";

/** A virtual address of the load balancer. VPP can change none of it in place. */
export const vip = defineTranslator<VipKey, VipValue>({
  name: "lb-vip",
  kind: vips,
  path: vipPath,
  keys: vipKeys,
  leafs: [
    "encapsulation",
    "dscp",
    "service-type",
    "target-port",
    "node-port",
    "new-flows-table-length",
    "source-ip-sticky",
  ],
  messages: [LbAddDelVipV2, LbVipDump, ShowVersion],
  // Lists may say for whom the address is: nobody else shall get through before they are there.
  afterAll: [aclAttachments],
  validate: refuseVip,
  marks: vipMarks,
  validateTogether: refuseVipOfServer,
  async create(context, entry) {
    const wire = await lbWire(context);
    if (wire.hasNatDefects) refuseDefects(entry);
    await context.vpp.call(LbAddDelVipV2, vipFields(wire, entry, false));
  },
  update: "recreate",
  async delete(context, entry) {
    await goneIsFine(context.vpp.call(LbAddDelVipV2, vipFields(await lbWire(context), entry, true)));
    await forgetServersOf(context, entry);
  },
  dump: dumpVips,
  // What the dump shows of them is wrong or missing (API 1.1.0).
  unreadable: ["dscp", "service-type", "target-port", "node-port", "new-flows-table-length", "source-ip-sticky"],
});

/** VPP lists deleted VIPs too and does not say the protocol, so a listed VIP is shown where it is configured. */
async function* dumpVips(context: TranslatorContext) {
  const wire = await lbWire(context);
  const told = await showVips(context);
  const shown = new Set<string>();
  // The prefix of length 0 stands for all.
  const all = { pfxMatcher: { le: 255, ge: 255 }, protocol: 255, port: 0 };
  for await (const { vip: listed } of context.vpp.dump(LbVipDump, all)) {
    for (const { key, value } of await configuredVips(context, wire, listed)) {
      const { id } = vips.at(key);
      if (shown.has(id)) continue;
      shown.add(id);
      const statistics = told.get(shownName(key))?.statistics;
      yield { key, value: { encapsulation: value.encapsulation }, ...(statistics && { state: { statistics } }) };
    }
  }
}

function refuseVip({ key, value }: Entry<VipKey, VipValue>): Refusal | undefined {
  const { encapsulation } = value;
  const isIp6 = familyOf(key.prefix) === "ipv6";
  const length = value["new-flows-table-length"] ?? 1024;
  if ((length & (length - 1)) !== 0) {
    return { leaf: "new-flows-table-length", message: "The length of the new flows table has to be a power of two" };
  }
  if (isIp6 && (encapsulation === "l3dsr" || encapsulation === "nat4")) {
    return { leaf: "encapsulation", message: `VPP has ${encapsulation} for IPv4 virtual addresses only` };
  }
  if (!isIp6 && encapsulation === "nat6") {
    return { leaf: "encapsulation", message: "VPP has nat6 for IPv6 virtual addresses only" };
  }
  if ((encapsulation === "nat4" || encapsulation === "nat6") && key.protocol === "any") {
    return { leaf: "encapsulation", message: "Address translation needs a virtual address with protocol and port" };
  }
  return undefined;
}

/** What the lb plugin of VPP 26.06 takes and then does wrongly. */
function refuseDefects({ key, value }: Entry<VipKey, VipValue>): void {
  if (value["service-type"] === "node-port") {
    const message = "The lb plugin of this VPP cannot remove a node port again, so service-type node-port is refused";
    throw new NotSupportedByVpp("service-type", message);
  }
  if (value.encapsulation !== "nat4") return;
  if (key.protocol === "tcp") {
    throw new NotSupportedByVpp("encapsulation", "The lb plugin of this VPP drops TCP under nat4: it carries UDP only");
  }
  if ((value["target-port"] ?? Number(key.port)) !== Number(key.port)) {
    const message = "The lb plugin of this VPP loses packets under nat4 when target-port differs from the port";
    throw new NotSupportedByVpp("target-port", message);
  }
}
