import { DhcpClientConfig, DhcpClientDump, type IpDscp } from "vpp-binapi-ts/api";
import { defineTranslator, type Entry, type TranslatorContext } from "../../src/southbound/translator.js";
import { refuseOnPackets, refuseWithoutAddress } from "../interfaces/frames.js";
import { type InterfaceKey, interfaceKeys, interfacePath, interfaces } from "../interfaces/interface.js";
import { goneIsFine } from "../vpp-answers.js";
import { leaseFrom } from "./lease.js";

interface Value {
  readonly "sweetcomb-dhcp:dhcp": { readonly client: Client };
}

interface Client {
  readonly hostname?: string;
  readonly "client-id"?: string;
  readonly broadcast?: boolean;
  readonly dscp?: number;
}

/** A client for an IPv4 address. VPP keeps it when the interface is deleted. */
export const dhcpClient = defineTranslator<InterfaceKey, Value>({
  name: "dhcp-client",
  path: interfacePath,
  keys: interfaceKeys,
  leafs: ["sweetcomb-dhcp:dhcp/client"],
  messages: [DhcpClientConfig, DhcpClientDump],
  dependsOn: ({ key }) => [interfaces.at(key)],
  validateTogether: ({ key }, objects) => refuseOnPackets(objects, key.name, "sweetcomb-dhcp:dhcp/client"),
  async create(context, entry) {
    await refuseWithoutAddress(context, entry.key.name, "sweetcomb-dhcp:dhcp/client");
    await configure(context, entry, true);
  },
  update: "recreate",
  // VPP's word for a client that is not there.
  delete: (context, entry) => goneIsFine(configure(context, entry, false), "INVALID_VALUE"),
  reads: [interfaces],
  async *dump({ vpp, keyOf }) {
    for await (const { client, lease } of vpp.dump(DhcpClientDump)) {
      const name = keyOf(interfaces, client.swIfIndex)?.name;
      if (name === undefined) continue;
      const id = textOf(client.id);
      const settings: Client = {
        ...(client.hostname !== "" && { hostname: client.hostname }),
        ...(id !== "" && { "client-id": id }),
        broadcast: client.setBroadcastFlag,
        dscp: client.dscp,
      };
      yield {
        key: { name },
        value: { "sweetcomb-dhcp:dhcp": { client: settings } },
        state: { "sweetcomb-dhcp:dhcp": { client: { lease: leaseFrom(lease) } } },
      };
    }
  },
});

async function configure(
  { vpp, handleOf }: TranslatorContext,
  { key, value }: Entry<InterfaceKey, Value>,
  isAdd: boolean,
): Promise<void> {
  const { hostname = "", "client-id": id = "", broadcast = true, dscp = 0 } = value["sweetcomb-dhcp:dhcp"].client;
  await vpp.call(DhcpClientConfig, {
    isAdd,
    client: {
      swIfIndex: handleOf(interfaces.at(key)),
      hostname,
      id: Uint8Array.from(Buffer.alloc(64).fill(id, 0, Buffer.byteLength(id))),
      wantDhcpEvent: true,
      setBroadcastFlag: broadcast,
      dscp: dscp as IpDscp,
    },
  });
}

function textOf(bytes: Uint8Array): string {
  const end = bytes.indexOf(0);
  return Buffer.from(bytes.subarray(0, end < 0 ? bytes.length : end)).toString();
}
