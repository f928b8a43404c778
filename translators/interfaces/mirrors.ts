/** The kind of copies of packets, for what has to know where they go. */

import { defineKind } from "../../src/southbound/translator.js";

export type MirrorKey = { readonly interface: string; readonly to: string; readonly layer: string };

export const interfaceMirrors = defineKind<MirrorKey>("interface-mirror", ["interface", "to", "layer"]);
