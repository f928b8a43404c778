/**
 * A whole list of the API, page by page. The objects stay as the API writes them: the classes of the client have other names for
 * some members ("_from"), and those of a watch do not.
 */

import * as http from "node:http";
import * as https from "node:https";
import type { KubeConfig } from "@kubernetes/client-node";
import type { KubernetesObject } from "../objects.js";
import { withoutManagedFields } from "./without-managed-fields.js";

const PAGE = 500;
const PATIENCE_MS = 60_000;
const GONE = 410;
/** How often a list is begun again because its pages have expired. */
const ATTEMPTS = 3;

export interface ObjectList {
  readonly metadata: { readonly resourceVersion: string };
  readonly items: KubernetesObject[];
}

interface Page {
  readonly kind?: string;
  readonly metadata?: { readonly resourceVersion?: string; readonly continue?: string };
  readonly items?: readonly unknown[] | null;
}

/** An answer that is no list; `statusCode` as the client's own errors have it. */
export class ListError extends Error {
  override readonly name = "ListError";

  constructor(
    message: string,
    readonly statusCode?: number,
  ) {
    super(message);
  }
}

/** Rejects with ListError, or with what the connection says. What has no name in the list is left out. */
export async function readList(kubeConfig: KubeConfig, path: string, signal: AbortSignal): Promise<ObjectList> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await readPages(kubeConfig, path, signal);
    } catch (failure) {
      const isExpired = failure instanceof ListError && failure.statusCode === GONE;
      if (!isExpired || attempt === ATTEMPTS) throw failure;
    }
  }
}

async function readPages(kubeConfig: KubeConfig, path: string, signal: AbortSignal): Promise<ObjectList> {
  const items: KubernetesObject[] = [];
  let from: string | undefined;
  let version = "";
  do {
    const query = new URLSearchParams({ limit: `${PAGE}`, ...(from && { continue: from }) });
    const page = await readPage(kubeConfig, `${path}?${query}`, signal);
    items.push(...(page.items ?? []).filter(isNamed).map(withoutManagedFields));
    from = page.metadata?.continue;
    version = page.metadata?.resourceVersion ?? version;
  } while (from);
  return { metadata: { resourceVersion: version }, items };
}

function isNamed(item: unknown): item is KubernetesObject {
  return typeof item === "object" && item !== null && typeof (item as KubernetesObject).metadata?.name === "string";
}

async function readPage(kubeConfig: KubeConfig, path: string, signal: AbortSignal): Promise<Page> {
  const cluster = kubeConfig.getCurrentCluster();
  if (cluster === null) throw new ListError("the kubeconfig has no current cluster");
  const options: https.RequestOptions = { headers: { accept: "application/json" } };
  await kubeConfig.applyToHTTPSOptions(options);
  const url = new URL(cluster.server + path);
  const { request } = url.protocol === "http:" ? http : https;
  const { status, text } = await new Promise<{ status: number; text: string }>((resolve, reject) => {
    const patience = AbortSignal.any([signal, AbortSignal.timeout(PATIENCE_MS)]);
    const call = request(url, { ...options, signal: patience }, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => void chunks.push(chunk));
      response.on("error", reject);
      response.on("end", () => resolve({ status: response.statusCode ?? 0, text: Buffer.concat(chunks).toString() }));
    });
    call.on("error", reject);
    call.end();
  });
  if (status !== 200) throw new ListError(`${cluster.server}${path} was answered with ${status}`, status);
  const page = JSON.parse(text) as Page | null;
  // Whoever answers for an API server with something else must not empty the cluster.
  const isList = page?.kind?.endsWith("List") === true && page.metadata?.resourceVersion !== undefined;
  if (!isList || !Array.isArray(page.items ?? [])) throw new ListError(`${cluster.server}${path} is no list`);
  return page;
}
