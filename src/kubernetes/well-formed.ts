/**
 * Objects as they may be read: with the types that the API says, and without nulls, which mean there what absence means. Only what is
 * read is looked at. One object that is none of these must not hold up all the others.
 */

import { Ajv, type ValidateFunction } from "ajv";
import type { AdminPeer, AdminPort, AdminSubject, Kind, KubernetesObject, LabelSelector } from "./objects.js";

const text = { type: "string" };
const number = { type: "number" };
const truth = { type: "boolean" };
const texts = { type: "array", items: text };
const textMap = { type: "object", additionalProperties: text };

const object = (properties: object) => ({ type: "object", properties });
const list = (properties: object) => ({ type: "array", items: object(properties) });

const selector = object({
  matchLabels: textMap,
  matchExpressions: list({ key: text, operator: text, values: texts }),
});
const policyPeers = list({
  podSelector: selector,
  namespaceSelector: selector,
  ipBlock: object({ cidr: text, except: texts }),
});
const policyPorts = list({ protocol: text, port: { type: ["number", "string"] }, endPort: number });
const containers = list({
  restartPolicy: text,
  ports: list({ name: text, containerPort: number, protocol: text }),
});
const names = list({ name: text });

const subject = {
  namespaces: selector,
  pods: object({ namespaceSelector: selector, podSelector: selector }),
};
const adminPeers = list({ ...subject, nodes: selector, networks: texts });
const adminPorts = list({
  portNumber: object({ protocol: text, port: number }),
  portRange: object({ protocol: text, start: number, end: number }),
  namedPort: text,
});
const priority = { type: "integer", minimum: 0, maximum: 4_294_967_295 };
/** Without an action nobody could say what a rule does, and without a priority when it is asked. */
const adminPolicy = (more: object, ...actions: readonly string[]) => {
  const rules = (ends: object) => ({
    type: "array",
    items: { ...object({ action: { enum: actions }, ports: adminPorts, ...ends }), required: ["action"] },
  });
  return {
    ...object({
      ...more,
      subject: object(subject),
      ingress: rules({ from: adminPeers }),
      egress: rules({ to: adminPeers }),
    }),
    required: Object.keys(more),
  };
};

const specs: Readonly<Record<Kind, object>> = {
  Namespace: {},
  Node: {
    spec: object({ podCIDR: text, podCIDRs: texts }),
    status: object({ addresses: list({ type: text, address: text }), conditions: list({ type: text, status: text }) }),
  },
  Pod: {
    spec: object({ nodeName: text, hostNetwork: truth, containers, initContainers: containers }),
    status: object({ phase: text, podIP: text, podIPs: list({ ip: text }) }),
  },
  Service: {
    spec: object({
      ...{
        type: text,
        clusterIP: text,
        clusterIPs: texts,
        externalIPs: texts,
        ipFamilies: texts,
        ipFamilyPolicy: text,
      },
      ...{ internalTrafficPolicy: text, externalTrafficPolicy: text, trafficDistribution: text, sessionAffinity: text },
      ...{
        healthCheckNodePort: number,
        loadBalancerSourceRanges: texts,
        loadBalancerClass: text,
        loadBalancerIP: text,
      },
      sessionAffinityConfig: object({ clientIP: object({ timeoutSeconds: number }) }),
      ports: list({ name: text, protocol: text, port: number, nodePort: number }),
    }),
    status: object({ loadBalancer: object({ ingress: list({ ip: text, ipMode: text, hostname: text }) }) }),
  },
  EndpointSlice: {
    addressType: text,
    ports: list({ name: text, protocol: text, port: number }),
    endpoints: list({
      ...{ addresses: texts, nodeName: text, zone: text },
      conditions: object({ ready: truth, serving: truth, terminating: truth }),
      hints: object({ forZones: names, forNodes: names }),
    }),
  },
  NetworkPolicy: {
    spec: object({
      podSelector: selector,
      policyTypes: texts,
      ingress: list({ from: policyPeers, ports: policyPorts }),
      egress: list({ to: policyPeers, ports: policyPorts }),
    }),
  },
  AdminNetworkPolicy: { spec: adminPolicy({ priority }, "Allow", "Deny", "Pass") },
  BaselineAdminNetworkPolicy: { spec: adminPolicy({}, "Allow", "Deny") },
};

const metadata = object({
  ...{ name: text, namespace: text, uid: text, resourceVersion: text },
  ...{ creationTimestamp: text, deletionTimestamp: text, labels: textMap, annotations: textMap },
});

const ajv = new Ajv({ allowUnionTypes: true });
const validators = new Map<string, ValidateFunction>(
  Object.entries(specs).map(([kind, members]) => [kind, ajv.compile(object({ metadata, ...members }))]),
);

/** Whether a value can be read as a selector of labels; it has no nulls. */
export const isSelector = ajv.compile(selector) as (value: unknown) => value is LabelSelector;

/** Whether a value is a list of texts. */
export const isTexts = ajv.compile(texts) as (value: unknown) => value is readonly string[];

/** Parts of the policies of administrators that can be read; they have no nulls. */
export const isAdminSubject = ajv.compile(object(subject)) as (value: unknown) => value is AdminSubject;
export const isAdminPeers = ajv.compile(adminPeers) as (value: unknown) => value is readonly AdminPeer[];
export const isAdminPorts = ajv.compile(adminPorts) as (value: unknown) => value is readonly AdminPort[];
export const isPriority = ajv.compile(priority) as (value: unknown) => value is number;

/** The object without nulls, or a sentence that says what is wrong with it. */
export function wellFormed<Known extends KubernetesObject>(kind: Kind, object: Known): Known | string {
  const read = withoutNulls(object) as Known;
  const validate = validators.get(kind)!;
  if (validate(read)) return read;
  const [error] = validate.errors ?? [];
  return `it is no ${kind}: ${error?.instancePath.slice(1).replaceAll("/", ".")} ${error?.message}`;
}

/** The value without members that are null. In a list it is wrong: a list of peers that becomes empty would mean everybody. */
export function withoutNulls(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) {
    const items = value.map(withoutNulls);
    return items.some((item, index) => item !== value[index]) ? items : value;
  }
  const members = Object.entries(value).map(([name, member]) => [name, member, withoutNulls(member)] as const);
  if (members.every(([, before, after]) => after !== null && before === after)) return value;
  return Object.fromEntries(members.flatMap(([name, , after]) => (after === null ? [] : [[name, after]])));
}
