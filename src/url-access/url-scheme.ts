/** What each scheme of URLs is given and gives. */

export interface UrlSettings {
  /** file:///name is the file `name` in this folder. Null: no files. */
  readonly folder: string | null;
  /** Hosts, "example.net" or "example.net:8443", that are asked by https. Empty: none. */
  readonly hosts: readonly string[];
  /** PEM file of the authorities of those hosts. Null: those of Node. */
  readonly caFile: string | null;
  readonly maxBytes: number;
  readonly timeoutS: number;
}

/** Why a URL cannot be used. `refused`: it never can; else it failed now. */
export class UrlError extends Error {
  override readonly name = "UrlError";

  constructor(
    message: string,
    readonly refused: boolean,
  ) {
    super(message);
  }
}

/** What is at URLs of one scheme. All reject with UrlError. */
export interface UrlScheme {
  read(url: URL): Promise<Uint8Array>;
  write(url: URL, bytes: Uint8Array): Promise<void>;
  remove(url: URL): Promise<void>;
}
