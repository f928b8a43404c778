/** Configuration at URLs (RFC 6241 8.8), as far as the operator has opened that: files of one folder, hosts by https. */

import { FileUrls } from "./file-urls.js";
import { HttpsUrls } from "./https-urls.js";
import { UrlError, type UrlScheme, type UrlSettings } from "./url-scheme.js";

export interface UrlAccess {
  /** For the capability: "file", "https". */
  readonly schemes: readonly string[];
  read(url: string): Promise<Uint8Array>;
  write(url: string, bytes: Uint8Array): Promise<void>;
  remove(url: string): Promise<void>;
}

/** Undefined when nothing is opened. */
export function createUrlAccess(settings: UrlSettings): UrlAccess | undefined {
  const schemes = new Map<string, UrlScheme>();
  if (settings.folder !== null) schemes.set("file", new FileUrls(settings.folder, settings.maxBytes));
  if (settings.hosts.length > 0) schemes.set("https", new HttpsUrls(settings));
  if (schemes.size === 0) return undefined;
  const at = <Result>(text: string, use: (scheme: UrlScheme, url: URL) => Promise<Result>) => {
    const url = parse(text);
    const scheme = schemes.get(url.protocol.slice(0, -1));
    if (scheme === undefined) throw new UrlError(`This server does nothing with ${url.protocol} URLs`, true);
    return use(scheme, url);
  };
  return {
    schemes: [...schemes.keys()],
    read: async (text) => at(text, (scheme, url) => scheme.read(url)),
    write: async (text, bytes) => at(text, (scheme, url) => scheme.write(url, bytes)),
    remove: async (text) => at(text, (scheme, url) => scheme.remove(url)),
  };
}

function parse(text: string): URL {
  try {
    return new URL(text);
  } catch {
    throw new UrlError("This is no URL", true);
  }
}
