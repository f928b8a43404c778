import { type InstanceValue, pluginOf } from "../instance.js";
import type { Nat44Dialect } from "./dialect.js";
import { nat44Ed } from "./ed.js";
import { nat44Ei } from "./ei.js";

/** The dialect that an instance of NAT44 speaks. */
export function dialectOf(instance: InstanceValue): Nat44Dialect {
  return pluginOf(instance) === "nat44-ei" ? nat44Ei : nat44Ed;
}
