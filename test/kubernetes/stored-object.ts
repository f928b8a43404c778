/** Objects as an API server has them. */

import type { KubernetesObject } from "../../src/kubernetes/objects.js";

export type Stored = KubernetesObject & {
  readonly metadata: NonNullable<KubernetesObject["metadata"]>;
  readonly status?: unknown;
  readonly [member: string]: unknown;
};

/** Without members that are undefined. */
export function asSent(object: KubernetesObject): KubernetesObject {
  return JSON.parse(JSON.stringify(object)) as KubernetesObject;
}

/** The object as it is at a version. */
export function withVersion(object: KubernetesObject, resourceVersion: string | undefined): Stored {
  return { ...object, metadata: { ...object.metadata, resourceVersion } } as Stored;
}

/** What a merge patch (RFC 7396) makes of an object. */
export function merged(before: unknown, patch: unknown): unknown {
  if (typeof patch !== "object" || patch === null || Array.isArray(patch)) return patch;
  const members = { ...(typeof before === "object" && !Array.isArray(before) ? before : {}) } as Record<
    string,
    unknown
  >;
  for (const [name, value] of Object.entries(patch)) {
    if (value === null) delete members[name];
    else members[name] = merged(members[name], value);
  }
  return members;
}
