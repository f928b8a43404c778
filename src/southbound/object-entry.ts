/** Objects and their changes as plain data: what planner, journal and dry run hand to each other. */

import type { ObjectKey } from "./translator.js";

/** One object as it is configured, or as it was. */
export interface ObjectEntry {
  /** Kind and keys, and the value of what goes last: equal ids are the same object. */
  readonly id: string;
  readonly kind: string;
  /** Name of the translator that makes it. */
  readonly translator: string;
  readonly key: ObjectKey;
  readonly value: unknown;
  /** Instance path of the node that it comes from. */
  readonly path: string;
  /** Ids of the objects that must exist before it. */
  readonly dependsOn: readonly string[];
  /** Ids of objects that are made before it, and go after it, if they are at all. */
  readonly after?: readonly string[] | undefined;
  /** What VPP has one of only, and no other object may claim. */
  readonly claims?: readonly string[] | undefined;
  /** By what it is found among those of its kind. */
  readonly marks?: readonly string[] | undefined;
  /** Origin of what is configured, where that is not the conventional configuration (RFC 8342 5.3.4). */
  readonly origin?: string | undefined;
  /** Id of the object with which VPP forgets it. */
  readonly partOf?: string | undefined;
}

/** One object before and after. At least one of the two is there. */
export interface EntryChange {
  readonly id: string;
  readonly before: ObjectEntry | undefined;
  readonly after: ObjectEntry | undefined;
  /** VPP can go from before to after without making the object anew. */
  readonly inPlace: boolean;
}
