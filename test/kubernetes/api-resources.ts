/** Kinds of objects, and where the API has them. */

/** Kinds and the paths of their lists; `namespaced` objects are at .../namespaces/NAMESPACE/PLURAL/NAME. */
export const resources: readonly Resource[] = [
  { kind: "Namespace", apiVersion: "v1", root: "/api/v1", plural: "namespaces", isNamespaced: false },
  { kind: "Node", apiVersion: "v1", root: "/api/v1", plural: "nodes", isNamespaced: false },
  { kind: "Pod", apiVersion: "v1", root: "/api/v1", plural: "pods", isNamespaced: true },
  { kind: "Service", apiVersion: "v1", root: "/api/v1", plural: "services", isNamespaced: true },
  { kind: "Event", apiVersion: "v1", root: "/api/v1", plural: "events", isNamespaced: true },
  {
    kind: "EndpointSlice",
    apiVersion: "discovery.k8s.io/v1",
    root: "/apis/discovery.k8s.io/v1",
    plural: "endpointslices",
    isNamespaced: true,
  },
  {
    kind: "Lease",
    apiVersion: "coordination.k8s.io/v1",
    root: "/apis/coordination.k8s.io/v1",
    plural: "leases",
    isNamespaced: true,
  },
  {
    kind: "NetworkPolicy",
    apiVersion: "networking.k8s.io/v1",
    root: "/apis/networking.k8s.io/v1",
    plural: "networkpolicies",
    isNamespaced: true,
  },
  ...(["AdminNetworkPolicy", "BaselineAdminNetworkPolicy"] as const).map((kind) => ({
    kind,
    apiVersion: "policy.networking.k8s.io/v1alpha1",
    root: "/apis/policy.networking.k8s.io/v1alpha1",
    plural: kind.replace("Policy", "Policies").toLowerCase(),
    isNamespaced: false,
    isInstalled: true,
  })),
];

export interface Resource {
  readonly kind: string;
  readonly apiVersion: string;
  readonly root: string;
  readonly plural: string;
  readonly isNamespaced: boolean;
  /** Only where somebody has installed its definition. */
  readonly isInstalled?: boolean;
}

/** What a request names. */
export interface Target {
  readonly resource: Resource;
  readonly namespace: string | undefined;
  readonly name: string | undefined;
  readonly isStatus: boolean;
}

/** Tells objects of all kinds apart. */
export function idOf({ kind, isNamespaced }: Resource, namespace: string | undefined, name: string): string {
  return `${kind} ${isNamespaced ? namespace : ""} ${name}`;
}

/** Undefined for a path that the API does not have. */
export function targetOf(path: string): Target | undefined {
  for (const resource of resources) {
    const { root, plural } = resource;
    const pattern = new RegExp(`^${root}(?:/namespaces/([^/]+))?/${plural}(?:/([^/]+))?(/status)?$`);
    const match = pattern.exec(path);
    if (match !== null) return { resource, namespace: match[1], name: match[2], isStatus: match[3] !== undefined };
  }
  return undefined;
}
