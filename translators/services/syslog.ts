import { SyslogGetFilter, SyslogGetSender, SyslogSetFilter, SyslogSetSender } from "vpp-binapi-ts/api";
import { defineTranslator, type TranslatorContext } from "../../src/southbound/translator.js";
import { allOrNone } from "../all-or-none.js";
import { formatIp4, ip4Bytes, isAllZero } from "../ip/addresses.js";
import { ipTables, tableDependency, tableIdOf, vrfOfTable } from "../routing/ip-table.js";

interface Value {
  readonly "collector-address": string;
  readonly "collector-port"?: number;
  readonly "source-address": string;
  readonly vrf?: string;
  readonly "maximum-message-size"?: number;
  readonly severity?: Severity;
}

type Severity = keyof typeof severities;

const severities = { alert: 1, critical: 2, error: 3, warning: 4, notice: 5, informational: 6, debug: 7 } as const;
/** VPP sends no message as bad as this: with this filter it is silent. */
const EMERGENCY = 0;
const NO_TABLE = 0xffff_ffff;
const defaults = { port: 514, size: 480, severity: "informational" } as const;

/** Where VPP's messages go. VPP keeps a collector for ever; what is deleted is silenced, and shown no more. */
export const syslog = defineTranslator<Record<never, string>, Value>({
  name: "syslog",
  path: "/sweetcomb-services:syslog",
  keys: {},
  leafs: ["collector-address", "collector-port", "source-address", "vrf", "maximum-message-size", "severity"],
  messages: [SyslogSetSender, SyslogGetSender, SyslogSetFilter, SyslogGetFilter],
  dependsOn: ({ value }) => tableDependency("ipv4", value.vrf),
  create: (context, { value }) => change(context, { after: value }),
  update: (context, { value }, before) => change(context, { before, after: value }),
  delete: (context, { value }) => change(context, { before: value }),
  reads: [ipTables.ipv4],
  async *dump(context) {
    const sender = await context.vpp.call(SyslogGetSender, {});
    const { severity: filter } = await context.vpp.call(SyslogGetFilter, {});
    const severity = (Object.keys(severities) as Severity[]).find((name) => severities[name] === filter);
    if (isAllZero(sender.collectorAddress) || severity === undefined) return;
    const vrf = sender.vrfId === NO_TABLE ? undefined : vrfOfTable(context, "ipv4", sender.vrfId);
    yield {
      key: {},
      value: {
        "collector-address": formatIp4(sender.collectorAddress),
        "collector-port": sender.collectorPort,
        "source-address": formatIp4(sender.srcAddress),
        ...(vrf !== undefined && { vrf }),
        "maximum-message-size": sender.maxMsgSize,
        severity,
      },
    };
  },
});

function change(context: TranslatorContext, { before, after }: { before?: Value; after?: Value }): Promise<void> {
  return allOrNone(
    [setCollector, setFilter].map((set) => ({
      do: () => set(context, after, before),
      undo: () => set(context, before, after),
    })),
  );
}

/** Without one, the last one stays; its table goes, which VPP remembers by an index that another one may get. */
async function setCollector(context: TranslatorContext, value?: Value, last?: Value): Promise<void> {
  const tableId = value?.vrf === undefined ? NO_TABLE : tableIdOf(context, "ipv4", value.vrf);
  const sender = value ?? last;
  if (sender !== undefined) await setSender(context, sender, tableId);
}

async function setFilter({ vpp }: TranslatorContext, value?: Value): Promise<void> {
  const severity = value === undefined ? EMERGENCY : severities[value.severity ?? defaults.severity];
  await vpp.call(SyslogSetFilter, { severity });
}

async function setSender({ vpp }: TranslatorContext, value: Value, vrfId: number): Promise<void> {
  await vpp.call(SyslogSetSender, {
    srcAddress: ip4Bytes(value["source-address"]),
    collectorAddress: ip4Bytes(value["collector-address"]),
    collectorPort: value["collector-port"] ?? defaults.port,
    vrfId,
    maxMsgSize: value["maximum-message-size"] ?? defaults.size,
  });
}
