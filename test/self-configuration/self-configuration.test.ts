/** From keystore, truststore and netconf-server to settings of endpoints: pure functions over real keys. */

import assert from "node:assert/strict";
import { X509Certificate } from "node:crypto";
import { test } from "node:test";
import ssh2 from "ssh2";
import { ManagementError } from "../../src/errors/management-error.js";
import {
  changedDocuments,
  readSelfConfiguration,
  type SelfDocuments,
} from "../../src/self-configuration/self-configuration.js";
import { skipWithout } from "../support/clients.js";
import { base64Of, type MadeKeys, makeKeys } from "./made-keys.js";

const KEYSTORE = "/ietf-keystore:keystore";
const TRUSTSTORE = "/ietf-truststore:truststore";
const SERVER = "/ietf-netconf-server:netconf-server";
const probes = { keepalives: { maxWaitS: 60, maxAttempts: 3 }, tcpKeepalives: { idleTimeS: 60 } };
const none = { listen: [], callHome: [] };
const skip = skipWithout("openssl");
const keys: MadeKeys = skip ? (undefined as never) : makeKeys();

function keyEntry(name: string, format: string, der: Buffer, certificates: Readonly<Record<string, string>> = {}) {
  return {
    name,
    "private-key-format": `ietf-crypto-types:${format}`,
    "cleartext-private-key": `sealed ${der.toString("base64")}`,
    certificates: {
      certificate: Object.entries(certificates).map(([one, data]) => ({ name: one, "cert-data": data })),
    },
  };
}

function keystore(...entries: readonly object[]) {
  return { "asymmetric-keys": { "asymmetric-key": entries } };
}

function certificateBag(name: string, ...pems: readonly string[]) {
  const certificate = pems.map((pem, index) => ({ name: String(index), "cert-data": base64Of(pem) }));
  return { "certificate-bags": { "certificate-bag": [{ name, certificate }] } };
}

function sshEndpoint(key: string, users?: readonly object[], keepalives?: object) {
  const hostKey = [{ name: "h", "public-key": { "central-keystore-reference": key } }];
  return listen({
    name: "one",
    ssh: {
      "tcp-server-parameters": { "local-address": "::", "local-port": 830 },
      "ssh-server-parameters": {
        "server-identity": { "host-key": hostKey },
        ...(keepalives && { keepalives }),
        ...(users && { "client-authentication": { users: { user: users } } }),
      },
    },
  });
}

function tlsEndpoint(certificate: string, authorities: string) {
  return listen({ name: "one", ...tlsStack(certificate, authorities) });
}

function tlsStack(certificate: string, authorities: string) {
  return {
    tls: {
      "tcp-server-parameters": { "local-address": "192.0.2.1", "local-port": 6513 },
      "tls-server-parameters": {
        "server-identity": {
          certificate: { "central-keystore-reference": { "asymmetric-key": "ec", certificate } },
        },
        "client-authentication": { "ca-certs": { "central-truststore-reference": authorities } },
      },
      "netconf-server-parameters": {
        "client-identity-mappings": {
          "cert-to-name": [{ id: 7, "map-type": "ietf-x509-cert-to-name:specified", name: "ann" }],
        },
      },
    },
  };
}

function listen(endpoint: object) {
  return { listen: { "idle-timeout": 180, endpoints: { endpoint: [endpoint] } } };
}

function readAll(documents: SelfDocuments) {
  const sources = { unseal: (sealed: string) => sealed.replace(/^sealed /, ""), builtIn: new Map() };
  return readSelfConfiguration(documents, sources, probes);
}

/** The endpoints of NETCONF. */
function read(documents: SelfDocuments) {
  return readAll(documents).netconf;
}

/** The path that the documents are refused with. */
function refusedPath(documents: SelfDocuments): string | undefined {
  try {
    read(documents);
  } catch (refusal) {
    assert.ok(refusal instanceof ManagementError);
    assert.equal(refusal.tag, "invalid-value");
    return refusal.details.path;
  }
  throw new Error("it was not refused");
}

test("nothing configured is no endpoint", () => {
  const { netconf, restconf } = readAll({});
  assert.deepEqual([netconf, restconf], [none, none]);
});

for (const [name, format, type] of [
  ["rsa", "rsa-private-key-format", "ssh-rsa"],
  ["ec", "ec-private-key-format", "ecdsa-sha2-nistp256"],
  ["ed25519", "one-asymmetric-key-format", "ssh-ed25519"],
] as const) {
  test(`a host key of ${type} becomes what the SSH library reads`, { skip }, () => {
    const [endpoint] = read({
      [KEYSTORE]: keystore(keyEntry("k", format, keys[name])),
      [SERVER]: sshEndpoint("k"),
    }).listen;
    assert.equal(endpoint!.name, "netconf-server/one");
    assert.deepEqual([endpoint!.address, endpoint!.port, endpoint!.idleTimeoutS], ["::", 830, 180]);
    assert.ok(endpoint!.secure.transport === "ssh");
    assert.equal(endpoint!.secure.users, undefined);
    const parsed = ssh2.utils.parseKey(endpoint!.secure.hostKeys[0]!);
    assert.ok(!(parsed instanceof Error) && parsed.isPrivateKey());
    assert.equal(parsed.type, type);
    const signed = parsed.sign(Buffer.from("text"));
    assert.equal(parsed.verify(Buffer.from("text"), signed), true);
  });
}

