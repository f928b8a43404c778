/** What a derivation does not know of its own units, and those who are told of its parts have to. */

export interface Circumstances {
  /** Another datastore has the unit at this instance path: its content counts, and not what is derived. */
  isOverruled(path: string): boolean;
  /** Why load balancers are not told of a service's health, by its instance path; undefined when they are, or nobody asks. */
  healthFailure(service: string): string | undefined;
}
