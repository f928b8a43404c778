/** Services with their endpoints, and the node. A slice concerns the service that it names, nothing else. */

import type { EndpointSlice, Node, Service } from "../objects.js";
import { nodeEntry } from "../services/node-entry.js";
import { serviceEntry } from "../services/service-entry.js";
import type { ClusterSettings } from "../settings.js";
import type { Trouble } from "../trouble.js";
import { Grouped } from "./grouped.js";
import type { Compiled, ObjectEvent, Part } from "./part.js";

const SERVICE_NAME_LABEL = "kubernetes.io/service-name";

export class ServicePart implements Part {
  readonly #services = new Map<string, Service>();
  /** By the key of the service. */
  readonly #slices = new Grouped<EndpointSlice>();
  /** The service that a slice names. */
  readonly #serviceOf = new Map<string, string>();
  readonly #nodes = new Map<string, Node>();
  readonly #changed = new Set<string>();
  #nodeChanged = true;

  constructor(readonly settings: ClusterSettings) {}

  take({ kind, key, object }: ObjectEvent): void {
    if (kind === "Service") {
      setOrDelete(this.#services, key, object as Service | undefined);
      this.#changed.add(key);
    } else if (kind === "EndpointSlice") this.#takeSlice(key, object as EndpointSlice | undefined);
    else if (kind === "Node") {
      setOrDelete(this.#nodes, key, object as Node | undefined);
      this.#nodeChanged = true;
    }
  }

  *compile(): Iterable<readonly [string, Compiled]> {
    for (const key of this.#changed) yield [`service ${key}`, this.#compileService(key)];
    this.#changed.clear();
    if (!this.#nodeChanged) return;
    this.#nodeChanged = false;
    yield ["node", this.#compileNode()];
  }

  #takeSlice(key: string, slice: EndpointSlice | undefined): void {
    const before = this.#serviceOf.get(key);
    const service = slice === undefined ? undefined : serviceOf(slice);
    if (before !== undefined) {
      this.#slices.set(before, key, undefined);
      this.#changed.add(before);
    }
    setOrDelete(this.#serviceOf, key, service);
    if (service === undefined) return;
    this.#slices.set(service, key, slice);
    this.#changed.add(service);
  }

  #compileService(key: string): Compiled {
    const service = this.#services.get(key);
    if (service === undefined) return { entries: [], troubles: [] };
    const of = { kind: "Service", key } as const;
    const troubles: Trouble[] = [];
    const tell = (message: string) => void troubles.push({ of, reason: "InvalidObject", message });
    const value = serviceEntry(service, [...this.#slices.of(key).values()], tell);
    return { entries: value === undefined ? [] : [{ list: "service", value, of }], troubles };
  }

  #compileNode(): Compiled {
    const key = `/${this.settings.nodeName}`;
    const node = this.#nodes.get(key);
    const value = nodeEntry(node, this.#nodes.values(), this.settings);
    const of = { kind: "Node", key } as const;
    const message = `the cluster has no node "${this.settings.nodeName}": node ports are not served, and no endpoint is local`;
    const troubles: readonly Trouble[] = node === undefined ? [{ of, reason: "InvalidObject", message }] : [];
    return { entries: [{ list: "proxy-node", value, of }], troubles };
  }
}

function serviceOf({ metadata }: EndpointSlice): string | undefined {
  const name = metadata?.labels?.[SERVICE_NAME_LABEL];
  return name === undefined ? undefined : `${metadata?.namespace ?? ""}/${name}`;
}

function setOrDelete<Value>(map: Map<string, Value>, key: string, value: Value | undefined): void {
  if (value === undefined) map.delete(key);
  else map.set(key, value);
}
