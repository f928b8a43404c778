/** IKEv2 profiles. */

import assert from "node:assert/strict";
import * as a from "../configurations.js";
import { isReadBack } from "../is-read-back.js";
import type { Scenarios } from "../scenario.js";

function ikev2(more: a.Member) {
  return { "sweetcomb-ikev2:ikev2": more };
}

function profile(name: string, more: a.Member = {}): a.Member {
  return { name, authentication: { "pre-shared-key": "correct horse battery staple" }, ...more };
}

const everything = profile("to the east", {
  "local-identity": { type: "fqdn", value: "west.example" },
  "remote-identity": { type: "email", value: "east@example.net" },
  "local-traffic": { "first-address": "198.51.100.0", "last-address": "198.51.100.255" },
  "remote-traffic": {
    protocol: 6,
    "first-port": 80,
    "last-port": 443,
    "first-address": "203.0.113.0",
    "last-address": "203.0.113.255",
  },
  responder: { interface: "loop0", address: "192.0.2.2" },
  "ike-transforms": {
    encryption: "aes-cbc",
    "key-size": 256,
    integrity: "sha2-256-128",
    prf: "hmac-sha2-384",
    "dh-group": "modp-2048",
  },
  "esp-transforms": { encryption: "aes-gcm-16", "key-size": 128 },
  lifetime: { seconds: "3600", jitter: 10, handover: 5, "max-bytes": "5000000000" },
  "udp-encapsulation": true,
  "nat-traversal": false,
  "ipsec-udp-port": 4600,
  "tunnel-interface": "loop1",
});

const others = [
  profile("by hostname", {
    "local-identity": { type: "ipv4-address", value: "192.0.2.200" },
    "remote-identity": { type: "ipv6-address", value: "2001:db8::fe" },
    responder: { interface: "loop0", hostname: "peer.example" },
    "ike-transforms": { encryption: "chacha20-poly1305", "dh-group": "ecp-256" },
    "esp-transforms": { encryption: "null", integrity: "sha1-96" },
  }),
  profile("of IPv6", {
    "local-traffic": { "first-address": "2001:db8:1::", "last-address": "2001:db8:1::ffff" },
    "remote-traffic": { "first-address": "2001:db8:2::", "last-address": "2001:db8:2::ffff", protocol: 17 },
    responder: { interface: "loop0", address: "2001:db8::2" },
    "ike-transforms": { encryption: "aes-gcm-16", "key-size": 192, prf: "hmac-sha2-256", "dh-group": "ecp-384" },
    "esp-transforms": { encryption: "aes-cbc", "key-size": 128, integrity: "sha2-384-192" },
    lifetime: { seconds: "0", "max-bytes": "1000000" },
  }),
  { name: "answers only", authentication: { "pre-shared-key-hex": "00ff10203040" } },
];

const ends = a.interfaces(a.loopback("loop0", a.addresses("192.0.2.1/24", "2001:db8::1/64")), a.loopback("loop1"));

export const ikev2Scenarios: Scenarios = {
  "IKEv2 profiles with every option are read back, their keys too": (bed) =>
    isReadBack(bed, {
      ...ends,
      ...ikev2({ liveness: { period: 20, "max-retries": 5 }, profile: [everything, ...others] }),
    }),

  "an IKEv2 profile changes and goes": async (bed) => {
    await isReadBack(bed, { ...ends, ...ikev2({ profile: [everything] }) });
    const changed = { ...everything, authentication: { "pre-shared-key": "another one" }, "ipsec-udp-port": 4601 };
    await isReadBack(bed, { ...ends, ...ikev2({ profile: [changed] }) });
    await isReadBack(bed, { ...ends, ...ikev2({ profile: others }) });
  },

  "a restarted server finds IKEv2 as it left it": async (bed) => {
    await bed.configure({ ...ends, ...ikev2({ liveness: {}, profile: [everything, ...others] }) });
    assert.deepEqual(await bed.restartServer(), [], "the resync sent changes");
  },

  "a certificate that VPP cannot read is refused, and nothing of the profile stays": async (bed) => {
    const authentication = { "peer-certificate-file": "/no/such/certificate.pem" };
    await assert.rejects(
      bed.configure(ikev2({ profile: [{ name: "by certificate", authentication }] })),
      (error: { message: string; details: { path: string } }) => {
        assert.match(error.details.path, /profile\[name='by certificate'\]$/);
        assert.match(error.message, /UNSPECIFIED.*ikev2_profile_set_auth/);
        return true;
      },
    );
    await isReadBack(bed, ikev2({ profile: [profile("by certificate")] }));
  },

  "identities and transforms that cannot be are refused": async (bed) => {
    const refused = (member: a.Member, message: RegExp) =>
      assert.rejects(bed.configure({ ...ends, ...ikev2({ profile: [profile("one", member)] }) }), message);
    await refused({ "local-identity": { type: "ipv4-address", value: "west.example" } }, /not an identity of the type/);
    await refused(
      { "ike-transforms": { encryption: "aes-cbc", "key-size": 128, "dh-group": "ecp-256" } },
      /does not authenticate itself/,
    );
    await refused({ "esp-transforms": { encryption: "aes-cbc" } }, /key-size/);
    await refused({ lifetime: {} }, /limit of age or traffic/);
  },

  "how often VPP looks at its IKEv2 associations is read back, changes in place, and goes back": async (bed) => {
    for (const interval of ["0.25", "2.0", "30.125"]) {
      await isReadBack(bed, ikev2({ "check-interval": interval }));
      assert.deepEqual(await bed.restartServer(), []);
    }
    await bed.configure({});
    assert.equal((await bed.southbound.read({}))["sweetcomb-ikev2:ikev2"], undefined);
  },
};
