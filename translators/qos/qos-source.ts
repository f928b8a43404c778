import { QosSource } from "vpp-binapi-ts/api";

export type SourceName = "ext" | "vlan" | "mpls" | "ip";

/** VPP's numbers of the places in a packet that hold a quality of service. */
export const qosSources = {
  ext: QosSource.QOS_API_SOURCE_EXT,
  vlan: QosSource.QOS_API_SOURCE_VLAN,
  mpls: QosSource.QOS_API_SOURCE_MPLS,
  ip: QosSource.QOS_API_SOURCE_IP,
} as const;

export function sourceName(number: number): SourceName {
  return sourceNames[number] ?? "ext";
}

export const sourceNames: readonly SourceName[] = ["ext", "vlan", "mpls", "ip"];
