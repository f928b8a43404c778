import { defineKind } from "../../src/southbound/translator.js";
import type { InterfaceKey } from "../interfaces/interface.js";

/** What an interface is in layer 2: a port of a bridge domain, or one end of a cross-connect or patch. */
export const l2Attachments = defineKind<InterfaceKey>("l2-attachment", ["name"]);
