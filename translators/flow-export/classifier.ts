/** Sessions of classifier tables, told to the collector of the default exporter. */

import {
  AddressFamily,
  IpfixClassifyStreamDump,
  IpfixClassifyTableAddDel,
  IpfixClassifyTableDump,
  IpProto,
  SetIpfixClassifyStream,
} from "vpp-binapi-ts/api";
import { defineKind, defineTranslator, type Entry, type TranslatorContext } from "../../src/southbound/translator.js";
import { classifyTables } from "../classify/table.js";
import { goneIsFine } from "../vpp-answers.js";

interface StreamValue {
  readonly "domain-id"?: number;
  readonly "source-port"?: number;
}

const path = "/sweetcomb-flow-export:flow-export/classifier";

const streams = defineKind<Record<never, string>>("ipfix-classifier-stream", []);

/** Domain and port of the records. VPP finds the templates of a table by them, so that tables are told anew when they change. */
export const classifierStream = defineTranslator<Record<never, string>, StreamValue>({
  name: streams.name,
  kind: streams,
  path,
  keys: {},
  leafs: ["domain-id", "source-port"],
  when: () => true,
  messages: [SetIpfixClassifyStream, IpfixClassifyStreamDump],
  async create({ vpp }, { value }) {
    await vpp.call(SetIpfixClassifyStream, {
      domainId: value["domain-id"] ?? 2,
      srcPort: value["source-port"] ?? 4740,
    });
  },
  update: "recreate",
  async delete({ vpp }) {
    await vpp.call(SetIpfixClassifyStream, { domainId: 0, srcPort: 0 });
  },
  async *dump({ vpp }) {
    for await (const { domainId, srcPort } of vpp.dump(IpfixClassifyStreamDump)) {
      // A port of zero is how VPP says that there is none.
      if (srcPort !== 0) yield { key: {}, value: { "domain-id": domainId, "source-port": srcPort } };
    }
  },
});

type TableKey = { readonly table: string };

interface TableValue {
  readonly "address-family": "ipv4" | "ipv6";
  readonly protocol?: keyof typeof protocols;
}

const protocols = { tcp: IpProto.IP_API_PROTO_TCP, udp: IpProto.IP_API_PROTO_UDP } as const;

/** A table of the classifier whose sessions are told. */
export const toldTable = defineTranslator<TableKey, TableValue>({
  name: "ipfix-classifier-table",
  path: `${path}/table`,
  keys: { table: "table/name" },
  leafs: ["address-family", "protocol"],
  messages: [IpfixClassifyTableAddDel, IpfixClassifyTableDump],
  dependsOn: ({ key }) => [streams.at({}), classifyTables.at(key)],
  create: (context, entry) => tell(context, entry, true),
  update: "recreate",
  delete: (context, entry) => goneIsFine(tell(context, entry, false)),
  reads: [classifyTables],
  async *dump(context) {
    for await (const { tableId, ipVersion, transportProtocol } of context.vpp.dump(IpfixClassifyTableDump)) {
      const key = context.keyOf(classifyTables, tableId);
      if (key === undefined) continue;
      const protocol = protocolNames.find((name) => protocols[name] === transportProtocol);
      const family = ipVersion === AddressFamily.ADDRESS_IP4 ? "ipv4" : "ipv6";
      yield { key, value: { "address-family": family, ...(protocol !== undefined && { protocol }) } };
    }
  },
});

const protocolNames = Object.keys(protocols) as (keyof typeof protocols)[];

async function tell(context: TranslatorContext, { key, value }: Entry<TableKey, TableValue>, isAdd: boolean) {
  await context.vpp.call(IpfixClassifyTableAddDel, {
    tableId: context.handleOf(classifyTables.at(key)),
    ipVersion: value["address-family"] === "ipv4" ? AddressFamily.ADDRESS_IP4 : AddressFamily.ADDRESS_IP6,
    transportProtocol: value.protocol === undefined ? IpProto.IP_API_PROTO_RESERVED : protocols[value.protocol],
    isAdd,
  });
}
