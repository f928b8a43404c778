import { defineKind } from "../../src/southbound/translator.js";
import type { InstanceKey } from "./static-instance.js";

export type StaticRouteKey = InstanceKey & { readonly prefix: string };

/** The static routes of each family, by instance and prefix. */
export const staticRoutes = {
  ipv4: defineKind<StaticRouteKey>("ipv4-static-route", ["type", "name", "prefix"]),
  ipv6: defineKind<StaticRouteKey>("ipv6-static-route", ["type", "name", "prefix"]),
};
