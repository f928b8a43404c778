/** From the bytes of an event of VPP to the notification, in the protocol's format. */

import { encodeNotification } from "../../datastore/engine/notification.js";
import { fieldsToYang } from "../values/to-yang.js";
import type { DescribedApi } from "./described-api.js";
import type { ModuleContext } from "./module-context.js";
import { readBody } from "./read-body.js";

/** @returns undefined when the filter selects nothing of it */
export function encodeEvent(
  { api, context }: { readonly api: DescribedApi; readonly context: ModuleContext },
  path: string,
  bytes: Uint8Array,
  format: "xml" | "json",
  select: readonly string[] | undefined,
): Uint8Array | undefined {
  const event = api.event(path);
  const content = fieldsToYang(api.eventFields(event), readBody(api, event.message, bytes));
  return encodeNotification(context.with(event.module), path, content, format, select);
}
