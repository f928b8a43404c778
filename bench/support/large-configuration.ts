/** 20,000 routes, 2,000 ACL rules in 20 lists, 1,000 services with two backends each: as configuration, and as bare API calls. */

import type { VppClient } from "vpp-binapi-ts";
import {
  AclAction,
  AclAddReplace,
  CnatTranslationUpdate,
  CreateLoopbackInstance,
  FibPathType,
  IpRouteAddDelV2,
  SwInterfaceAddDelAddress,
  SwInterfaceSetFlags,
} from "vpp-binapi-ts/api";
import { address, ip4Bytes, prefix } from "../../translators/ip/addresses.js";

const ROUTES = 20_000;
const LISTS = 20;
const RULES = 100;
const SERVICES = 1000;
const ANY = 0xffff_ffff;

const numbers = (count: number) => Array.from({ length: count }, (_, index) => index);
const routePrefix = (index: number) => `11.${(index >> 16) & 255}.${(index >> 8) & 255}.${index & 255}/32`;
const ruleSource = (index: number) => `10.${index >> 8}.${index & 255}.0/24`;
const virtualAddress = (index: number) => `203.0.${index >> 8}.${index & 255}`;
const backends = ["192.0.2.11", "192.0.2.12"];

/** Resource paths with the documents that are PUT there, in order. */
export function configurationOf(): readonly (readonly [path: string, document: object])[] {
  const root = "/restconf/data";
  return [
    [`${root}/ietf-interfaces:interfaces/interface=loop0`, { "ietf-interfaces:interface": [loopback()] }],
    [`${root}/ietf-routing:routing`, { "ietf-routing:routing": routing() }],
    [`${root}/ietf-access-control-list:acls`, { "ietf-access-control-list:acls": { acl: numbers(LISTS).map(list) } }],
    [`${root}/sweetcomb-cnat:cnat`, { "sweetcomb-cnat:cnat": { "virtual-address": numbers(SERVICES).map(service) } }],
  ];
}

function loopback() {
  const ipv4 = { address: [{ ip: "192.0.2.1", "prefix-length": 24 }] };
  return { name: "loop0", type: "iana-if-type:softwareLoopback", "ietf-ip:ipv4": ipv4 };
}

function routing() {
  const route = numbers(ROUTES).map((index) => ({
    "destination-prefix": routePrefix(index),
    "next-hop": { "next-hop-address": "192.0.2.2" },
  }));
  const instance = {
    type: "ietf-routing:static",
    name: "bench",
    "static-routes": { "ietf-ipv4-unicast-routing:ipv4": { route } },
  };
  return { "control-plane-protocols": { "control-plane-protocol": [instance] } };
}

function list(number: number) {
  const ace = numbers(RULES).map((rule) => ({
    name: `rule ${rule}`,
    matches: { ipv4: { "source-ipv4-network": ruleSource(number * RULES + rule) } },
    actions: { forwarding: "ietf-access-control-list:accept" },
  }));
  return { name: `list ${number}`, type: "ietf-access-control-list:ipv4-acl-type", aces: { ace } };
}

function service(index: number) {
  const backend = backends.map((backendAddress) => ({ address: backendAddress, port: 8080 }));
  return { address: virtualAddress(index), translation: [{ protocol: "tcp", port: 80, backend }] };
}

/** The same by a client that knows nothing: all requests at once, then all answers. */
export async function sendBare(vpp: VppClient): Promise<void> {
  const { swIfIndex } = await vpp.call(CreateLoopbackInstance, { isSpecified: true, userInstance: 0 });
  await vpp.call(SwInterfaceSetFlags, { swIfIndex, flags: 1 });
  await vpp.call(SwInterfaceAddDelAddress, { swIfIndex, isAdd: true, prefix: prefix("192.0.2.1/24") });
  const routes = numbers(ROUTES).map((index) =>
    vpp.call(IpRouteAddDelV2, { isAdd: true, route: { prefix: prefix(routePrefix(index)), paths: [nextHop()] } }),
  );
  const lists = numbers(LISTS).map((number) =>
    vpp.call(AclAddReplace, {
      aclIndex: ANY,
      tag: `list ${number}`,
      r: numbers(RULES).map((rule) => permit(number, rule)),
    }),
  );
  const services = numbers(SERVICES).map((index) =>
    vpp.call(CnatTranslationUpdate, {
      translation: {
        vip: endpoint(virtualAddress(index), 80),
        ipProto: 6,
        paths: backends.map((backend) => ({ dstEp: endpoint(backend, 8080), srcEp: endpoint("0.0.0.0", 0) })),
      },
    }),
  );
  await Promise.all([...routes, ...lists, ...services]);
}

function nextHop() {
  const nh = { address: { ip4: ip4Bytes("192.0.2.2") } };
  return { swIfIndex: ANY, weight: 1, type: FibPathType.FIB_API_PATH_TYPE_NORMAL, nh };
}

function permit(number: number, rule: number) {
  return {
    isPermit: AclAction.ACL_ACTION_API_PERMIT,
    srcPrefix: prefix(ruleSource(number * RULES + rule)),
    dstPrefix: prefix("0.0.0.0/0"),
    srcportOrIcmptypeLast: 65535,
    dstportOrIcmpcodeLast: 65535,
  };
}

function endpoint(text: string, port: number) {
  return { addr: address(text), swIfIndex: ANY, port };
}
