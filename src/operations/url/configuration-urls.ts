/** What is at URLs, as operations ask for it. */

import { ManagementError } from "../../errors/management-error.js";
import type { OperationContext } from "../context.js";

/** Port: what is at URLs. Rejects with an error that has `refused` where the URL can never be used. */
export interface ConfigurationUrls {
  readonly schemes: readonly string[];
  read(url: string): Promise<Uint8Array>;
  write(url: string, bytes: Uint8Array): Promise<void>;
  remove(url: string): Promise<void>;
}

/** Throws operation-not-supported where no URL is opened, invalid-value or operation-failed for what is at one. */
export async function asking<Result>(
  { urls }: OperationContext,
  use: (urls: ConfigurationUrls) => Promise<Result>,
): Promise<Result> {
  if (urls === undefined) {
    throw new ManagementError("operation-not-supported", {
      type: "protocol",
      message: "Configuration at a URL is not opened on this server",
      badElement: "url",
    });
  }
  try {
    return await use(urls);
  } catch (cause) {
    const { message, refused } = cause as Error & { readonly refused?: boolean };
    const tag = refused ? "invalid-value" : "operation-failed";
    throw new ManagementError(tag, { type: "application", message, badElement: "url" });
  }
}
