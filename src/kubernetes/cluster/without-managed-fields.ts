/** Objects without what nobody reads: the book-keeping of who has set which field is often half of an object. */

import type { KubernetesObject } from "../objects.js";

export function withoutManagedFields<Named extends KubernetesObject>(object: Named): Named {
  const { managedFields: _managedFields, ...metadata } = (object.metadata ?? {}) as { managedFields?: unknown };
  return { ...object, metadata };
}
