/** RFC 7407, list cert-to-name: from certificates that openssl has made to names. */

import assert from "node:assert/strict";
import { X509Certificate } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import type { CertToName, MapType } from "../../../src/identity/cert-to-name-entry.js";
import { userOfCertificate } from "../../../src/identity/user-of-certificate.js";
import { curl, run, skipWithout } from "../../support/clients.js";
import { startServerProcess } from "../../support/server-process.js";
import { openTlsNetconf } from "../../support/tls-client.js";
import { addCertificateUser } from "../../support/users.js";

describe("cert-to-name", { skip: skipWithout("openssl", "curl") }, () => {
  const folder = mkdtempSync(join(tmpdir(), "sweetcomb-names-"));
  const der: Record<string, Buffer> = {};
  before(async () => {
    await make("ca", "/CN=ca");
    await make("other", "/CN=other");
    await make("ann", "/CN=Ann", "URI:urn:x,DNS:Host.Example,email:Ann.B@Example.ORG,IP:192.0.2.7,IP:2001:DB8::1");
    await make("six", "/CN=six", "IP:2001:DB8::1,DNS:b.example");
    await make("mapped", "/CN=mapped", "IP:::ffff:192.0.2.7");
    await make("plain", "/CN=plain");
    await make("double", "/CN=one/CN=two");
    await make("spaced", "/CN=s", "DNS:a b.example");
  });
  after(() => rmSync(folder, { recursive: true }));

  async function make(name: string, subject: string, alternatives?: string): Promise<void> {
    const at = (file: string) => join(folder, file);
    const key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", at(`${name}.key`)];
    const extension = alternatives === undefined ? [] : ["-addext", `subjectAltName=${alternatives}`];
    await run("openssl", [
      "req",
      "-x509",
      ...key,
      "-subj",
      subject,
      "-days",
      "1",
      ...extension,
      "-out",
      at(`${name}.crt`),
    ]);
    der[name] = new X509Certificate(readFileSync(at(`${name}.crt`))).raw;
  }

  /** As openssl prints it, with the number of the hash in front. */
  function fingerprint(name: string, hash: "sha256" | "sha1" | "sha512" = "sha256"): string {
    const certificate = new X509Certificate(der[name]!);
    if (hash === "sha1") return `02:${certificate.fingerprint}`;
    return hash === "sha256" ? `04:${certificate.fingerprint256}` : `06:${certificate.fingerprint512}`;
  }

  const nameOf = (certificate: string, entries: readonly CertToName[] | undefined, authority = "ca") =>
    userOfCertificate({ certificate: der[certificate]!, authorities: [der[authority]!], issuers: [] }, entries)?.name;
  const by = (certificate: string, mapType: MapType) => nameOf(certificate, [{ id: 1, mapType }]);

  it("an entry fits by the fingerprint of the certificate itself", () => {
    const entry = { id: 1, mapType: "specified", name: "joe" } as const;
    for (const hash of ["sha1", "sha256", "sha512"] as const) {
      assert.equal(nameOf("ann", [{ ...entry, fingerprint: fingerprint("ann", hash) }]), "joe");
      assert.equal(nameOf("ann", [{ ...entry, fingerprint: fingerprint("ann", hash).toLowerCase() }]), "joe");
    }
    assert.equal(nameOf("plain", [{ ...entry, fingerprint: fingerprint("ann") }]), undefined);
    assert.equal(nameOf("ann", [{ ...entry, fingerprint: fingerprint("ann").replace(/^04/, "05") }]), undefined);
  });

  it("an entry fits by the fingerprint of a trusted authority in the chain, and not by that of another", () => {
    const entry = { id: 1, mapType: "common-name", fingerprint: fingerprint("ca") } as const;
    assert.equal(nameOf("plain", [entry]), "plain");
    assert.equal(nameOf("plain", [entry], "other"), undefined);
  });

  it("entries are tried by their ids, whatever the order in which they stand", () => {
    const entries = [
      { id: 20, mapType: "specified", name: "late" },
      { id: 3, mapType: "specified", name: "early" },
    ] as const;
    assert.equal(nameOf("ann", entries), "early");
  });

  it("where an entry fits and cannot tell a name, the next ones are tried", () => {
    const entries = [
      { id: 1, mapType: "san-dns-name" },
      { id: 2, mapType: "common-name" },
    ] as const;
    assert.equal(nameOf("plain", entries), "plain");
    assert.equal(nameOf("ann", entries), "host.example");
  });

  it("an rfc822Name keeps its local part and has its domain in lower case", () => {
    assert.equal(by("ann", "san-rfc822-name"), "Ann.B@example.org");
    assert.equal(by("six", "san-rfc822-name"), undefined);
  });

  it("a dNSName becomes lower case", () => assert.equal(by("ann", "san-dns-name"), "host.example"));

  it("an iPAddress of IPv4 is written with dots, one of IPv6 as 32 hexadecimal digits in lower case", () => {
    assert.equal(by("ann", "san-ip-address"), "192.0.2.7");
    assert.equal(by("six", "san-ip-address"), "20010db8000000000000000000000001");
  });

  it("an iPAddress of IPv4 inside IPv6 is one of IPv6, and thus another user than that of IPv4", () => {
    assert.equal(by("mapped", "san-ip-address"), "00000000000000000000ffffc0000207");
  });

  it("san-any takes the first subjectAltName that is one of the three kinds", () => {
    assert.equal(by("ann", "san-any"), "host.example");
    assert.equal(by("six", "san-any"), "20010db8000000000000000000000001");
    assert.equal(by("plain", "san-any"), undefined);
  });

  it("the common name is taken as it is, and two of them are nobody", () => {
    assert.equal(by("ann", "common-name"), "Ann");
    assert.equal(by("double", "common-name"), undefined);
  });

  it("a name that could not be told from another is no user name, and the next entry is tried", () => {
    const entries = [
      { id: 1, mapType: "specified", name: "ad\u0001min" },
      { id: 2, mapType: "common-name" },
    ] as const;
    assert.equal(nameOf("ann", entries), "Ann");
    assert.equal(by("spaced", "san-dns-name"), undefined);
    assert.equal(nameOf("ann", [{ id: 1, mapType: "specified", name: "ad\u200bmin" }]), undefined);
  });

  it("without a list of maps the common name of a certificate that an authority signed is the user", () => {
    assert.equal(nameOf("plain", undefined), "plain");
    assert.equal(userOfCertificate({ certificate: der.plain!, authorities: [], issuers: [] }, undefined), undefined);
  });

  it("a list of maps that is empty makes nobody a user", () => {
    assert.equal(nameOf("plain", []), undefined);
  });

  it("the maps of the configuration hold for NETCONF over TLS and for RESTCONF alike", async () => {
    const first = await startServerProcess();
    await addCertificateUser(first, "ann");
    const ann = new X509Certificate(readFileSync(join(first.certs, "ann.crt")));
    const file = join(folder, "maps.json");
    const certToName = [{ id: 1, fingerprint: `04:${ann.fingerprint256}`, mapType: "specified", name: "admin" }];
    writeFileSync(file, JSON.stringify({ certToName }));
    const server = await first.restart(["--config", file]);
    try {
      const client = await openTlsNetconf(server, "ann");
      await client.hello();
      // Reading access control is for the group admin.
      const nacm =
        '<get-config><source><running/></source><filter type="subtree"><nacm xmlns="urn:ietf:params:xml:ns:yang:ietf-netconf-acm"/></filter></get-config>';
      assert.match(await client.request(nacm), /<enable-nacm>|<rule-list>|<groups>/);
      await client.request("<close-session/>");
      const path = "/restconf/data/ietf-netconf-acm:nacm/groups";
      assert.equal((await curl(server, { path, as: "ann" })).status, 200);
      assert.equal((await curl(server, { path, as: "admin" })).status, 401, "no map fits");
    } finally {
      await server.dispose();
    }
  });
});
