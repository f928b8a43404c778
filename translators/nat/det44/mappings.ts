import { defineKind } from "../../../src/southbound/translator.js";
import type { InstanceKey } from "../instance.js";

export type Det44MappingKey = InstanceKey & { readonly insidePrefix: string };

export interface Det44Mapping {
  readonly "outside-prefix": string;
}

/** Mappings of deterministic NAT. */
export const det44Mappings = defineKind<Det44MappingKey>("det44-mapping", ["instance", "insidePrefix"]);
