/** Flows that are told to collectors (IPFIX, sFlow). */

import type { AnyTranslator } from "../../src/southbound/translator.js";
import { classifierStream, toldTable } from "./classifier.js";
import { defaultExporter, exporter } from "./exporter.js";
import { flowProbe } from "./flow-probe.js";
import { sampledInterface, sflowSettings } from "./sflow.js";
import { watchedInterface } from "./watched-interface.js";

export const flowExportTranslators: readonly AnyTranslator[] = [
  defaultExporter,
  exporter,
  classifierStream,
  toldTable,
  flowProbe,
  watchedInterface,
  sflowSettings,
  sampledInterface,
];
