import { IpfixAllExporterGet, IpfixExporterCreateDelete, IpfixExporterDump, SetIpfixExporter } from "vpp-binapi-ts/api";
import { defineTranslator } from "../../src/southbound/translator.js";
import { formatAddress } from "../ip/addresses.js";
import { ipTables } from "../routing/ip-table.js";
import { goneIsFine } from "../vpp-answers.js";
import { type ExporterValue, exporterFields, exporterFrom, exporterLeafs, vrfOfExporter } from "./exporter-wire.js";

interface DefaultValue extends ExporterValue {
  readonly "collector-address": string;
}

/** What the collector is where there is none. */
const NOWHERE = "0.0.0.0";
const none: ExporterValue = { "source-address": NOWHERE };

/** The exporter that VPP always has, which sends nothing while its collector is zero. */
export const defaultExporter = defineTranslator<Record<never, string>, DefaultValue>({
  name: "ipfix-default-exporter",
  path: "/sweetcomb-flow-export:flow-export/default-exporter",
  keys: {},
  leafs: ["collector-address", ...exporterLeafs],
  messages: [SetIpfixExporter, IpfixExporterDump],
  dependsOn: ({ value }) => vrfOfExporter(value),
  async create(context, { value }) {
    await context.vpp.call(SetIpfixExporter, exporterFields(context, value["collector-address"], value));
  },
  async update(context, { value }) {
    await context.vpp.call(SetIpfixExporter, exporterFields(context, value["collector-address"], value));
  },
  async delete(context) {
    await context.vpp.call(SetIpfixExporter, exporterFields(context, NOWHERE, none));
  },
  reads: [ipTables.ipv4],
  async *dump(context) {
    for await (const details of context.vpp.dump(IpfixExporterDump)) {
      const collector = formatAddress(details.collectorAddress);
      if (collector === NOWHERE) continue;
      yield { key: {}, value: { "collector-address": collector, ...exporterFrom(context, details) } };
    }
  },
});

type Key = { readonly collector: string };

/** Another exporter, by its collector. VPP 26.06 keeps one that it refuses half made, so nothing that it refuses is sent. */
export const exporter = defineTranslator<Key, ExporterValue>({
  name: "ipfix-exporter",
  path: "/sweetcomb-flow-export:flow-export/exporter",
  keys: { collector: "exporter/collector-address" },
  leafs: exporterLeafs,
  messages: [IpfixExporterCreateDelete, IpfixAllExporterGet],
  dependsOn: ({ value }) => vrfOfExporter(value),
  async create(context, { key, value }) {
    const fields = exporterFields(context, key.collector, value);
    await context.vpp.call(IpfixExporterCreateDelete, { isCreate: true, ...fields });
  },
  async update(context, { key, value }) {
    const fields = exporterFields(context, key.collector, value);
    await context.vpp.call(IpfixExporterCreateDelete, { isCreate: true, ...fields });
  },
  async delete(context, { key, value }) {
    const fields = exporterFields(context, key.collector, value);
    await goneIsFine(context.vpp.call(IpfixExporterCreateDelete, { isCreate: false, ...fields }));
  },
  reads: [ipTables.ipv4],
  async *dump(context) {
    let isDefault = true;
    for await (const details of context.vpp.dump(IpfixAllExporterGet, { cursor: 0 })) {
      const collector = formatAddress(details.collectorAddress);
      // The one that VPP always has comes first.
      if (!isDefault) yield { key: { collector }, value: exporterFrom(context, details) };
      isDefault = false;
    }
  },
});
