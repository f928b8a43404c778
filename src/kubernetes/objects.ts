/**
 * The objects of the Kubernetes API, as far as they are read. Everything may be missing: what an API server sends is looked
 * at and not believed.
 */

export interface Metadata {
  readonly name?: string;
  readonly namespace?: string;
  readonly uid?: string;
  readonly resourceVersion?: string;
  /** As the API writes it: "2026-11-22T00:00:00Z". */
  readonly creationTimestamp?: string;
  /** Of what is about to go. */
  readonly deletionTimestamp?: string;
  readonly labels?: Labels;
  readonly annotations?: Readonly<Record<string, string>>;
}

export type Labels = Readonly<Record<string, string>>;

export interface KubernetesObject {
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly metadata?: Metadata;
}

export interface Service extends KubernetesObject {
  readonly spec?: {
    readonly type?: string;
    readonly clusterIP?: string;
    readonly clusterIPs?: readonly string[];
    readonly externalIPs?: readonly string[];
    readonly ipFamilies?: readonly string[];
    readonly ipFamilyPolicy?: string;
    readonly ports?: readonly ServicePort[];
    readonly internalTrafficPolicy?: string;
    readonly externalTrafficPolicy?: string;
    readonly healthCheckNodePort?: number;
    readonly sessionAffinity?: string;
    readonly sessionAffinityConfig?: { readonly clientIP?: { readonly timeoutSeconds?: number } };
    readonly loadBalancerSourceRanges?: readonly string[];
    readonly loadBalancerClass?: string;
    readonly loadBalancerIP?: string;
    readonly trafficDistribution?: string;
  };
  readonly status?: { readonly loadBalancer?: { readonly ingress?: readonly Ingress[] } };
}

export interface ServicePort {
  readonly name?: string;
  readonly protocol?: string;
  readonly port?: number;
  readonly nodePort?: number;
}

export interface Ingress {
  readonly ip?: string;
  readonly ipMode?: string;
  readonly hostname?: string;
}

export interface EndpointSlice extends KubernetesObject {
  readonly addressType?: string;
  readonly endpoints?: readonly SliceEndpoint[] | null;
  readonly ports?: readonly { readonly name?: string; readonly protocol?: string; readonly port?: number }[] | null;
}

export interface SliceEndpoint {
  readonly addresses?: readonly string[];
  readonly conditions?: {
    readonly ready?: boolean | null;
    readonly serving?: boolean | null;
    readonly terminating?: boolean | null;
  };
  readonly nodeName?: string;
  readonly zone?: string;
  readonly hints?: { readonly forZones?: readonly Hint[] | null; readonly forNodes?: readonly Hint[] | null };
}

export interface Hint {
  readonly name?: string;
}

export interface Node extends KubernetesObject {
  readonly spec?: { readonly podCIDR?: string; readonly podCIDRs?: readonly string[] };
  readonly status?: {
    readonly addresses?: readonly { readonly type?: string; readonly address?: string }[];
    readonly conditions?: readonly { readonly type?: string; readonly status?: string }[];
  };
}

export interface Pod extends KubernetesObject {
  readonly spec?: {
    readonly nodeName?: string;
    readonly hostNetwork?: boolean;
    readonly containers?: readonly Container[];
    readonly initContainers?: readonly (Container & { readonly restartPolicy?: string })[];
  };
  readonly status?: {
    readonly phase?: string;
    readonly podIP?: string;
    readonly podIPs?: readonly { readonly ip?: string }[];
  };
}

export interface Container {
  readonly ports?: readonly ContainerPort[];
}

export interface ContainerPort {
  readonly name?: string;
  readonly containerPort?: number;
  readonly protocol?: string;
}

export interface NetworkPolicy extends KubernetesObject {
  readonly spec?: {
    readonly podSelector?: LabelSelector;
    readonly policyTypes?: readonly string[];
    readonly ingress?: readonly { readonly from?: readonly PolicyPeer[]; readonly ports?: readonly PolicyPort[] }[];
    readonly egress?: readonly { readonly to?: readonly PolicyPeer[]; readonly ports?: readonly PolicyPort[] }[];
  };
}

export interface LabelSelector {
  readonly matchLabels?: Labels;
  readonly matchExpressions?: readonly {
    readonly key?: string;
    readonly operator?: string;
    readonly values?: readonly string[];
  }[];
}

export interface PolicyPeer {
  readonly podSelector?: LabelSelector;
  readonly namespaceSelector?: LabelSelector;
  readonly ipBlock?: { readonly cidr?: string; readonly except?: readonly string[] };
}

export interface PolicyPort {
  readonly protocol?: string;
  readonly port?: number | string;
  readonly endPort?: number;
}

/** Of policy.networking.k8s.io/v1alpha1. */
export interface AdminNetworkPolicy extends KubernetesObject {
  readonly spec?: {
    /** Of the baseline there is one, without priority. */
    readonly priority?: number;
    readonly subject?: AdminSubject;
    readonly ingress?: readonly (AdminRule & { readonly from?: readonly AdminPeer[] })[];
    readonly egress?: readonly (AdminRule & { readonly to?: readonly AdminPeer[] })[];
  };
}

export interface AdminSubject {
  readonly namespaces?: LabelSelector;
  readonly pods?: { readonly namespaceSelector?: LabelSelector; readonly podSelector?: LabelSelector };
}

export interface AdminRule {
  readonly action?: string;
  readonly ports?: readonly AdminPort[];
}

export interface AdminPeer extends AdminSubject {
  readonly nodes?: LabelSelector;
  readonly networks?: readonly string[];
}

export interface AdminPort {
  readonly portNumber?: { readonly protocol?: string; readonly port?: number };
  readonly portRange?: { readonly protocol?: string; readonly start?: number; readonly end?: number };
  readonly namedPort?: string;
}

/** The kinds that are watched, by the name that the API gives them. */
export interface Kinds {
  readonly Service: Service;
  readonly EndpointSlice: EndpointSlice;
  readonly Node: Node;
  readonly Pod: Pod;
  readonly Namespace: KubernetesObject;
  readonly NetworkPolicy: NetworkPolicy;
  readonly AdminNetworkPolicy: AdminNetworkPolicy;
  readonly BaselineAdminNetworkPolicy: AdminNetworkPolicy;
}

export type Kind = keyof Kinds;

/** Kinds that an API server serves when somebody has installed their definitions (CustomResourceDefinition). */
export const INSTALLED_KINDS: readonly Kind[] = ["AdminNetworkPolicy", "BaselineAdminNetworkPolicy"];

export const KINDS: readonly Kind[] = [
  ...(["Namespace", "Node", "Pod", "Service", "EndpointSlice", "NetworkPolicy"] as const),
  ...INSTALLED_KINDS,
];

/** "namespace/name"; for an object without a namespace "/name". */
export type ObjectKey = string;

export function keyOf({ metadata }: KubernetesObject): ObjectKey {
  return `${metadata?.namespace ?? ""}/${metadata?.name ?? ""}`;
}

export function namespaceOf({ metadata }: KubernetesObject): string {
  return metadata?.namespace ?? "";
}
