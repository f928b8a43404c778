/**
 * A watch for the client's ListWatch, with what the client's own lets pass: lines that are no objects (each would end the process, as an
 * unhandled rejection), objects that are older than what is known, servers that end every watch at once, and those that say nothing.
 */

import { type KubeConfig, Watch } from "@kubernetes/client-node";
import type { KubernetesObject } from "../objects.js";
import { askApi } from "./api-request.js";
import { linesOf } from "./lines-of.js";
import type { Patience } from "./watch-kind.js";
import { withoutManagedFields } from "./without-managed-fields.js";

/** A watch lasts this long, and half as long again by chance, so that not all of them begin anew together. */
const WATCH_S = 300;
const GONE = 410;

type Callback = Parameters<Watch["watch"]>[2];
type Done = Parameters<Watch["watch"]>[3];
type Query = Readonly<Record<string, string | number | boolean | undefined>>;

export interface WatchOptions {
  /** The object as it is known now. */
  readonly known: (object: KubernetesObject) => KubernetesObject | undefined;
  /** Whether what is known cannot be gone on from, and has to be listed again. */
  readonly mustList: () => boolean;
  /** A watch has begun. */
  readonly onOpen: () => void;
  /** Shortest time between the beginnings of two watches. */
  readonly pauseMs: number;
  readonly patience: Patience;
}

export class CarefulWatch extends Watch {
  #openedAtMs = 0;

  constructor(
    kubeConfig: KubeConfig,
    readonly options: WatchOptions,
  ) {
    super(kubeConfig);
  }

  /** @param done hears of the end of the watch, unless that was asked for with the controller that is returned */
  override async watch(path: string, query: Query, callback: Callback, done: Done): Promise<AbortController> {
    await this.#pause();
    const ending = new AbortController();
    const finish = (failure: unknown) => {
      if (!ending.signal.aborted) done(failure);
    };
    // The client lists again after 410 (Gone).
    if (this.options.mustList()) setImmediate(finish, { statusCode: GONE });
    else this.#follow(path, query, callback, ending.signal).then(() => finish(null), finish);
    return ending;
  }

  async #pause(): Promise<void> {
    const waitMs = this.#openedAtMs + this.options.pauseMs - Date.now();
    if (waitMs > 0) await new Promise((resolve) => setTimeout(resolve, waitMs));
    this.#openedAtMs = Date.now();
  }

  /** Until the server ends the watch, or has been silent for too long: what is behind that is asked for then. */
  async #follow(path: string, query: Query, callback: Callback, signal: AbortSignal): Promise<void> {
    const { patience, onOpen } = this.options;
    const silence = new AbortController();
    const answer = await askApi(
      this.config,
      `${path}?${watchQuery(query)}`,
      AbortSignal.any([signal, silence.signal]),
      patience.answerMs,
    );
    if (!signal.aborted) onOpen();
    const timer = setTimeout(() => silence.abort(), patience.silenceMs);
    try {
      for await (const lines of linesOf(answer)) {
        timer.refresh();
        for (const line of lines) if (!signal.aborted) this.#take(line, callback);
      }
    } catch (failure) {
      if (!silence.signal.aborted) throw failure;
    } finally {
      clearTimeout(timer);
    }
  }

  #take(line: string, callback: Callback): void {
    const event = parsed(line) as { readonly type?: unknown; readonly object?: unknown } | undefined;
    const { type: phase, object } = event ?? {};
    if (typeof phase !== "string" || typeof object !== "object" || object === null) return;
    if (phase === "ERROR") callback(phase, object, event);
    else if (this.#isTaken(phase, object)) callback(phase, withoutManagedFields(object), event);
  }

  #isTaken(phase: string, object: KubernetesObject): boolean {
    const { metadata } = object;
    if (typeof metadata !== "object" || metadata === null) return false;
    return phase === "BOOKMARK" || (typeof metadata.name === "string" && !this.#isOld(object));
  }

  /** Versions are numbers that grow. */
  #isOld(object: KubernetesObject): boolean {
    const version = Number(object.metadata?.resourceVersion);
    return version < Number(this.options.known(object)?.metadata?.resourceVersion);
  }
}

function watchQuery(query: Query): URLSearchParams {
  const timeoutSeconds = WATCH_S + Math.floor((Math.random() * WATCH_S) / 2);
  const all = { ...query, watch: true, allowWatchBookmarks: true, timeoutSeconds };
  const words = Object.entries(all).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]]));
  return new URLSearchParams(words as [string, string][]);
}

/** Undefined for what is no JSON. */
function parsed(line: string): unknown {
  try {
    return JSON.parse(line) ?? undefined;
  } catch {
    return undefined;
  }
}
