import { AppNamespaceAddDelV4, CliInband } from "vpp-binapi-ts/api";
import {
  defineKind,
  defineTranslator,
  type Entry,
  type ObjectRef,
  type TranslatorContext,
} from "../../src/southbound/translator.js";
import { withRoom } from "../heap.js";
import { interfaces, listInterfaces, NO_INTERFACE } from "../interfaces/interface.js";
import { interfaceVrfs } from "../ip/interface-vrf.js";
import { tableDependency, tableIdOf } from "../routing/ip-table.js";
import { goneIsFine } from "../vpp-answers.js";
import { listApplicationNamespaces } from "./list-namespaces.js";
import { sessionLayer } from "./session-layer.js";

type Key = { readonly id: string };

interface Value {
  /** 16 hexadecimal digits. */
  readonly secret?: string;
  readonly interface?: string;
  readonly "ipv4-vrf"?: string;
  readonly "ipv6-vrf"?: string;
}

export const applicationNamespaces = defineKind<Key>("application-namespace", ["id"]);

/** VPP makes this one itself, and it cannot be configured. */
const DEFAULT_NAMESPACE = "default";
const DEFAULT_INDEX = 0;

/** What has to be there before something of a namespace is made. */
export function namespaceDependencies(id: string): readonly ObjectRef[] {
  return [sessionLayer.at({}), ...(id === DEFAULT_NAMESPACE ? [] : [applicationNamespaces.at({ id })])];
}

/** VPP's number of a namespace. */
export function namespaceIndex({ handleOf }: TranslatorContext, id: string): number {
  return id === DEFAULT_NAMESPACE ? DEFAULT_INDEX : handleOf(applicationNamespaces.at({ id }));
}

/** The namespace with a number; undefined when nothing is known by it. */
export function namespaceName({ keyOf }: TranslatorContext, index: number): string | undefined {
  return index === DEFAULT_INDEX ? DEFAULT_NAMESPACE : keyOf(applicationNamespaces, index)?.id;
}

/** Heap that the tables of sessions of a namespace take, and as much those of its VRFs: measured on VPP 26.06. */
const TABLE_BYTES = 7.1e6;

/** Where applications attach to. A message for one that is there changes it, but leaves its connections in the VRF where they are. */
export const applicationNamespace = defineTranslator<Key, Value>({
  name: applicationNamespaces.name,
  kind: applicationNamespaces,
  path: "/sweetcomb-session:session-layer/namespace",
  keys: { id: "namespace/id" },
  leafs: ["secret", "interface", "ipv4-vrf", "ipv6-vrf"],
  when: () => true,
  messages: [AppNamespaceAddDelV4, CliInband],
  dependsOn: ({ value: { interface: name, "ipv4-vrf": ip4, "ipv6-vrf": ip6 } }) => [
    sessionLayer.at({}),
    ...(name === undefined
      ? []
      : [interfaces.at({ name }), interfaceVrfs.ipv4.at({ name }), interfaceVrfs.ipv6.at({ name })]),
    ...tableDependency("ipv4", ip4),
    ...tableDependency("ipv6", ip6),
  ],
  create(context, entry) {
    const hasTables = Object.keys(entry.value).some((leaf) => leaf !== "secret");
    return withRoom(context, hasTables ? 2 * TABLE_BYTES : TABLE_BYTES, "", () => addOrChange(context, entry));
  },
  canUpdate: (before, after) =>
    before.interface === after.interface &&
    before["ipv4-vrf"] === after["ipv4-vrf"] &&
    before["ipv6-vrf"] === after["ipv6-vrf"],
  async update(context, entry) {
    await addOrChange(context, entry);
  },
  // VPP's number for a namespace that is not there has another meaning elsewhere.
  delete: ({ vpp }, { key }) =>
    goneIsFine(vpp.call(AppNamespaceAddDelV4, { isAdd: false, namespaceId: key.id }), "SYSCALL_ERROR_9"),
  reads: [interfaces],
  async *dump(context) {
    const listed = await listInterfaces(context);
    const names = new Map(Array.from(listed.values(), ({ details, name }) => [details.interfaceName, name]));
    for (const { index, id, secret, interfaceName } of (await listApplicationNamespaces(context)) ?? []) {
      const name = names.get(interfaceName);
      const value = {
        ...(secret !== 0n && { secret: secret.toString(16).padStart(16, "0") }),
        ...(name !== undefined && { interface: name }),
      };
      if (id !== DEFAULT_NAMESPACE) yield { key: { id }, value, handle: index };
    }
  },
  unreadable: ["ipv4-vrf", "ipv6-vrf"],
});

async function addOrChange(context: TranslatorContext, { key, value }: Entry<Key, Value>): Promise<number> {
  const { interface: name, secret = "0" } = value;
  const tables = {
    ip4FibId: tableIdOf(context, "ipv4", value["ipv4-vrf"]),
    ip6FibId: tableIdOf(context, "ipv6", value["ipv6-vrf"]),
  };
  const { appnsIndex } = await context.vpp.call(AppNamespaceAddDelV4, {
    isAdd: true,
    namespaceId: key.id,
    secret: BigInt(`0x${secret}`),
    ...(name === undefined
      ? { swIfIndex: NO_INTERFACE, ...tables }
      : { swIfIndex: context.handleOf(interfaces.at({ name })), ip4FibId: NO_TABLE, ip6FibId: NO_TABLE }),
  });
  return appnsIndex;
}

const NO_TABLE = 0xffff_ffff;
