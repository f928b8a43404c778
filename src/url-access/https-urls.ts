/** https: URLs of the hosts that the operator names. Certificates are verified, redirections not followed. */

import { readFileSync } from "node:fs";
import type { IncomingMessage } from "node:http";
import { request } from "node:https";
import { UrlError, type UrlScheme, type UrlSettings } from "./url-scheme.js";

export class HttpsUrls implements UrlScheme {
  readonly #ca: string | undefined;

  /** Throws when the file of the authorities cannot be read. */
  constructor(readonly settings: UrlSettings) {
    this.#ca = settings.caFile === null ? undefined : readFileSync(settings.caFile, "utf8");
  }

  read(url: URL): Promise<Uint8Array> {
    return this.#exchange("GET", url);
  }

  async write(url: URL, bytes: Uint8Array): Promise<void> {
    await this.#exchange("PUT", url, bytes);
  }

  async remove(url: URL): Promise<void> {
    await this.#exchange("DELETE", url);
  }

  async #exchange(method: string, url: URL, body?: Uint8Array): Promise<Uint8Array> {
    if (!this.settings.hosts.includes(url.host)) {
      throw new UrlError(`${url.host} is not among the hosts that this server asks`, true);
    }
    try {
      const response = await this.#send(method, url, body);
      const { statusCode = 0 } = response;
      if (statusCode < 200 || statusCode > 299) {
        response.destroy();
        throw new UrlError(`${url.host} answered ${statusCode}`, false);
      }
      return await this.#collect(response);
    } catch (failure) {
      if (failure instanceof UrlError) throw failure;
      throw new UrlError(`${url.host} cannot be asked: ${(failure as Error).message}`, false);
    }
  }

  #send(method: string, url: URL, body: Uint8Array | undefined): Promise<IncomingMessage> {
    const { timeoutS } = this.settings;
    const headers = body === undefined ? {} : { "content-type": "application/xml", "content-length": body.length };
    return new Promise((resolve, reject) => {
      const signal = AbortSignal.timeout(timeoutS * 1000);
      const ca = this.#ca === undefined ? {} : { ca: this.#ca };
      request(url, { method, headers, signal, agent: false, rejectUnauthorized: true, ...ca }, resolve)
        .on("error", reject)
        .end(body);
    });
  }

  async #collect(response: IncomingMessage): Promise<Uint8Array> {
    const { maxBytes } = this.settings;
    const parts: Buffer[] = [];
    let length = 0;
    for await (const part of response as AsyncIterable<Buffer>) {
      length += part.length;
      if (length > maxBytes) throw new UrlError(`The answer is larger than ${maxBytes} bytes`, true);
      parts.push(part);
    }
    return Buffer.concat(parts);
  }
}
