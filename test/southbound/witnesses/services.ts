/** Services: DHCP, policing, BFD, VRRP, punted packets, flow export and others. */

import * as a from "../configurations.js";
import type { Witness } from "./witness.js";

export const serviceWitnesses: readonly Witness[] = [
  {
    configuration: {
      ...a.vrfs(a.vrf("red", 7711)),
      ...a.interfaces(
        a.loopback("loop7", {
          enabled: true,
          "sweetcomb-dhcp:dhcp": { client: { hostname: "edge-77", dscp: 46 } },
        }),
        a.loopback("loop8", {
          enabled: true,
          "sweetcomb-dhcp:dhcp": { "ipv6-client": true, "prefix-group": "provider", "detect-answers": true },
        }),
        a.loopback("loop9", {
          "sweetcomb-dhcp:dhcp": {
            "delegated-address": [{ "prefix-group": "provider", address: "0:0:0:77::1", "prefix-length": 64 }],
          },
        }),
      ),
      "sweetcomb-dhcp:dhcp-relay": {
        relay: [
          {
            "address-family": "ipv4",
            vrf: "red",
            "source-address": "192.0.2.1",
            server: [{ address: "198.51.100.77", vrf: "default" }],
            "virtual-subnet-selection": { name: "tenant 77" },
          },
        ],
      },
    },
    shown: {
      "dhcp-client": ["show dhcp client verbose", /loop7 state DHCP_DISCOVER .* dscp 46/],
      "dhcp-client-detect": ["show interface features loop8", "ip4-dhcp-client-detect"],
      "dhcp-ipv6-address-client": ["show dhcp6 clients", /sw_if_index: \d+/],
      "dhcp-ipv6-prefix-client": ["show ip6 pd clients", "prefix group: provider"],
      "dhcp-delegated-address": ["show ip6 addresses", "prefix_group: provider, address: ::77:0:0:0:1/64"],
      "dhcp-relay": ["show dhcp proxy", "7711 192.0.2.1 0,198.51.100.77"],
      "dhcp-virtual-subnet": ["show dhcp vss", "fib_table: 7711 vpn_id: tenant 77"],
    },
  },
  {
    configuration: {
      "sweetcomb-qos:policers": {
        policer: [
          { name: "gold", "committed-rate": 1077, "committed-burst": "15077" },
          { name: "silver", "rate-unit": "pps", "committed-rate": 177, "committed-burst": "17" },
        ],
      },
      "sweetcomb-qos:qos-egress-maps": {
        map: [{ id: 77, translation: [{ source: "ip", input: 46, output: 184 }] }],
      },
      ...a.interfaces(
        a.loopback("loop7", { "sweetcomb-qos:qos": { "policer-input": "gold", "policer-output": "silver" } }),
        a.loopback("loop8", {
          "sweetcomb-qos:qos": { record: [{ source: "ip" }], mark: [{ source: "ip", map: 77 }] },
        }),
        a.loopback("loop9", { "sweetcomb-qos:qos": { store: [{ source: "ip", value: 47 }] } }),
      ),
      "sweetcomb-punt:punt": {
        "udp-port": [{ "address-family": "ipv4", port: 5077 }],
        "unknown-port": [{ "address-family": "ipv4", protocol: "tcp" }],
        policer: [{ "address-family": "ipv4", policer: "gold" }],
      },
    },
    shown: {
      policer: ["show policer name gold", 'Name "gold" type 1r2c cir 1077 eir 0 cb 15077 eb 0 rate type kbps'],
      "policer-input": ["show interface features loop7", "policer-input"],
      "policer-output": ["show interface features loop7", "policer-output"],
      "qos-egress-map": ["show qos egress map id 77", "Map-ID:77", /IP:\[(\d+,){46}184,/],
      "qos-record": ["show qos record", "loop8: IP"],
      "qos-store": ["show qos store", "loop9: IP -> 47"],
      "qos-mark": ["show qos mark", /loop8: IP: map:\d+/],
      "punt-udp-port": ["show udp ports", /5077\b.*ip4-udp-punt/],
      "punt-unknown-ports": ["show tcp punt", "IPv4 TCP punt: enabled"],
      "punt-policer": ["show interface features local0", "ip4-punt-policer"],
    },
  },
  {
    configuration: {
      ...a.interfaces(
        a.loopback("loop7", {
          enabled: true,
          ...a.addresses("192.0.2.1/24", "2001:db8::1/64"),
          "sweetcomb-vrrp:vrrp": {
            "virtual-router": [
              {
                id: 77,
                "address-family": "ipv4",
                "virtual-address": ["192.0.2.177"],
                priority: 117,
                "advertisement-interval": 70,
                "tracked-interface": [{ interface: "loop8", "priority-decrement": 17 }],
              },
            ],
          },
        }),
        a.loopback("loop8", a.addresses("198.51.100.1/32")),
      ),
      "sweetcomb-bfd:bfd": {
        "echo-source": "loop8",
        "type-of-service": 184,
        "authentication-key": [{ id: 77, algorithm: "keyed-sha1", secret: "000102030477" }],
        session: [
          {
            interface: "loop7",
            "local-address": "192.0.2.1",
            "peer-address": "192.0.2.77",
            "desired-min-tx-interval": 57000,
            "required-min-rx-interval": 67000,
            "detection-multiplier": 7,
            authentication: { key: 77, "key-id": 1 },
          },
        ],
        "multihop-session": [{ "local-address": "192.0.2.1", "peer-address": "203.0.113.77" }],
      },
    },
    shown: {
      "vrrp-virtual-router": [
        "show vrrp vr",
        "VR ID 77 IPv4",
        "priority: configured 117",
        "adv interval 70",
        "addresses 192.0.2.177",
      ],
      "vrrp-tracked-interface": ["show vrrp vr", /tracked interfaces sw_if_index \d+ priority 17/],
      "vrrp-running-router": ["show vrrp vr", /VR ID 77 IPv4 state (Backup|Master)/],
      "bfd-session": ["show bfd sessions", /192\.0\.2\.1 192\.0\.2\.77 .* Detect multiplier 7 /],
      "bfd-multihop-session": ["show bfd sessions", /BFD_HOP_TYPE_MULTI \d+ IPv4 address 192\.0\.2\.1 203\.0\.113\.77/],
      "bfd-authentication-key": ["show bfd keys", "77 Keyed SHA1 1"],
      "bfd-echo-source": ["show bfd echo-source", "UDP echo source is: loop8"],
    },
  },
  {
    configuration: {
      ...a.vrfs(a.vrf("red", 7711)),
      ...a.interfaces(
        a.loopback("loop7", {
          ...a.addresses("192.0.2.1/24"),
          "sweetcomb-services:tcp-mss-clamp": { ipv4: { direction: "both", "maximum-segment-size": 1377 } },
          "sweetcomb-services:reverse-path-check": [
            { "address-family": "ipv4", direction: "received", mode: "strict" },
          ],
          "sweetcomb-flow-export:flow-probe": { variant: "ipv4", direction: "both" },
          "sweetcomb-flow-export:sflow": true,
        }),
        a.loopback("loop8", {
          enabled: true,
          "sweetcomb-mactime:device-times": true,
          "sweetcomb-services:source-allow-list": { vrf: "red", ipv6: false },
        }),
      ),
      "sweetcomb-services:dns-resolver": { "name-server": ["192.0.2.53"] },
      "sweetcomb-mactime:device-times": {
        device: [{ "mac-address": "02:00:00:00:00:77", name: "television", access: "drop" }],
      },
      "sweetcomb-services:syslog": {
        "collector-address": "192.0.2.79",
        "source-address": "192.0.2.1",
        "collector-port": 5177,
        severity: "warning",
      },
      "sweetcomb-services:source-vrfs": {
        "source-vrf": [
          {
            "address-family": "ipv4",
            "table-id": 177,
            interface: "loop8",
            route: [{ "source-prefix": "10.77.0.0/16", vrf: "red" }],
          },
        ],
      },
      "sweetcomb-punt:punt": {
        redirect: [
          {
            "receiving-interface": "loop8",
            "address-family": "ipv4",
            "outgoing-interface": "loop7",
            "next-hop-address": "192.0.2.7",
          },
        ],
      },
      "sweetcomb-flow-export:flow-export": {
        "default-exporter": {
          "collector-address": "192.0.2.9",
          "source-address": "192.0.2.1",
          "collector-port": 9977,
        },
        exporter: [{ "collector-address": "192.0.2.10", "source-address": "192.0.2.1", "collector-port": 9978 }],
        "flow-probe": { record: ["l2", "l3"], "active-timer": 17, "passive-timer": 67 },
        sflow: { "sampling-rate": 1077, "polling-interval": 17, "header-bytes": 64 },
      },
    },
    shown: {
      "tcp-mss-clamp": ["show interface tcp-mss-clamp", "loop7: ip4: 1377 ip6: disabled"],
      "reverse-path-check": ["show interface features loop7", "ip4-rx-urpf-strict"],
      "source-allow-list": ["show interface features loop8", "adl-input"],
      "timed-device": ["show mactime", "television 02:00:00:00:00:77 static drop"],
      "device-times-interface": ["show interface features loop8", "mactime-tx"],
      "dns-resolver": ["show dns servers", "ip4 name servers: 192.0.2.53"],
      syslog: ["show syslog sender", "collector 192.0.2.79:5177, src address 192.0.2.1"],
      "source-vrf": ["show svs", /loop8 -> \d+/],
      "source-vrf-route": [
        "show ip fib table 177 10.77.0.0/16",
        "10.77.0.0/16 fib:",
        "src-address,unicast lookup in red",
      ],
      "punt-redirect": ["show ip punt redirect", /rx loop8 via: .* 192\.0\.2\.7 loop7/],
      "flow-probe": ["show flowprobe params", "l2 l3 active: 17 passive: 67"],
      "flow-probe-interface": ["show flowprobe feature", "loop7 ip4 rx tx"],
      sflow: ["show sflow", "sampling-rate 1077", "polling-interval 17", "header-bytes 64"],
      "sflow-interface": ["show sflow", "sflow enable loop7"],
    },
    lasting: { syslog: "VPP keeps the last collector, and is made silent" },
  },
  {
    configuration: {
      "sweetcomb-punt:punt": {
        "port-socket": [{ "address-family": "ipv4", port: 5078, socket: "/tmp/program-77.sock" }],
        "protocol-socket": [{ "address-family": "ipv4", protocol: "ospf", socket: "/tmp/program-78.sock" }],
        "reason-socket": [{ reason: "ipsec4-no-such-tunnel", socket: "/tmp/program-79.sock" }],
      },
    },
    shown: {
      "punt-port-socket": ["show punt socket registrations l4", "/tmp/program-77.sock"],
      "punt-protocol-socket": ["show punt socket registrations ip", "/tmp/program-78.sock"],
      "punt-reason-socket": ["show punt socket registrations exception", "/tmp/program-79.sock"],
    },
    lacking: /punt_socket_register/,
  },
];
