/** A RESTCONF listener on a free port, with a user "admin", and the options with which a client reaches it. */

import { X509Certificate } from "node:crypto";
import { pino } from "pino";
import type { RestconfLimits } from "../../../../src/northbound/restconf/limits.js";
import { createRestconfServer } from "../../../../src/northbound/restconf/server.js";
import type { Endpoints, TlsParameters } from "../../../../src/northbound/transport/settings.js";
import { testData } from "./application.js";
import type { TestCertificates } from "./certificates.js";
import { FakeManagement } from "./fake-management.js";

export interface TestListener {
  readonly management: FakeManagement;
  readonly server: Endpoints;
  readonly port: number;
  url(path: string): string;
}

export async function startListener(
  certificates: TestCertificates,
  limits: Partial<RestconfLimits> = {},
): Promise<TestListener> {
  const management = new FakeManagement(testData());
  const server = createRestconfServer({
    management,
    userOfCertificate: ({ certificate }) =>
      new X509Certificate(certificate).subject === "CN=admin" ? { name: "admin", groups: [] } : undefined,
    log: pino({ level: "silent" }),
    limits,
  });
  const secure = tlsOf(certificates);
  await server.apply({ listen: [{ name: "tls", address: "127.0.0.1", port: 0, secure }], callHome: [] });
  const { port } = server.addressOf("tls")!;
  return { management, server, port, url: (path) => `https://localhost:${port}${path}` };
}

export function tlsOf(certificates: TestCertificates): TlsParameters {
  return {
    transport: "tls",
    certificate: certificates.read("server.crt"),
    key: certificates.read("server.key"),
    trustedAuthorities: [certificates.read("ca.crt")],
    certToName: undefined,
  };
}

/** curl options for a client that presents the certificate of `name`, or none. */
export function clientOptions(certificates: TestCertificates, name?: string): readonly string[] {
  const trust = ["--cacert", certificates.path("ca.crt")];
  if (name === undefined) return trust;
  return [...trust, "--cert", certificates.path(`${name}.crt`), "--key", certificates.path(`${name}.key`)];
}
