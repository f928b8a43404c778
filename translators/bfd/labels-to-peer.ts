import type { ConfiguredObjects, ObjectKind, Refusal } from "../../src/southbound/translator.js";
import { interfaces } from "../interfaces/interface.js";
import { mplsRoute } from "../mpls/route.js";
import { ipv4StaticRoute, ipv6StaticRoute } from "../routing/static-route.js";
import { type LinkSessionKey, labelsAndBfd, markOfSame } from "../routing/watched-neighbours.js";

/** Kinds of objects that impose labels. */
const imposing: readonly ObjectKind<never>[] = [ipv4StaticRoute.kind, ipv6StaticRoute.kind, mplsRoute.kind, interfaces];

/** Refuses a session with a neighbour that labels are imposed towards. */
export function refuseLabelsToPeer(key: LinkSessionKey, objects: ConfiguredObjects): Refusal | undefined {
  const mark = markOfSame(objects, key.interface, key.peer);
  for (const kind of imposing) {
    for (const _imposes of objects.marked(mark, kind)) return labelsAndBfd("", key);
  }
  return undefined;
}
