/** Subscriptions that refer to a configured filter follow it (RFC 8639 2.7.2, 2.7.3). */

import type { OperationContext } from "../context.js";
import { configuredFilter } from "./filters.js";
import { goOnWith } from "./handlers.js";
import type { Subscription } from "./subscription.js";

/** To be called after each commit. A filter that is another one modifies the subscription; one that is gone ends it. */
export async function followFilters(context: OperationContext): Promise<void> {
  const referring = [...context.subscriptions.all()].filter(({ terms }) => terms.filter.reference !== undefined);
  for (const subscription of referring) await follow(context, subscription, subscription.terms.filter.reference!);
}

async function follow(context: OperationContext, subscription: Subscription, reference: string): Promise<void> {
  const { terms } = subscription;
  try {
    const filter = await configuredFilter(context, reference, terms.target.kind);
    if (JSON.stringify(filter.select) === JSON.stringify(terms.filter.select)) return;
    goOnWith(context, subscription, { ...terms, filter });
    subscription.announceModified();
  } catch {
    subscription.terminate("ietf-subscribed-notifications:filter-unavailable");
  }
}
