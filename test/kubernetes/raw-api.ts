/** Requests to an API server as they stand, for tests of the server itself. */

import * as http from "node:http";
import * as https from "node:https";
import type { KubeConfig } from "@kubernetes/client-node";
import { askApi } from "../../src/kubernetes/cluster/api-request.js";
import { linesOf } from "../../src/kubernetes/cluster/lines-of.js";
import type { Stored } from "./stored-object.js";

export interface ApiAnswer {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: objects of many kinds
  readonly body: any;
}

export interface WatchEvent {
  readonly type: string;
  readonly object: Stored & { readonly code?: number };
}

export interface RawApi {
  /** @param body an object that is sent as JSON; with PATCH as a merge patch */
  ask(method: string, path: string, body?: object): Promise<ApiAnswer>;
  /** The events of a watch, until that ends or the signal says so. */
  watch(path: string, signal: AbortSignal): AsyncGenerator<WatchEvent>;
}

export function rawApi(kubeConfig: KubeConfig): RawApi {
  return {
    ask: (method, path, body) => ask(kubeConfig, method, path, body),
    watch: (path, signal) => watch(kubeConfig, path, signal),
  };
}

async function ask(kubeConfig: KubeConfig, method: string, path: string, body?: object): Promise<ApiAnswer> {
  const type = method === "PATCH" ? "application/merge-patch+json" : "application/json";
  const options: https.RequestOptions = { method, headers: { accept: "application/json", "content-type": type } };
  await kubeConfig.applyToHTTPSOptions(options);
  const url = new URL(kubeConfig.getCurrentCluster()!.server + path);
  const { request } = url.protocol === "http:" ? http : https;
  const answer = await new Promise<http.IncomingMessage>((resolve, reject) => {
    request(url, options, resolve)
      .on("error", reject)
      .end(body && JSON.stringify(body));
  });
  let text = "";
  for await (const chunk of answer) text += chunk;
  return { status: answer.statusCode!, body: JSON.parse(text) };
}

async function* watch(kubeConfig: KubeConfig, path: string, signal: AbortSignal): AsyncGenerator<WatchEvent> {
  const answer = await askApi(kubeConfig, path, signal, 60_000);
  for await (const lines of linesOf(answer)) for (const line of lines) yield JSON.parse(line) as WatchEvent;
}
