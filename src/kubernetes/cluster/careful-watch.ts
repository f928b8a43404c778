/**
 * The client's watch, with what it lets pass: lines that are no objects (each would end the process, as an unhandled rejection),
 * objects that are older than what is known, servers that end every watch at once, and connections that are silent for ever.
 */

import { type KubeConfig, Watch } from "@kubernetes/client-node";
import type { KubernetesObject } from "../objects.js";
import { withoutManagedFields } from "./without-managed-fields.js";

/** A watch lasts this long, and half as long again by chance, so that not all of them begin anew together. */
const WATCH_S = 300;
/** How long a server may be late with the end of a watch. */
const GRACE_MS = 30_000;
const GONE = 410;

type Callback = Parameters<Watch["watch"]>[2];
type Done = Parameters<Watch["watch"]>[3];

export interface WatchOptions {
  /** The object as it is known now. */
  readonly known: (object: KubernetesObject) => KubernetesObject | undefined;
  /** Whether what is known cannot be gone on from, and has to be listed again. */
  readonly mustList: () => boolean;
  /** A watch has begun. */
  readonly onOpen: () => void;
  /** Shortest time between the beginnings of two watches. */
  readonly pauseMs: number;
}

export class CarefulWatch extends Watch {
  #openedAtMs = 0;

  constructor(
    kubeConfig: KubeConfig,
    readonly options: WatchOptions,
  ) {
    super(kubeConfig);
  }

  override async watch(
    path: string,
    query: Record<string, string | number | boolean | undefined>,
    callback: Callback,
    done: Done,
  ): Promise<AbortController> {
    await this.#pause();
    // The client lists again after 410 (Gone).
    if (this.options.mustList()) return ended(done, { statusCode: GONE });
    const timeoutSeconds = WATCH_S + Math.floor((Math.random() * WATCH_S) / 2);
    const all = { ...query, allowWatchBookmarks: true, timeoutSeconds };
    let controller: AbortController | undefined;
    const patience = setTimeout(() => controller?.abort(), timeoutSeconds * 1000 + GRACE_MS);
    const finish: Done = (failure) => {
      clearTimeout(patience);
      done(failure);
    };
    try {
      controller = await super.watch(path, all, this.#careful(callback), finish);
      if (!controller.signal.aborted) this.options.onOpen();
      return controller;
    } catch (failure) {
      clearTimeout(patience);
      return ended(done, failure);
    }
  }

  async #pause(): Promise<void> {
    const waitMs = this.#openedAtMs + this.options.pauseMs - Date.now();
    if (waitMs > 0) await new Promise((resolve) => setTimeout(resolve, waitMs));
    this.#openedAtMs = Date.now();
  }

  #careful(callback: Callback): Callback {
    return (phase, object: unknown, line) => {
      if (typeof object !== "object" || object === null) return;
      if (phase === "ERROR") return callback(phase, object, line);
      const { metadata } = object as KubernetesObject;
      if (typeof metadata !== "object" || metadata === null) return;
      if (phase !== "BOOKMARK" && (typeof metadata.name !== "string" || this.#isOld(object as KubernetesObject)))
        return;
      callback(phase, withoutManagedFields(object as KubernetesObject), line);
    };
  }

  /** Versions are numbers that grow. */
  #isOld(object: KubernetesObject): boolean {
    const version = Number(object.metadata?.resourceVersion);
    return version < Number(this.options.known(object)?.metadata?.resourceVersion);
  }
}

function ended(done: Done, failure: unknown): AbortController {
  const controller = new AbortController();
  controller.abort();
  setImmediate(() => done(failure));
  return controller;
}
