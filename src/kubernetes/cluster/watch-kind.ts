/** All objects of one kind, as they come and go, through all that may happen to a connection. */

import { type KubernetesObject as ClientObject, type KubeConfig, ListWatch } from "@kubernetes/client-node";
import { INSTALLED_KINDS, type Kind, type KubernetesObject, keyOf } from "../objects.js";
import { ApiError } from "./api-request.js";
import { CarefulWatch } from "./careful-watch.js";
import { readList } from "./read-list.js";
import { LIST_PATHS } from "./resources.js";
import { whenServed } from "./when-served.js";

/** Hears of the objects of a cluster. */
export interface ObjectSink {
  put(object: KubernetesObject): void;
  remove(object: { readonly kind: Kind; readonly key: string }): void;
  /** The list of a kind is complete. Called again after each list. */
  listed(kind: Kind): void;
  /** Undefined: the watch goes on. */
  trouble(kind: Kind, failure: unknown): void;
}

/** Pauses after failures, each twice the one before. */
export interface BackOff {
  readonly firstMs: number;
  readonly mostMs: number;
}

/** How long an API server may say nothing. */
export interface Patience {
  /** After a request. */
  readonly answerMs: number;
  /** In a watch. API servers send a bookmark about each minute, as long as anything has ever happened to the kind. */
  readonly silenceMs: number;
}

export interface WatchDelays {
  readonly reconnect: BackOff;
  readonly patience: Patience;
}

export interface KindWatch {
  /** What is known of an object now. */
  get(key: string): KubernetesObject | undefined;
  stop(): Promise<void>;
}

/** What every cluster has some of: its API server itself is a service with endpoints. */
const NEVER_EMPTY: readonly Kind[] = ["Namespace", "Node", "Service", "EndpointSlice"];
/** After so many failures in a row the list is read again. */
const FAILURES_BEFORE_LIST = 2;

type Listed = ClientObject;

/** The client says that times are dates, but what comes in has them as texts. */
function textual(object: Listed): KubernetesObject {
  return object as unknown as KubernetesObject;
}

export function watchKind(kubeConfig: KubeConfig, kind: Kind, sink: ObjectSink, delays: WatchDelays): KindWatch {
  const { reconnect, patience } = delays;
  const ending = new AbortController();
  let failures = 0;
  let isListed = false;
  const get = (name = "", namespace = "") => informer.get(name, namespace) as KubernetesObject | undefined;
  const known = ({ metadata }: KubernetesObject) => get(metadata?.name, metadata?.namespace);
  const watch = new CarefulWatch(kubeConfig, {
    known,
    mustList: () => failures >= FAILURES_BEFORE_LIST && !isListed,
    onOpen: () => {
      failures = 0;
      sink.trouble(kind, undefined);
    },
    pauseMs: reconnect.firstMs,
    patience,
  });
  const list = async () => {
    const found = await readList(kubeConfig, LIST_PATHS[kind], ending.signal, patience.answerMs);
    if (found.items.length === 0 && informer.list().length > 0 && NEVER_EMPTY.includes(kind)) {
      throw new ApiError(`${LIST_PATHS[kind]} is said to be empty, which it is in no cluster`);
    }
    isListed = true;
    // The client takes the objects as soon as it has them.
    setImmediate(() => sink.listed(kind));
    return { ...found, items: found.items as unknown as Listed[] };
  };
  const informer = new ListWatch<Listed>(LIST_PATHS[kind], watch, list, false);
  const put = (object: Listed) => sink.put({ ...textual(object), kind });
  informer.on("add", put);
  informer.on("update", put);
  informer.on("delete", (object: Listed) => sink.remove({ kind, key: keyOf(textual(object)) }));
  informer.on("error", (failure: unknown) => {
    if (ending.signal.aborted) return;
    failures++;
    isListed = false;
    sink.trouble(kind, failure);
    const waitMs = Math.min(reconnect.firstMs * 2 ** (failures - 1), reconnect.mostMs);
    // By chance a little less, so that not all nodes come back together.
    setTimeout(start, waitMs * (0.75 + Math.random() / 4)).unref();
  });
  const start = () => {
    if (ending.signal.aborted) return;
    informer.start().catch((failure: unknown) => sink.trouble(kind, failure));
  };
  if (INSTALLED_KINDS.includes(kind)) {
    const read = () => readList(kubeConfig, LIST_PATHS[kind], ending.signal, patience.answerMs);
    const served = { absent: () => sink.listed(kind), trouble: (failure: unknown) => sink.trouble(kind, failure) };
    void whenServed(read, served, reconnect, ending.signal).then(start);
  } else start();
  return {
    get: (key) => {
      const [namespace, name] = key.split("/") as [string, string];
      return get(name, namespace);
    },
    stop: async () => {
      ending.abort();
      await informer.stop();
    },
  };
}
