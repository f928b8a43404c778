import type { Message } from "./message.js";
import type { AnyType } from "./wire-type.js";

/** A type that has a name of its own. */
export type NamedType = AnyType & { readonly name: string };

/** What one of VPP's .api files declares: its types and messages, without those of the files that it imports. */
export interface ApiModuleDescriptor {
  readonly name: string;
  /** For example `3.2.3`; empty where the file declares none. */
  readonly version: string;
  /** CRC of the whole file, eight hexadecimal digits. */
  readonly crc: string;
  /** Paths of the imported files in VPP's source tree. */
  readonly imports: readonly string[];
  readonly types: readonly NamedType[];
  readonly messages: readonly Message<unknown>[];
}