test("users of an SSH endpoint have the keys of their bags, in the lines of OpenSSH", { skip }, () => {
  const { public: line } = ssh2.utils.generateKeyPairSync("ed25519");
  const data = line.split(" ")[1]!;
  const key = { name: "k", "public-key-format": "ietf-crypto-types:ssh-public-key-format", "public-key": data };
  const truststore = { "public-key-bags": { "public-key-bag": [{ name: "bag", "public-key": [key] }] } };
  const users = [{ name: "ann", "public-keys": { "central-truststore-reference": "bag" } }, { name: "bob" }];
  const documents = {
    [KEYSTORE]: keystore(keyEntry("k", "ec-private-key-format", keys.ec)),
    [TRUSTSTORE]: truststore,
    [SERVER]: sshEndpoint("k", users),
  };
  const { secure } = read(documents).listen[0]!;
  assert.ok(secure.transport === "ssh");
  assert.deepEqual(secure.users, [
    { name: "ann", authorizedKeys: [`ssh-ed25519 ${data}`] },
    { name: "bob", authorizedKeys: [] },
  ]);
  const broken = { ...key, "public-key": "AAAA" };
  const path = `${TRUSTSTORE}/public-key-bags/public-key-bag[name='bag']/public-key[name='k']/public-key`;
  const bags = { "public-key-bags": { "public-key-bag": [{ name: "bag", "public-key": [broken] }] } };
  assert.equal(refusedPath({ [TRUSTSTORE]: bags }), path);
});

test("a TLS endpoint has its certificate in front of those above it, whatever their order in the CMS", { skip }, () => {
  const { secure } = read({
    [KEYSTORE]: keystore(keyEntry("ec", "ec-private-key-format", keys.ec, { c: keys.leaf.cms.toString("base64") })),
    [TRUSTSTORE]: certificateBag("clients", keys.authority.pem),
    [SERVER]: tlsEndpoint("c", "clients"),
  }).listen[0]!;
  assert.ok(secure.transport === "tls");
  const subjects = secure.certificate
    .split(/(?<=-----END CERTIFICATE-----\n)/)
    .map((pem) => new X509Certificate(pem).subject);
  assert.deepEqual(subjects, ["CN=leaf", "CN=authority"]);
  assert.equal(base64Of(secure.trustedAuthorities[0]!), base64Of(keys.authority.pem));
  assert.deepEqual(secure.certToName, [{ id: 7, fingerprint: undefined, name: "ann", mapType: "specified" }]);
});

test("RESTCONF has the same endpoints in a container of its own, and certificates are nobody's without maps", {
  skip,
}, () => {
  const { tls } = tlsStack("c", "clients");
  const { "netconf-server-parameters": _maps, ...https } = tls;
  const { "tcp-server-parameters": _port, ...called } = https;
  const tcp = { "tcp-client-parameters": { "remote-address": "192.0.2.9", "remote-port": 4336 } };
  const client = {
    name: "collector",
    endpoints: { endpoint: [{ name: "a", https: { ...called, ...tcp } }] },
    "connection-type": { persistent: {} },
    "reconnect-strategy": { "start-with": "first-listed", "max-wait": 5, "max-attempts": 3 },
  };
  const { netconf, restconf } = readAll({
    [KEYSTORE]: keystore(keyEntry("ec", "ec-private-key-format", keys.ec, { c: keys.leaf.cms.toString("base64") })),
    [TRUSTSTORE]: certificateBag("clients", keys.authority.pem),
    "/ietf-restconf-server:restconf-server": {
      listen: { endpoints: { endpoint: [{ name: "one", https }] } },
      "call-home": { "restconf-client": [client] },
    },
  });
  assert.deepEqual(netconf, none);
  const [endpoint] = restconf.listen;
  assert.equal(endpoint!.name, "restconf-server/one");
  assert.ok(endpoint!.secure.transport === "tls");
  assert.deepEqual(endpoint!.secure.certToName, []);
  const [home] = restconf.callHome;
  assert.deepEqual([home!.name, home!.endpoints[0]!.port], ["restconf-server/collector", 4336]);
});

