/** Settings and states of BFD sessions: names of YANG, and fields of VPP's messages. */

import { BfdState, type BfdUdpSessionDetails } from "vpp-binapi-ts/api";
import { formatAddress } from "../ip/addresses.js";

export type MultihopKey = { readonly local: string; readonly peer: string };

export interface SessionValue {
  /** Microseconds. */
  readonly "desired-min-tx-interval"?: number;
  /** Microseconds. */
  readonly "required-min-rx-interval"?: number;
  readonly "detection-multiplier"?: number;
  readonly enabled?: boolean;
  readonly authentication?: Authentication;
}

export interface Authentication {
  readonly key: number;
  readonly "key-id": number;
  readonly "delayed-change"?: boolean;
}

const stateNames: Readonly<Record<BfdState, string>> = {
  [BfdState.BFD_STATE_API_ADMIN_DOWN]: "admin-down",
  [BfdState.BFD_STATE_API_DOWN]: "down",
  [BfdState.BFD_STATE_API_INIT]: "init",
  [BfdState.BFD_STATE_API_UP]: "up",
};

const DEFAULT_INTERVAL = 1_000_000;

/** The fields that bfd_udp_add and bfd_udp_mod have in common. */
export function fieldsOf(value: SessionValue) {
  return {
    desiredMinTx: value["desired-min-tx-interval"] ?? DEFAULT_INTERVAL,
    requiredMinRx: value["required-min-rx-interval"] ?? DEFAULT_INTERVAL,
    detectMult: value["detection-multiplier"] ?? 3,
  };
}

export function sessionFrom(details: BfdUdpSessionDetails): SessionValue {
  return {
    "desired-min-tx-interval": details.desiredMinTx,
    "required-min-rx-interval": details.requiredMinRx,
    "detection-multiplier": details.detectMult,
    enabled: details.state !== BfdState.BFD_STATE_API_ADMIN_DOWN,
    ...(details.isAuthenticated && { authentication: { key: details.confKeyId, "key-id": details.bfdKeyId } }),
  };
}

export function endsOf({ localAddr, peerAddr }: Pick<BfdUdpSessionDetails, "localAddr" | "peerAddr">): MultihopKey {
  return { local: formatAddress(localAddr), peer: formatAddress(peerAddr) };
}

export function stateNameOf(state: BfdState): string {
  return stateNames[state];
}
