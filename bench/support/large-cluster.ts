/** Services with ten endpoints each, 1,000 policies, and 250 pods of one node with four policies each. */

export const sizes = [1000, 10_000];
export const cluster = { policies: 1000, pods: 250, endpoints: 10 } as const;

const numbers = (count: number) => Array.from({ length: count }, (_, index) => index);
const policyName = (number: number) => ({ namespace: "bench", name: `p${number}` });
const podInterface = (number: number) => `loop${number}`;

/** Interfaces for the pods. */
export const loopbacks = {
  "ietf-interfaces:interfaces": {
    interface: numbers(cluster.pods).map((number) => ({
      name: podInterface(number),
      type: "iana-if-type:softwareLoopback",
    })),
  },
};

export function services(count: number) {
  const node = { name: "here", address: ["192.0.2.1"] };
  return { "sweetcomb-service-proxy:service-proxy": { node, service: numbers(count).map((each) => entry(each, 0)) } };
}

/** One service as a document. Of another version, its first endpoint is another one. */
export function service(number: number, version: number) {
  return { "sweetcomb-service-proxy:service": [entry(number, version)] };
}

function entry(number: number, version: number) {
  const endpoint = numbers(cluster.endpoints).map((each) => ({
    address:
      each === 0 ? `10.200.${(version >> 8) & 255}.${version & 255}` : `10.${each}.${number >> 8}.${number & 255}`,
    port: 8080,
    node: "there",
  }));
  return {
    namespace: "bench",
    name: `s${number}`,
    "cluster-address": [`172.16.${number >> 8}.${number & 255}`],
    port: [{ protocol: "tcp", number: 80, endpoint }],
  };
}

/** Policies, and pods with four each. */
export const policies = {
  "sweetcomb-network-policy:network-policies": {
    settings: { "node-address": ["192.0.2.1"] },
    policy: numbers(cluster.policies).map((number) => policyEntry(number, 0)),
    pod: numbers(cluster.pods).map((number) => ({
      namespace: "bench",
      name: `pod${number}`,
      interface: podInterface(number),
      address: [`10.0.0.${number}`],
      "ingress-policy": [0, 1, 2, 3].map((each) => policyName(number * 4 + each)),
    })),
  },
};

/** One policy as a document; what it permits goes by its version. */
export function policy(number: number, version: number) {
  return { "sweetcomb-network-policy:policy": [policyEntry(number, version)] };
}

function policyEntry(number: number, version: number) {
  const peer = numbers(5).map((each) => ({ prefix: `10.${each}.${number & 255}.${version & 255}/32` }));
  const port = [{ protocol: "tcp", first: 80 + (number % 10) }];
  return { ...policyName(number), ingress: [{ index: 1, peer, port }] };
}
