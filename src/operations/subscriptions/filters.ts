/** The filter of a subscription: in the request, or configured under /filters (RFC 8639 2.2, RFC 8641 3.6). */

import { formatPredicate } from "../../schema/instance-path.js";
import type { OperationContext } from "../context.js";
import { faultOfFilter } from "../filters/fault-of-filter.js";
import { jsonSubtreeSelection } from "../filters/json-subtree-filter.js";
import type { RpcCall } from "../invoke.js";
import { type HintContainer, subscriptionError } from "./subscription-error.js";
import type { Filter } from "./terms.js";

type Json = Readonly<Record<string, unknown>>;
type Kind = "stream" | "datastore";

/** Names of the parameters, and of the list of configured filters. */
const names = {
  stream: {
    reference: "stream-filter-name",
    subtree: "stream-subtree-filter",
    xpath: "stream-xpath-filter",
    list: "/ietf-subscribed-notifications:filters/stream-filter",
    key: "name",
  },
  datastore: {
    reference: "ietf-yang-push:selection-filter-ref",
    subtree: "ietf-yang-push:datastore-subtree-filter",
    xpath: "ietf-yang-push:datastore-xpath-filter",
    list: "/ietf-subscribed-notifications:filters/ietf-yang-push:selection-filter",
    key: "filter-id",
  },
} as const;

/** The filter that an rpc asks for. Throws filter-unsupported with a hint. */
export async function requestedFilter(
  context: OperationContext,
  call: RpcCall,
  kind: Kind,
  hintContainer: HintContainer,
): Promise<Filter> {
  const filter = await filterOf(context, call, kind);
  await requireUsable(context, filter, hintContainer);
  return filter;
}

async function filterOf(context: OperationContext, call: RpcCall, kind: Kind): Promise<Filter> {
  const { reference, subtree, xpath } = names[kind];
  const { input } = call;
  if (reference in input) return configuredFilter(context, String(input[reference]), kind);
  if (xpath in input) return { select: [String(input[xpath])], members: { [xpath]: input[xpath] } };
  const parameter = subtree.slice(subtree.indexOf(":") + 1);
  if (call.content(parameter) === undefined) return { members: {} };
  const content = await call.contentJson(parameter);
  return { select: call.select ?? jsonSubtreeSelection(content, context.schema), members: { [subtree]: content } };
}

/** A filter by its name. Throws filter-unsupported when there is none. */
export async function configuredFilter(context: OperationContext, name: string, kind: Kind): Promise<Filter> {
  const { list, key, reference, subtree, xpath } = names[kind];
  const bytes = await context.datastores.engine.subtree(`${list}${formatPredicate(key, name)}`);
  if (bytes === undefined) throw subscriptionError("filter-unsupported", `There is no filter "${name}"`);
  const [entry = {}] = Object.values(JSON.parse(Buffer.from(bytes).toString()) as Record<string, Json[]>)[0]!;
  const local = (member: string) => entry[member.slice(member.indexOf(":") + 1)];
  const base = { reference: name, members: { [reference]: name } };
  if (local(xpath) !== undefined) return { ...base, select: [String(local(xpath))] };
  if (local(subtree) === undefined) return base;
  return { ...base, select: jsonSubtreeSelection(local(subtree) as Json, context.schema) };
}

async function requireUsable(context: OperationContext, { select }: Filter, container: HintContainer): Promise<void> {
  const message = select && (await faultOfFilter(context, select));
  if (message === undefined) return;
  throw subscriptionError("filter-unsupported", message, { container, members: { "filter-failure-hint": message } });
}
