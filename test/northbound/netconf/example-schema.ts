/** A small schema for these tests: interfaces with addresses, and a module with the odd cases. */

import { type SchemaKind, type SchemaModule, type SchemaNode, SchemaTree } from "../../../src/schema/schema-tree.js";

interface NodeSpec {
  readonly kind: SchemaKind;
  readonly module?: string;
  readonly type?: string;
  readonly keys?: readonly string[];
  readonly children?: Readonly<Record<string, NodeSpec>>;
}

const leaf: NodeSpec = { kind: "leaf", type: "string" };

const interfaces: NodeSpec = {
  kind: "container",
  children: {
    interface: {
      kind: "list",
      keys: ["name"],
      children: {
        name: leaf,
        type: { kind: "leaf", type: "identityref" },
        mtu: { kind: "leaf", type: "uint32" },
        enabled: { kind: "leaf", type: "boolean" },
        tag: { kind: "leaf-list", type: "string" },
        reset: { kind: "action" },
        ipv4: {
          kind: "container",
          module: "ietf-ip",
          children: {
            mtu: { kind: "leaf", type: "uint16" },
            address: { kind: "list", keys: ["ip"], children: { ip: leaf, "prefix-length": leaf } },
          },
        },
      },
    },
  },
};

const odd: NodeSpec = {
  kind: "container",
  children: {
    pair: { kind: "list", keys: ["first", "second"], children: { first: leaf, second: leaf, value: leaf } },
    anything: { kind: "anydata" },
    reference: { kind: "leaf", type: "instance-identifier" },
    state: { kind: "leaf" },
    same: leaf,
    other: { kind: "leaf", type: "string", module: "odd-more" },
  },
};

const MODULES = [
  ["ietf-interfaces", "urn:ietf:params:xml:ns:yang:ietf-interfaces", "if"],
  ["ietf-ip", "urn:ietf:params:xml:ns:yang:ietf-ip", "ip"],
  ["iana-if-type", "urn:ietf:params:xml:ns:yang:iana-if-type", "ianaift"],
  ["odd", "urn:example:odd", "o"],
  ["odd-more", "urn:example:odd-more", "o"],
] as const;

/** The tree as the schema loader would hand it over. */
export function exampleSchema(): SchemaTree {
  const nodes: SchemaNode[] = [];
  addNode(nodes, undefined, "interfaces", "ietf-interfaces", interfaces);
  addNode(nodes, undefined, "odd", "odd", odd);
  addNode(nodes, undefined, "greeting", "odd", leaf);
  addNode(nodes, undefined, "make-toast", "odd", { kind: "rpc" });
  return new SchemaTree(MODULES.map(toModule), nodes, "1");
}

function addNode(
  nodes: SchemaNode[],
  parent: SchemaNode | undefined,
  name: string,
  parentModule: string,
  spec: NodeSpec,
): SchemaNode {
  const module = spec.module ?? parentModule;
  const children: SchemaNode[] = [];
  const node: SchemaNode = {
    id: nodes.length,
    module,
    name,
    kind: spec.kind,
    config: true,
    path: `${parent?.path ?? ""}/${module === parent?.module ? name : `${module}:${name}`}`,
    parent,
    children,
    keys: spec.keys ?? [],
    presence: false,
    userOrdered: false,
    mandatory: false,
    type: spec.type,
    nacm: undefined,
    verbatim: false,
    secret: false,
  };
  nodes.push(node);
  for (const [childName, child] of Object.entries(spec.children ?? {})) {
    children.push(addNode(nodes, node, childName, module, child));
  }
  return node;
}

function toModule([name, namespace, prefix]: (typeof MODULES)[number]): SchemaModule {
  return {
    name,
    revision: undefined,
    namespace,
    prefix,
    implemented: true,
    features: [],
    deviatedBy: [],
    submodules: [],
  };
}
