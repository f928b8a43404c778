import { AppNamespaceAddDelV4, CliInband } from "vpp-binapi-ts/api";
import { defineTranslator, type Entry, type TranslatorContext } from "../../src/southbound/translator.js";
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

/** Where applications attach to. A message for one that is there changes it. */
export const applicationNamespace = defineTranslator<Key, Value>({
  name: "application-namespace",
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
  create: addOrChange,
  update: addOrChange,
  // VPP's number for a namespace that is not there has another meaning elsewhere.
  delete: ({ vpp }, { key }) =>
    goneIsFine(vpp.call(AppNamespaceAddDelV4, { isAdd: false, namespaceId: key.id }), "SYSCALL_ERROR_9"),
  reads: [interfaces],
  async *dump(context) {
    const listed = await listInterfaces(context);
    const names = new Map(Array.from(listed.values(), ({ details, name }) => [details.interfaceName, name]));
    for (const { id, secret, interfaceName } of (await listApplicationNamespaces(context)) ?? []) {
      const name = names.get(interfaceName);
      const value = {
        ...(secret !== 0n && { secret: secret.toString(16).padStart(16, "0") }),
        ...(name !== undefined && { interface: name }),
      };
      // VPP makes this one itself, and it cannot be configured.
      if (id !== "default") yield { key: { id }, value };
    }
  },
  unreadable: ["ipv4-vrf", "ipv6-vrf"],
});

async function addOrChange(context: TranslatorContext, { key, value }: Entry<Key, Value>): Promise<void> {
  const { interface: name, secret = "0" } = value;
  const tables = {
    ip4FibId: tableIdOf(context, "ipv4", value["ipv4-vrf"]),
    ip6FibId: tableIdOf(context, "ipv6", value["ipv6-vrf"]),
  };
  await context.vpp.call(AppNamespaceAddDelV4, {
    isAdd: true,
    namespaceId: key.id,
    secret: BigInt(`0x${secret}`),
    ...(name === undefined
      ? { swIfIndex: NO_INTERFACE, ...tables }
      : { swIfIndex: context.handleOf(interfaces.at({ name })), ip4FibId: NO_TABLE, ip6FibId: NO_TABLE }),
  });
}

const NO_TABLE = 0xffff_ffff;
