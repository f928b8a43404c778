/** A part of the desired state: it takes objects as they come, and compiles again what they concern. */

import type { Entry } from "../entry.js";
import type { Kind, KubernetesObject } from "../objects.js";
import type { Trouble } from "../trouble.js";

/** An object as it is now, or that it has gone (undefined). */
export interface ObjectEvent {
  readonly kind: Kind;
  readonly key: string;
  readonly object: KubernetesObject | undefined;
}

/** What one thing has come to: its entries, which take the place of all that it had before. */
export interface Compiled {
  readonly entries: readonly Entry[];
  readonly troubles: readonly Trouble[];
}

export interface Part {
  /** Notes the object, and which things have to be compiled again. */
  take(event: ObjectEvent): void;
  /** Compiles what has to be, by the name of each thing. Nothing is left to compile then. */
  compile(): Iterable<readonly [thing: string, compiled: Compiled]>;
}
