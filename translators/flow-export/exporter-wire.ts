/** Settings of IPFIX exporters: names of YANG, and fields of VPP's messages. */

import type { IpfixExporterDetails } from "vpp-binapi-ts/api";
import type { ObjectRef, TranslatorContext } from "../../src/southbound/translator.js";
import { address, formatAddress } from "../ip/addresses.js";
import { defaultVrf, tableDependency, tableIdOf, vrfOfTable } from "../routing/ip-table.js";

export interface ExporterValue {
  readonly "source-address": string;
  readonly "collector-port"?: number;
  readonly vrf?: string;
  readonly "path-mtu"?: number;
  /** Seconds. */
  readonly "template-interval"?: number;
  readonly "udp-checksum"?: boolean;
}

export const exporterLeafs = [
  "source-address",
  "collector-port",
  "vrf",
  "path-mtu",
  "template-interval",
  "udp-checksum",
] as const;

const IPFIX_PORT = 4739;

/** The VRF that an exporter needs. VPP looks for its number among the IPv4 tables, whatever the family of the collector. */
export function vrfOfExporter({ vrf }: ExporterValue): readonly ObjectRef[] {
  return tableDependency("ipv4", vrf);
}

export function exporterFields(context: TranslatorContext, collector: string, value: ExporterValue) {
  return {
    collectorAddress: address(collector),
    collectorPort: value["collector-port"] ?? IPFIX_PORT,
    srcAddress: address(value["source-address"]),
    vrfId: tableIdOf(context, "ipv4", value.vrf),
    pathMtu: value["path-mtu"] ?? 512,
    templateInterval: value["template-interval"] ?? 20,
    udpChecksum: value["udp-checksum"] ?? false,
  };
}

export function exporterFrom(context: TranslatorContext, details: IpfixExporterDetails): ExporterValue {
  const vrf = vrfOfTable(context, "ipv4", details.vrfId);
  return {
    "source-address": formatAddress(details.srcAddress),
    "collector-port": details.collectorPort,
    ...(vrf !== undefined && vrf !== defaultVrf && { vrf }),
    "path-mtu": details.pathMtu,
    "template-interval": details.templateInterval,
    "udp-checksum": details.udpChecksum,
  };
}
