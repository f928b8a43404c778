import assert from "node:assert/strict";
import { test } from "node:test";
import type { SchemaNode } from "../../src/schema/schema-tree.js";
import { createRegistry } from "../../src/southbound/registry.js";
import { translators } from "../../translators/index.js";
import { loadSchema } from "./test-bed.js";

/** Modules whose configuration goes to VPP. */
const modules = new Set([
  "ietf-interfaces",
  "ietf-ip",
  "ietf-routing",
  "ietf-ipv4-unicast-routing",
  "ietf-ipv6-unicast-routing",
  "sweetcomb-interfaces",
  "sweetcomb-sub-interfaces",
  "sweetcomb-bond",
  "sweetcomb-virtio",
  "sweetcomb-devices",
  "sweetcomb-lldp",
  "sweetcomb-routing",
  "sweetcomb-rib",
  "sweetcomb-multicast",
  "sweetcomb-igmp",
  "sweetcomb-neighbors",
  "sweetcomb-l2",
  "sweetcomb-qos",
  "sweetcomb-mpls",
  "sweetcomb-abf",
  "sweetcomb-l3xc",
  "sweetcomb-srv6",
  "sweetcomb-lb",
  "sweetcomb-ipsec",
  "ietf-access-control-list",
  "sweetcomb-acl",
  "sweetcomb-cnat",
  "sweetcomb-ikev2",
  "sweetcomb-wireguard",
  "sweetcomb-tunnels",
  "sweetcomb-l2tpv3",
  "sweetcomb-dslite",
  "sweetcomb-session",
  "sweetcomb-ioam",
  "sweetcomb-mactime",
  "sweetcomb-sr-mpls",
  "sweetcomb-ip",
  "ietf-nat",
  "sweetcomb-nat",
  "sweetcomb-bfd",
  "sweetcomb-vrrp",
  "sweetcomb-dhcp",
  "sweetcomb-punt",
  "sweetcomb-classify",
  "sweetcomb-linux-cp",
  "sweetcomb-services",
  "sweetcomb-flow-export",
  "sweetcomb-nsh",
  "sweetcomb-lisp",
]);

/** Remarks of the operator that VPP has no place for, and leafs of which one value is valid. */
const remarks = new Set([
  ...["name", "enable", "mapping-table/mapping-entry/type"].map((leaf) => `/ietf-nat:nat/instances/instance/${leaf}`),
  "/ietf-routing:routing/control-plane-protocols/control-plane-protocol/description",
  ...["ipv4", "ipv6"].map(
    (family) =>
      "/ietf-routing:routing/control-plane-protocols/control-plane-protocol/static-routes/" +
      `ietf-${family}-unicast-routing:${family}/route/description`,
  ),
]);

test("the translators fit the schema", async () => {
  const { schema } = await loadSchema();
  assert.doesNotThrow(() => createRegistry(translators, schema));
});

test("every configuration leaf that is advertised is translated, a key, or a remark", async () => {
  const { schema } = await loadSchema();
  const covered = new Set(translators.flatMap(({ path, leafs = [""] }) => leafs.map((leaf) => `${path}/${leaf}`)));
  const isCovered = (path: string) => [...covered].some((member) => path === member || path.startsWith(`${member}/`));
  const isKey = ({ parent, name }: SchemaNode) => parent?.keys.includes(name) === true;
  const isOurs = (node: SchemaNode): boolean =>
    modules.has(node.module) && (node.parent === undefined || isOurs(node.parent));
  const forgotten = schema.nodes
    .filter((node) => node.config && (node.kind === "leaf" || node.kind === "leaf-list") && isOurs(node))
    .filter((node) => !isKey(node) && !isCovered(node.path) && !remarks.has(node.path))
    .map(({ path }) => path);
  assert.deepEqual(forgotten, []);
});
