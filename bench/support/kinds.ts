/** Objects of many kinds, by number, as RESTCONF documents. */

type Document = Readonly<Record<string, unknown>>;

export interface Kind {
  /** What the objects need around them: resources and the documents that go there. */
  readonly before?: readonly (readonly [resource: string, document: Document])[];
  readonly resource: string;
  /** All of the objects with these numbers. */
  readonly document: (numbers: readonly number[]) => Document;
  /** Another value for one of them; `turn` differs from call to call. */
  readonly one: (number: number, turn: number) => { readonly path: string; readonly body: Document };
}

const low = (number: number) => `${(number >> 8) & 255}.${number & 255}`;
const port = (turn: number) => 1024 + (turn % 60_000);

function interfaceOf(number: number, prefixLength = 32): Document {
  const address = [{ ip: `10.1.${low(number)}`, "prefix-length": prefixLength }];
  return { name: `loop${number}`, type: "iana-if-type:softwareLoopback", "ietf-ip:ipv4": { address } };
}

function accessList(number: number, source = 0): Document {
  const ipv4 = { "source-ipv4-network": `10.${source % 200}.0.0/16` };
  const ace = { name: "rule", matches: { ipv4 }, actions: { forwarding: "ietf-access-control-list:accept" } };
  return { name: `list-${number}`, type: "ietf-access-control-list:ipv4-acl-type", aces: { ace: [ace] } };
}

function translation(number: number, backendPort = 8080): Document {
  const backend = [{ address: "192.0.2.11", port: backendPort }];
  return { address: `203.1.${low(number)}`, translation: [{ protocol: "tcp", port: 80, backend }] };
}

function neighbour(number: number, turn = 0): Document {
  const last = (turn % 250).toString(16).padStart(2, "0");
  return { ip: `10.2.${low(number)}`, "link-layer-address": `02:00:00:00:00:${last}` };
}

function withNeighbours(neighbor: readonly Document[]): Document {
  const ipv4 = { address: [{ ip: "10.2.255.254", "prefix-length": 16 }], neighbor };
  return { name: "loop0", type: "iana-if-type:softwareLoopback", "ietf-ip:ipv4": ipv4 };
}

function vrf(number: number, id: number): Document {
  return { name: `vrf-${number}`, ipv4: { "table-id": id }, ipv6: { "table-id": id } };
}

function rule(number: number, turn = 0): Document {
  return { name: `rule-${number}`, "module-name": "*", action: turn % 2 === 0 ? "permit" : "deny" };
}

/** Of an inside port to the same outside one; `turn` moves the inside one. */
function mapping(number: number, turn = 0): Document {
  return {
    index: number,
    "transport-protocol": 6,
    "internal-src-address": `10.3.${low(number)}/32`,
    "internal-src-port": { "start-port-number": port(turn) },
    "external-src-address": "192.0.2.1/32",
    "external-src-port": { "start-port-number": port(number) },
  };
}

const natInstance = { id: 1, type: "ietf-nat:napt44" };
const natPolicy = { id: 1, "external-ip-address-pool": [{ "pool-id": 1, "external-ip-pool": "192.0.2.0/29" }] };

function virtualAddress(number: number, turn = 0): Document {
  const server = [{ address: `192.0.2.${1 + (turn % 250)}` }];
  const table = { "new-flows-table-length": 64 };
  const prefix = `203.2.${low(number)}/32`;
  return { prefix, protocol: "udp", port: 53, encapsulation: "gre4", ...table, "application-server": server };
}

function tunnel(number: number, turn = 0): Document {
  const ends = { local: "192.0.2.1", remote: `10.4.${low(number)}` };
  return {
    name: `gre${number}`,
    type: "sweetcomb-tunnels:gre",
    enabled: turn % 2 === 0,
    "sweetcomb-tunnels:gre": ends,
  };
}

const interfaces = "/ietf-interfaces:interfaces";
const lists = "/ietf-access-control-list:acls";
const cnat = "/sweetcomb-cnat:cnat";
const vrfs = "/sweetcomb-routing:vrfs";
const nat = "/ietf-nat:nat/instances/instance=1";
const lb = "/sweetcomb-lb:load-balancer";
const nacm = "/ietf-netconf-acm:nacm";