test("call home clients have their endpoints, periods in seconds and the strategy of the model", { skip }, () => {
  const ssh = {
    "tcp-client-parameters": { "remote-address": "nms.example", "remote-port": 4334, "local-port": 0 },
    "ssh-server-parameters": {
      "server-identity": { "host-key": [{ name: "h", "public-key": { "central-keystore-reference": "k" } }] },
    },
  };
  const client = {
    name: "nms",
    endpoints: { endpoint: [{ name: "a", ssh }] },
    "connection-type": { periodic: { period: 5, "anchor-time": "2026-11-22T00:00:00Z", "idle-timeout": 60 } },
    "reconnect-strategy": { "start-with": "last-connected", "max-wait": 7, "max-attempts": 2 },
  };
  const [called] = read({
    [KEYSTORE]: keystore(keyEntry("k", "ec-private-key-format", keys.ec)),
    [SERVER]: { "call-home": { "netconf-client": [client] } },
  }).callHome;
  const { endpoints, ...rest } = called!;
  assert.deepEqual(rest, {
    name: "netconf-server/nms",
    connectionType: {
      kind: "periodic",
      periodS: 300,
      anchorMs: Date.UTC(2026, 10, 22),
      idleTimeoutS: 60,
    },
    reconnectStrategy: { startWith: "last-connected", maxWaitS: 7, maxAttempts: 2 },
  });
  const { secure, ...endpoint } = endpoints[0]!;
  assert.equal(secure.transport, "ssh");
  assert.deepEqual(endpoint, {
    name: "a",
    address: "nms.example",
    port: 4334,
    localAddress: undefined,
    localPort: undefined,
    tcpKeepalives: { idleTimeS: 60 },
  });
});

test("an SSH endpoint is probed as it says, and as the server's settings say when it says nothing", { skip }, () => {
  const keepalivesOf = (endpoint: ReturnType<typeof sshEndpoint>) => {
    const { secure, tcpKeepalives } = read({
      [KEYSTORE]: keystore(keyEntry("k", "ec-private-key-format", keys.ec)),
      [SERVER]: endpoint,
    }).listen[0]!;
    assert.ok(secure.transport === "ssh");
    assert.deepEqual(tcpKeepalives, { idleTimeS: 60 });
    return secure.keepalives;
  };
  assert.deepEqual(keepalivesOf(sshEndpoint("k")), { maxWaitS: 60, maxAttempts: 3 });
  const said = sshEndpoint("k", undefined, { "max-wait": 2, "max-attempts": 4 });
  assert.deepEqual(keepalivesOf(said), { maxWaitS: 2, maxAttempts: 4 });
});

test("what cannot work is refused with the path of the leaf", { skip }, () => {
  const leaf = keys.leaf.der.toString("base64");
  const key = (name: string) => `${KEYSTORE}/asymmetric-keys/asymmetric-key[name='${name}']`;
  const certificate = `/certificates/certificate[name='c']/cert-data`;
  const ofOther = keystore(keyEntry("rsa", "rsa-private-key-format", keys.rsa, { c: leaf }));
  assert.equal(refusedPath({ [KEYSTORE]: ofOther }), key("rsa") + certificate);
  const unreadable = keystore(keyEntry("ec", "ec-private-key-format", keys.ec, { c: "AAAA" }));
  assert.equal(refusedPath({ [KEYSTORE]: unreadable }), key("ec") + certificate);
  const otherForm = keystore(keyEntry("ec", "rsa-private-key-format", keys.ec));
  assert.equal(refusedPath({ [KEYSTORE]: otherForm }), `${key("ec")}/cleartext-private-key`);
  const otherHalf = {
    ...keyEntry("ec", "ec-private-key-format", keys.ec),
    "public-key-format": "ietf-crypto-types:subject-public-key-info-format",
    "public-key": "AAAA",
  };
  assert.equal(refusedPath({ [KEYSTORE]: keystore(otherHalf) }), `${key("ec")}/public-key`);
  const documents = {
    [KEYSTORE]: keystore(keyEntry("ec", "ec-private-key-format", keys.ec, { c: leaf })),
    [TRUSTSTORE]: certificateBag("clients", keys.leaf.pem),
    [SERVER]: tlsEndpoint("c", "clients"),
  };
  const noAuthority = `${TRUSTSTORE}/certificate-bags/certificate-bag[name='clients']/certificate[name='0']/cert-data`;
  assert.equal(refusedPath(documents), noAuthority);
});

test("a commit of something else leaves the documents unread", () => {
  assert.equal(changedDocuments({}, [{ schemaPath: "/ietf-interfaces:interfaces/interface", after: {} }]), undefined);
  const changed = changedDocuments({ [KEYSTORE]: {}, [SERVER]: {} }, [{ schemaPath: SERVER, after: null }]);
  assert.deepEqual(changed, { [KEYSTORE]: {}, [SERVER]: undefined });
});
