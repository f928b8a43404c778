/** Why a subscription cannot be had: the identities of RFC 8639 and RFC 8641, and how protocols report them (RFC 8640 7, RFC 8650 3.3). */

import { type ErrorTag, ManagementError } from "../../errors/management-error.js";

const STREAMS = "ietf-subscribed-notifications";
const PUSH = "ietf-yang-push";

/** Module of each identity, and the error-tag that goes with it. */
const reasons = {
  "encoding-unsupported": [STREAMS, "invalid-value"],
  "filter-unsupported": [STREAMS, "invalid-value"],
  "insufficient-resources": [STREAMS, "resource-denied"],
  "no-such-subscription": [STREAMS, "invalid-value"],
  "replay-unsupported": [STREAMS, "operation-not-supported"],
  "cant-exclude": [PUSH, "operation-not-supported"],
  "datastore-not-subscribable": [PUSH, "invalid-value"],
  "no-such-subscription-resync": [PUSH, "invalid-value"],
  "on-change-unsupported": [PUSH, "operation-not-supported"],
  "period-unsupported": [PUSH, "invalid-value"],
  "sync-too-big": [PUSH, "too-big"],
  "update-too-big": [PUSH, "too-big"],
} as const satisfies Record<string, readonly [module: string, tag: ErrorTag]>;

export type ErrorReason = keyof typeof reasons;

/** Containers with hints (yang-data of the RFCs), by rpc and by what is subscribed to. */
export type HintContainer =
  | `${typeof STREAMS}:${"establish" | "modify"}-subscription-stream-error-info`
  | `${typeof PUSH}:${"establish" | "modify"}-subscription-datastore-error-info`;

export interface Hints {
  readonly container: HintContainer;
  readonly members: Readonly<Record<string, string | number>>;
}

export function subscriptionError(reason: ErrorReason, message: string, hints?: Hints): ManagementError {
  const [module, tag] = reasons[reason];
  const [infoModule = "", name = ""] = hints?.container.split(":") ?? [];
  return new ManagementError(tag, {
    message,
    appTag: `${module}:${reason}`,
    ...(hints && { info: { module: infoModule, name, members: Object.entries(hints.members) } }),
  });
}
