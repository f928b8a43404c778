/** The objects of a cluster that the controller has to know. */

import type { KubeConfig } from "@kubernetes/client-node";
import type { ObjectReference } from "../entry.js";
import { KINDS, type Kind, type KubernetesObject } from "../objects.js";
import { type KindWatch, type ObjectSink, type WatchDelays, watchKind } from "./watch-kind.js";

export interface ClusterWatch {
  /** What is known of an object now. */
  get(reference: ObjectReference): KubernetesObject | undefined;
  stop(): Promise<void>;
}

export function watchCluster(kubeConfig: KubeConfig, sink: ObjectSink, delays: WatchDelays): ClusterWatch {
  const watches = new Map<Kind, KindWatch>(KINDS.map((kind) => [kind, watchKind(kubeConfig, kind, sink, delays)]));
  return {
    get: ({ kind, key }) => watches.get(kind)?.get(key),
    stop: async () => {
      await Promise.all([...watches.values()].map((watch) => watch.stop()));
    },
  };
}
