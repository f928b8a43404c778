/** Where the API has the lists of the kinds that are watched. */

import type { Kind } from "../objects.js";

export const LIST_PATHS: Readonly<Record<Kind, string>> = {
  Namespace: "/api/v1/namespaces",
  Node: "/api/v1/nodes",
  Pod: "/api/v1/pods",
  Service: "/api/v1/services",
  EndpointSlice: "/apis/discovery.k8s.io/v1/endpointslices",
  NetworkPolicy: "/apis/networking.k8s.io/v1/networkpolicies",
  AdminNetworkPolicy: "/apis/policy.networking.k8s.io/v1alpha1/adminnetworkpolicies",
  BaselineAdminNetworkPolicy: "/apis/policy.networking.k8s.io/v1alpha1/baselineadminnetworkpolicies",
};
