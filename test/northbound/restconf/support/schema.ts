/** A small schema of our own for tests: devices with ports, rules in the user's order, a log without keys, an rpc, an action. */

import { type SchemaKind, type SchemaModule, type SchemaNode, SchemaTree } from "../../../../src/schema/schema-tree.js";

interface NodeSpec {
  readonly kind: SchemaKind;
  readonly name: string;
  readonly module?: string;
  readonly config?: boolean;
  readonly keys?: readonly string[];
  readonly userOrdered?: boolean;
  readonly children?: readonly NodeSpec[];
}

const leaf = (name: string, more: Partial<NodeSpec> = {}): NodeSpec => ({ kind: "leaf", name, ...more });

const devices: NodeSpec = {
  kind: "container",
  name: "devices",
  module: "example-devices",
  children: [
    {
      kind: "list",
      name: "device",
      keys: ["name"],
      children: [
        leaf("name"),
        leaf("description"),
        leaf("enabled"),
        { kind: "leaf-list", name: "tag" },
        {
          kind: "list",
          name: "port",
          keys: ["slot", "number"],
          children: [leaf("slot"), leaf("number"), leaf("mtu")],
        },
        { kind: "container", name: "state", config: false, children: [leaf("uptime", { config: false })] },
        {
          kind: "action",
          name: "reset",
          children: [
            { kind: "input", name: "input", children: [leaf("delay")] },
            { kind: "output", name: "output", children: [leaf("at")] },
          ],
        },
        leaf("note", { module: "example-extra" }),
        { kind: "anydata", name: "blob", module: "example-extra" },
      ],
    },
    { kind: "list", name: "rule", keys: ["id"], userOrdered: true, children: [leaf("id"), leaf("text")] },
  ],
};

const log: NodeSpec = {
  kind: "container",
  name: "log",
  module: "example-devices",
  config: false,
  children: [
    {
      kind: "list",
      name: "entry",
      config: false,
      children: [leaf("time", { config: false }), leaf("text", { config: false })],
    },
  ],
};

const ping: NodeSpec = {
  kind: "rpc",
  name: "ping",
  module: "example-devices",
  children: [
    { kind: "input", name: "input", children: [leaf("destination")] },
    { kind: "output", name: "output", children: [leaf("reply")] },
  ],
};

const wipe: NodeSpec = { kind: "rpc", name: "wipe", module: "example-devices" };
const commit: NodeSpec = { kind: "rpc", name: "commit", module: "ietf-netconf" };
const changed: NodeSpec = { kind: "notification", name: "changed", module: "example-devices" };

/** `example-other` wants the prefix that `example-devices` has. */
const modules: readonly SchemaModule[] = [
  module("example-devices", "dev", "2026-01-01"),
  module("example-extra", "ex", undefined),
  module("example-other", "dev", undefined),
  module("ietf-netconf", "nc", "2011-06-01"),
  module("ietf-yang-library", "yanglib", "2019-01-04"),
];

const other: NodeSpec = { kind: "container", name: "other", module: "example-other", children: [leaf("value")] };

export const schema = new SchemaTree(modules, flatten([devices, log, other, ping, wipe, commit, changed]), "test");

export function nodeAt(path: string): SchemaNode {
  const node = schema.byPath(path);
  if (node === undefined) throw new Error(`the test schema has no ${path}`);
  return node;
}

function module(name: string, prefix: string, revision: string | undefined): SchemaModule {
  const namespace = `urn:example:${name}`;
  return { name, prefix, revision, namespace, implemented: true, features: [], deviatedBy: [], submodules: [] };
}

function flatten(specs: readonly NodeSpec[]): readonly SchemaNode[] {
  const nodes: SchemaNode[] = [];
  for (const spec of specs) addNode(spec, undefined, nodes);
  return nodes;
}

function addNode(spec: NodeSpec, parent: SchemaNode | undefined, nodes: SchemaNode[]): SchemaNode {
  const owner = spec.module ?? parent?.module ?? "";
  const children: SchemaNode[] = [];
  const node: SchemaNode = {
    id: nodes.length,
    module: owner,
    name: spec.name,
    kind: spec.kind,
    config: spec.config ?? true,
    path: `${parent?.path ?? ""}/${owner === parent?.module ? spec.name : `${owner}:${spec.name}`}`,
    parent,
    children,
    keys: spec.keys ?? [],
    presence: false,
    userOrdered: spec.userOrdered ?? false,
    mandatory: false,
    type: spec.kind === "leaf" ? "string" : undefined,
    nacm: undefined,
    verbatim: false,
    secret: false,
  };
  nodes.push(node);
  for (const child of spec.children ?? []) children.push(addNode(child, node, nodes));
  return node;
}