export const kinds: Readonly<Record<string, Kind>> = {
  "loopback interfaces": {
    resource: interfaces,
    document: (numbers) => ({
      "ietf-interfaces:interfaces": { interface: numbers.map((number) => interfaceOf(number)) },
    }),
    one: (number, turn) => ({
      path: `${interfaces}/interface=loop${number}`,
      body: { "ietf-interfaces:interface": [{ ...interfaceOf(number), enabled: turn % 2 === 0 }] },
    }),
  },
  "access control lists": {
    resource: lists,
    document: (numbers) => ({ "ietf-access-control-list:acls": { acl: numbers.map((number) => accessList(number)) } }),
    one: (number, turn) => ({
      path: `${lists}/acl=list-${number}`,
      body: { "ietf-access-control-list:acl": [accessList(number, turn)] },
    }),
  },
  "cnat translations": {
    resource: cnat,
    document: (numbers) => ({
      "sweetcomb-cnat:cnat": { "virtual-address": numbers.map((number) => translation(number)) },
    }),
    one: (number, turn) => ({
      path: `${cnat}/virtual-address=203.1.${low(number)}`,
      body: { "sweetcomb-cnat:virtual-address": [translation(number, port(turn))] },
    }),
  },
  "neighbours of one interface": {
    resource: interfaces,
    document: (numbers) => ({
      "ietf-interfaces:interfaces": { interface: [withNeighbours(numbers.map((number) => neighbour(number)))] },
    }),
    one: (number, turn) => ({
      path: `${interfaces}/interface=loop0/ietf-ip:ipv4/neighbor=10.2.${low(number)}`,
      body: { "ietf-ip:neighbor": [neighbour(number, turn)] },
    }),
  },
  "NAT44 mappings": {
    before: [
      ["/ietf-nat:nat", { "ietf-nat:nat": { instances: { instance: [{ ...natInstance, policy: [natPolicy] }] } } }],
    ],
    resource: nat,
    document: (numbers) => ({
      "ietf-nat:instance": [
        { ...natInstance, "mapping-table": { "mapping-entry": numbers.map((number) => mapping(number)) } },
      ],
    }),
    one: (number, turn) => ({
      path: `${nat}/mapping-table/mapping-entry=${number}`,
      body: { "ietf-nat:mapping-entry": [mapping(number, turn)] },
    }),
  },
  "virtual addresses of the load balancer": {
    resource: lb,
    document: (numbers) => ({
      "sweetcomb-lb:load-balancer": {
        global: { "ipv4-source-address": "192.0.2.254" },
        vip: numbers.map((number) => virtualAddress(number)),
      },
    }),
    one: (number, turn) => ({
      path: `${lb}/vip=${encodeURIComponent(`203.2.${low(number)}/32`)},udp,53`,
      body: { "sweetcomb-lb:vip": [virtualAddress(number, turn)] },
    }),
  },
  "GRE tunnels": {
    resource: interfaces,
    document: (numbers) => ({
      "ietf-interfaces:interfaces": { interface: numbers.map((number) => tunnel(number)) },
    }),
    one: (number, turn) => ({
      path: `${interfaces}/interface=gre${number}`,
      body: { "ietf-interfaces:interface": [tunnel(number, turn)] },
    }),
  },
  VRFs: {
    resource: vrfs,
    document: (numbers) => ({
      "sweetcomb-routing:vrfs": {
        vrf: numbers.map((number) => vrf(number, number + 1)),
      },
    }),
    one: (number, turn) => ({
      path: `${vrfs}/vrf=vrf-${number}`,
      body: { "sweetcomb-routing:vrf": [vrf(number, 100_000 + (turn % 60_000))] },
    }),
  },
  "rules of access control": {
    resource: nacm,
    document: (numbers) => ({
      "ietf-netconf-acm:nacm": {
        "rule-list": [{ name: "many", group: ["nobody"], rule: numbers.map((number) => rule(number)) }],
      },
    }),
    one: (number, turn) => ({
      path: `${nacm}/rule-list=many/rule=rule-${number}`,
      body: { "ietf-netconf-acm:rule": [rule(number, turn)] },
    }),
  },
};
