/** `sweetcomb kubernetes run`: the controller as a process of its own, which writes over RESTCONF. */

import { readFileSync } from "node:fs";
import pino from "pino";
import { Registry } from "prom-client";
import { loadConfiguration } from "../../config/load-configuration.js";
import { readFlags, UsageError } from "../../config/read-flags.js";
import { loadKubeConfig } from "../../kubernetes/cluster/kube-config.js";
import { startController } from "../../kubernetes/controller.js";
import { defaultDelays } from "../../kubernetes/delays.js";
import { describeController, notProgrammed } from "../../kubernetes/metrics.js";
import { followRestconfTroubles } from "../../kubernetes/troubles/restconf-troubles.js";
import { restconfWriter } from "../../kubernetes/writers/restconf-writer.js";
import { startHealthServer } from "../../northbound/health/health-server.js";
import { clusterSettings } from "../../start/follow-kubernetes.js";

const options = {
  restconf: { type: "string" },
  ca: { type: "string" },
  cert: { type: "string" },
  key: { type: "string" },
  config: { type: "string" },
  kubeconfig: { type: "string" },
  "node-name": { type: "string" },
  "health-port": { type: "string" },
  "log-level": { type: "string" },
} as const;
/** Flags of this command; the others are the server's. */
const OWN = ["restconf", "ca", "cert", "key"];

/** How the command is used. */
export const RUN_USAGE =
  "sweetcomb kubernetes run --restconf https://HOST:PORT --ca FILE --cert FILE --key FILE [--kubeconfig FILE] [--node-name NAME] [--config FILE] [--health-port PORT] [--log-level LEVEL]";

export interface Following {
  /** How health and metrics are reached. */
  readonly lines: readonly string[];
  close(): Promise<void>;
}

/** Throws an Error for the operator. */
export async function follow(argv: readonly string[], environment: NodeJS.ProcessEnv): Promise<Following> {
  const { values } = readFlags({ args: [...argv], options });
  const { restconf, ca, cert, key } = values;
  if (restconf === undefined || ca === undefined || cert === undefined || key === undefined)
    throw new UsageError(`usage: ${RUN_USAGE}`);
  const flags = Object.entries(values).filter(([name]) => !OWN.includes(name));
  const configuration = loadConfiguration(
    flags.flatMap(([name, value]) => [`--${name}`, value]),
    environment,
  );
  const { kubernetes, healthPort, log } = configuration;
  const read = (file: string) => readFileSync(file, "utf8");
  const logger = pino({ level: log.level }, pino.destination(2));
  const server = { url: restconf, ca: read(ca), cert: read(cert), key: read(key) };
  const controller = startController({
    kubeConfig: loadKubeConfig(kubernetes.kubeconfig, environment),
    settings: clusterSettings(kubernetes),
    writer: restconfWriter(server),
    log: logger,
  });
  const endTroubles = followRestconfTroubles({
    settings: server,
    listener: controller.dataPlane,
    reconnect: defaultDelays.reconnect,
    log: logger,
  });
  const metrics = new Registry();
  describeController(controller, [metrics]);
  const health = await startHealthServer({
    port: healthPort ?? 0,
    metrics,
    notReady: () => notProgrammed(controller),
  });
  return {
    lines: [`health    curl http://127.0.0.1:${health.port}/readyz`],
    close: async () => {
      endTroubles();
      await controller.stop();
      await health.close();
    },
  };
}
