/** One request to the API server, whose answer is read by whoever asks. */

import * as http from "node:http";
import * as https from "node:https";
import type { KubeConfig } from "@kubernetes/client-node";

const OK = 200;
/** Of an answer that says why it is none, so much is read. */
const LONGEST_REASON = 4096;

/** An answer other than the one that was asked for; `statusCode` as the client's own errors have it. */
export class ApiError extends Error {
  override readonly name = "ApiError";

  constructor(
    message: string,
    readonly statusCode?: number,
  ) {
    super(message);
  }
}

/**
 * The answer to a GET, once it has begun with 200.
 * @param signal ends the request, and the answer too
 * @param patienceMs for the beginning of the answer: a server that has stopped still takes connections
 * @throws ApiError, or what the connection says
 */
export async function askApi(
  kubeConfig: KubeConfig,
  path: string,
  signal: AbortSignal,
  patienceMs: number,
): Promise<http.IncomingMessage> {
  const cluster = kubeConfig.getCurrentCluster();
  if (cluster === null) throw new ApiError("the kubeconfig has no current cluster");
  const options: https.RequestOptions = { headers: { accept: "application/json", "user-agent": "sweetcomb" } };
  await kubeConfig.applyToHTTPSOptions(options);
  const url = new URL(cluster.server + path);
  const { request } = url.protocol === "http:" ? http : https;
  const answer = await new Promise<http.IncomingMessage>((resolve, reject) => {
    const call = request(url, { ...options, signal }, resolve);
    const late = () => call.destroy(new ApiError(`${url} has not been answered for ${patienceMs / 1000} s`));
    const patience = setTimeout(late, patienceMs);
    call.on("close", () => clearTimeout(patience));
    call.on("response", () => clearTimeout(patience));
    call.on("error", reject);
    call.end();
  });
  if (answer.statusCode === OK) return answer;
  throw new ApiError(`${url} was answered with ${answer.statusCode}: ${await reasonIn(answer)}`, answer.statusCode);
}

/** What a Status of the API says; else the text itself. */
async function reasonIn(answer: http.IncomingMessage): Promise<string> {
  let text = "";
  for await (const chunk of answer) {
    text += chunk;
    if (text.length > LONGEST_REASON) break;
  }
  try {
    const { message } = JSON.parse(text) as { readonly message?: unknown };
    return String(message);
  } catch {
    return text.slice(0, LONGEST_REASON);
  }
}
