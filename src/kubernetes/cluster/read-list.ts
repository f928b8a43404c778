/**
 * A whole list of the API, page by page. The objects stay as the API writes them: the classes of the client have other names for
 * some members ("_from"), and those of a watch do not.
 */

import type { KubeConfig } from "@kubernetes/client-node";
import type { KubernetesObject } from "../objects.js";
import { ApiError, askApi } from "./api-request.js";
import { withoutManagedFields } from "./without-managed-fields.js";

const PAGE = 500;
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

/**
 * Rejects with ApiError, or with what the connection says. What has no name in the list is left out.
 * @param patienceMs for the beginning of a page; the page may take twice that
 */
export async function readList(
  kubeConfig: KubeConfig,
  path: string,
  signal: AbortSignal,
  patienceMs: number,
): Promise<ObjectList> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await readPages((from) => readPage(kubeConfig, from, signal, patienceMs), path);
    } catch (failure) {
      const isExpired = failure instanceof ApiError && failure.statusCode === GONE;
      if (!isExpired || attempt === ATTEMPTS) throw failure;
    }
  }
}

async function readPages(read: (path: string) => Promise<Page>, path: string): Promise<ObjectList> {
  const items: KubernetesObject[] = [];
  let from: string | undefined;
  let version = "";
  do {
    const query = new URLSearchParams({ limit: `${PAGE}`, ...(from && { continue: from }) });
    const page = await read(`${path}?${query}`);
    items.push(...(page.items ?? []).filter(isNamed).map(withoutManagedFields));
    from = page.metadata?.continue;
    version = page.metadata?.resourceVersion ?? version;
  } while (from);
  return { metadata: { resourceVersion: version }, items };
}

function isNamed(item: unknown): item is KubernetesObject {
  return typeof item === "object" && item !== null && typeof (item as KubernetesObject).metadata?.name === "string";
}

async function readPage(kubeConfig: KubeConfig, path: string, signal: AbortSignal, patienceMs: number): Promise<Page> {
  const ending = AbortSignal.any([signal, AbortSignal.timeout(2 * patienceMs)]);
  const answer = await askApi(kubeConfig, path, ending, patienceMs);
  const chunks: Buffer[] = [];
  for await (const chunk of answer) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString();
  const page = JSON.parse(text) as Page | null;
  // Whoever answers for an API server with something else must not empty the cluster.
  const isList = page?.kind?.endsWith("List") === true && page.metadata?.resourceVersion !== undefined;
  if (!isList || !Array.isArray(page.items ?? [])) throw new ApiError(`the answer to ${path} is no list`);
  return page;
}
