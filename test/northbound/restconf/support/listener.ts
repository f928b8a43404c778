/** A RESTCONF listener on a free port, with a user "admin", and the options with which a client reaches it. */

import { pino } from "pino";
import type { RestconfLimits } from "../../../../src/northbound/restconf/limits.js";
import { type RestconfServer, startRestconfServer } from "../../../../src/northbound/restconf/server.js";
import { testData } from "./application.js";
import type { TestCertificates } from "./certificates.js";
import { FakeManagement } from "./fake-management.js";

export interface TestListener {
  readonly management: FakeManagement;
  readonly server: RestconfServer;
  readonly port: number;
  url(path: string): string;
}

export async function startListener(
  certificates: TestCertificates,
  limits: Partial<RestconfLimits> = {},
): Promise<TestListener> {
  const management = new FakeManagement(testData());
  const server = await startRestconfServer({
    management,
    host: "127.0.0.1",
    port: 0,
    tls: {
      cert: certificates.read("server.crt"),
      key: certificates.read("server.key"),
      ca: certificates.read("ca.crt"),
    },
    userOfCertificate: ({ subject }) => (subject.CN === "admin" ? "admin" : undefined),
    log: pino({ level: "silent" }),
    limits,
  });
  const { port } = server.address;
  return { management, server, port, url: (path) => `https://localhost:${port}${path}` };
}

/** curl options for a client that presents the certificate of `name`, or none. */
export function clientOptions(certificates: TestCertificates, name?: string): readonly string[] {
  const trust = ["--cacert", certificates.path("ca.crt")];
  if (name === undefined) return trust;
  return [...trust, "--cert", certificates.path(`${name}.crt`), "--key", certificates.path(`${name}.key`)];
}
