/** IPsec, IKEv2 and WireGuard. */

import * as a from "../configurations.js";
import type { Witness } from "./witness.js";

/** A key of 32 equal bytes that is valid as a private and as a public one. */
const key = (byte: number) => Buffer.concat([Buffer.alloc(31, byte * 8), Buffer.of(0x40)]).toString("base64");
const association = (id: number, more: a.Member = {}): a.Member => ({
  id,
  spi: 1000 + id,
  "encryption-algorithm": "aes-gcm-128",
  "encryption-key": "a7".repeat(16),
  salt: "01020377",
  ...more,
});
const ends = { tunnel: { source: "192.0.2.1", destination: "192.0.2.77", "hop-limit": 33 } };
const back = { tunnel: { source: "192.0.2.77", destination: "192.0.2.1" }, direction: "inbound" };

export const securityWitnesses: readonly Witness[] = [
  {
    configuration: {
      "sweetcomb-ipsec:ipsec": {
        "asynchronous-crypto": true,
        "security-association": [
          association(7701, { ...ends, "extended-sequence-numbers": true, "anti-replay-window": 128 }),
          association(7702, back),
          association(7703),
        ],
        "policy-database": [
          {
            id: 77,
            policy: [
              {
                name: "to the east",
                direction: "outbound",
                priority: 17,
                action: "protect",
                "security-association": 7703,
                "address-family": "ipv4",
                local: { "first-address": "198.51.100.0", "last-address": "198.51.100.77" },
              },
              { name: "others", direction: "outbound", priority: 7, action: "bypass", "address-family": "ipv6" },
            ],
          },
        ],
      },
      ...a.interfaces(
        {
          name: "ipsec7",
          type: "sweetcomb-ipsec:ipsec-interface",
          "sweetcomb-ipsec:tunnel-protection": [{ "next-hop": "any", "outbound-sa": 7701, "inbound-sa": [7702] }],
        },
        a.loopback("loop7", { "sweetcomb-ipsec:ipsec-policy-database": 77 }),
      ),
    },
    shown: {
      "ipsec-interface": ["show ipsec interface", "ipsec7 point-to-point"],
      "ipsec-sa": [
        "show ipsec sa detail",
        "sa 7701 (0x1e15) spi 8701 (0x000021fd) protocol:esp flags:[esn anti-replay tunnel",
        "crypto alg aes-gcm-128",
        "window-size: 128",
        "[192.0.2.1->192.0.2.77] hop-limit:33",
      ],
      "ipsec-asynchronous-crypto": ["show ipsec all", "IPSec async mode: on"],
      "ipsec-tunnel-protection": [
        "show ipsec protect",
        /ipsec7 flags:\[\] output-sa: \[\d+\] sa 7701 .* input-sa: \[\d+\] sa 7702 /,
      ],
      "ipsec-policy-database": ["show ipsec spd", "spd 77"],
      "ipsec-exception": ["show ipsec spd", "priority 7 action bypass type ip6-outbound protocol any"],
      "ipsec-protection": [
        "show ipsec spd",
        /priority 17 action protect type ip4-outbound protocol any sa 7703 local addr range 198\.51\.100\.0 - 198\.51\.100\.77/,
      ],
      "ipsec-interface-policy-database": ["show ipsec all", "77 -> loop7"],
    },
  },
  {
    configuration: {
      ...a.interfaces(a.loopback("loop7", a.addresses("192.0.2.1/24"))),
      "sweetcomb-ikev2:ikev2": {
        liveness: { period: 27, "max-retries": 7 },
        profile: [
          {
            name: "to the east",
            authentication: { "pre-shared-key": "correct horse battery staple" },
            "local-identity": { type: "fqdn", value: "west.example" },
            "remote-identity": { type: "fqdn", value: "east.example" },
            responder: { interface: "loop7", address: "192.0.2.77" },
            "ike-transforms": {
              encryption: "aes-cbc",
              "key-size": 256,
              integrity: "sha2-256-128",
              "dh-group": "modp-2048",
            },
            "esp-transforms": { encryption: "aes-gcm-16", "key-size": 128 },
            lifetime: { seconds: "3677", jitter: 10, handover: 5, "max-bytes": "500000000" },
          },
        ],
      },
    },
    shown: {
      "ikev2-profile": [
        "show ikev2 profile",
        "profile to the east auth-method shared-key-mic",
        "local id-type fqdn data west.example remote id-type fqdn data east.example responder loop7 192.0.2.77",
        "ike-crypto-alg aes-cbc 256 ike-integ-alg hmac-sha2-256-128 ike-dh modp-2048",
        "esp-crypto-alg aes-gcm-16 128",
        "lifetime 3677 jitter 10 handover 5 maxdata 500000000",
      ],
    },
  },
  {
    configuration: {
      "sweetcomb-wireguard:wireguard": { "asynchronous-crypto": true },
      ...a.interfaces({
        name: "wg7",
        type: "sweetcomb-wireguard:wireguard-interface",
        "sweetcomb-wireguard:wireguard": {
          "private-key": key(1),
          port: 51827,
          "source-address": "192.0.2.1",
          peer: [
            {
              "public-key": key(9),
              "allowed-ip": ["198.51.100.0/24"],
              "persistent-keepalive": 27,
              endpoint: { address: "192.0.2.77", port: 51877 },
            },
          ],
        },
      }),
    },
    shown: {
      "wireguard-interface": [
        "show wireguard interface",
        "wg7 src:192.0.2.1 port:51827",
        "public-key:N8lGvdVlWafnRXIGrQXWmbtLvOocy2+YuihMQVYoKG0=",
      ],
      "wireguard-peer": [
        "show wireguard peer",
        "endpoint:[192.0.2.1:51827->192.0.2.77:51877] wg7 keep-alive:27",
        "allowed-ips: 198.51.100.0/24",
      ],
      "wireguard-asynchronous-crypto": ["show wireguard mode", "async: enabled"],
    },
  },
];
