/** GET of the URI of a subscription (RFC 8650 3.1). */

import { ManagementError } from "../../errors/management-error.js";
import type { OperationContext } from "../context.js";
import type { Session } from "../management.js";
import type { Answer, Operation } from "../operation.js";
import { noSuchSubscription } from "./subscriptions.js";

type ReadSubscription = Extract<Operation, { kind: "read-subscription" }>;

/** To others than the user who has established it a subscription does not exist. */
export function readSubscription(
  { subscriptions }: OperationContext,
  { user }: Session,
  { id, signal }: ReadSubscription,
): Answer {
  const subscription = subscriptions.get(id);
  const events = subscriptions.read(user, id, signal);
  if (subscription === undefined || events === undefined) throw noSuchSubscription(id);
  if (events === "in-use") {
    throw new ManagementError("in-use", { type: "protocol", message: `Subscription ${id} is being read already` });
  }
  return { kind: "subscription", events, format: subscription.terms.encoding };
}
