import type { SchemaTree } from "../schema/schema-tree.js";
import type { Sealer } from "../secrets/seal.js";
import type { Journal } from "./journal.js";
import type { VppLink } from "./link.js";
import type { AnyTranslator } from "./translator.js";
import type { Notification } from "./vpp-event.js";

export interface SouthboundOptions {
  readonly link: VppLink;
  readonly translators: readonly AnyTranslator[];
  readonly schema: SchemaTree;
  readonly journal: Journal;
  /** Opens the secrets of the configuration for the translators, and seals those that VPP tells. Default: they are not sealed. */
  readonly sealer?: Sealer | undefined;
  readonly log: SouthboundLog;
  /** Takes what VPP tells of itself. */
  readonly publish?: ((notification: Notification) => void) | undefined;
  /** What a commit meets while VPP is away: an error, or acceptance until VPP is back. Default: "refuse". */
  readonly whenVppIsAway?: "refuse" | "accept" | undefined;
  /** VPP is there and has to be made equal to the configuration: call `resync` with all of it. */
  readonly onVppReturned: () => void;
}

/** What is used of a pino logger. */
export interface SouthboundLog {
  info(details: object, message: string): void;
  warn(details: object, message: string): void;
  error(details: object, message: string): void;
}
