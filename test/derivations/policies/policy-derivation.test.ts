/** Network policies as access control lists: judged by a first-match filter, against the rules read one by one. */

import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import {
  ADMIN_POLICY_PATH,
  type AdminPolicy,
  type AdminPolicyName,
  type AdminRule,
  adminPolicyPath,
  POLICY_PATH,
  POLICY_POD_PATH,
  type Policy,
  type PolicyName,
  type PolicyPod,
  type PolicyRule,
  type PolicySettings,
  policyPath,
  SETTINGS_PATH,
} from "../../../src/derivations/policies/policy.js";
import { policyDerivation } from "../../../src/derivations/policies/policy-derivation.js";
import { type PolicyPodState, stateOfPod } from "../../../src/derivations/policies/policy-state.js";
import { derivationBed, type Value } from "../derivation-bed.js";
import { type Entry, isIn, isRemembered, type Packet, passes } from "./first-match.js";

const named = (name: string): PolicyName => ({ namespace: "shop", name });
const any = { "any-peer": true, "any-port": true };
const pod = (name: string, more: Partial<PolicyPod> = {}): PolicyPod => ({
  ...named(name),
  interface: `pod-${name}`,
  address: ["10.1.0.1"],
  ...more,
});

/** A derivation, and the lists and attachments that follow from what it was given. */
function firewall(settings: PolicySettings = {}) {
  const derivation = policyDerivation();
  const { put, units } = derivationBed(derivation);
  const podPath = ({ namespace, name }: PolicyName) => `${POLICY_POD_PATH}[namespace='${namespace}'][name='${name}']`;
  const lists = () => [...units.values()].filter(({ aces }) => aces !== undefined);
  const attached = (interfaceName: string) => units.get(attachmentPath(interfaceName));
  /** Entries of the lists that the interface has in this direction of VPP, in their order; undefined when it has none. */
  const entries = (interfaceName: string, direction: "ingress" | "egress"): readonly Entry[] | undefined => {
    const sets = (attached(interfaceName)?.[direction] as Value | undefined)?.["acl-sets"] as Value | undefined;
    const set = sets?.["acl-set"] as readonly { readonly name: string }[] | undefined;
    return set?.flatMap((each) => {
      const list = lists().find(({ name }) => name === each.name)!;
      return (list.aces as { readonly ace: readonly Entry[] }).ace;
    });
  };
  const isLet = (interfaceName: string, direction: "ingress" | "egress", packet: Packet) => {
    const list = entries(interfaceName, direction);
    return list === undefined || passes(list, packet);
  };
  const putInterface = (name: string, value: object | null) =>
    put("/ietf-interfaces:interfaces/interface", `/ietf-interfaces:interfaces/interface[name='${name}']`, value);
  put(SETTINGS_PATH, SETTINGS_PATH, settings);
  return {
    settings: (value: PolicySettings) => put(SETTINGS_PATH, SETTINGS_PATH, value),
    policy: (value: Policy) => put(POLICY_PATH, policyPath(value), value),
    adminPolicy: (value: AdminPolicy) => put(ADMIN_POLICY_PATH, adminPolicyPath(value), value),
    pod: (value: PolicyPod) => {
      putInterface(value.interface, { name: value.interface });
      return put(POLICY_POD_PATH, podPath(value), value);
    },
    podAlone: (value: PolicyPod) => put(POLICY_POD_PATH, podPath(value), value),
    putInterface,
    uplink: () => putInterface("uplink", { name: "uplink" }),
    state: (value: PolicyName) => stateOfPod(podPath(value), derivation),
    removePod: (value: PolicyName) => put(POLICY_POD_PATH, podPath(value), null),
    removePolicy: (value: PolicyName) => put(POLICY_PATH, policyPath(value), null),
    lists,
    attached,
    entries,
    /** Whether a packet comes from one place to another: 0 to 2 are the pods of the node, others are behind its uplink. */
    letsPass: (from: number, to: number, packet: Packet) =>
      (from > 2 || isLet(`pod-${from}`, "ingress", packet)) && isLet(to > 2 ? "uplink" : `pod-${to}`, "egress", packet),
    settingsOfLists: () => units.get("/ietf-access-control-list:acls/sweetcomb-acl:settings"),
  };
}

function reasons(state: PolicyPodState | undefined): readonly unknown[] {
  return [state?.enforced, ...(state?.trouble ?? []).map(({ reason }) => reason)];
}

function attachmentPath(interfaceName: string): string {
  return `/ietf-access-control-list:acls/attachment-points/interface[interface-id='${interfaceName}']`;
}

const tcp = (source: string, port: number, destination = "10.1.0.1"): Packet => ({
  source,
  destination,
  protocol: "tcp",
  port,
});

describe("network policies", () => {
  it("wait for the interface of a pod, and tell that they do", () => {
    const { policy, podAlone, putInterface, attached, state } = firewall({ "node-address": ["192.0.2.1"] });
    policy({ ...named("closed") });
    podAlone(pod("new", { "ingress-policy": [named("closed")] }));
    assert.equal(attached("pod-new"), undefined);
    assert.deepEqual(reasons(state(named("new"))), [false, "no-interface"]);
    putInterface("pod-new", { name: "pod-new" });
    assert.notEqual(attached("pod-new"), undefined);
    assert.deepEqual(reasons(state(named("new"))), [true]);
    putInterface("pod-new", null);
    assert.equal(attached("pod-new"), undefined);
  });

  it("tell of a pod whose interface another one has", () => {
    const { pod: put, state } = firewall({ "node-address": ["192.0.2.1"] });
    put(pod("a", { "egress-policy": [named("x")] }));
    put(pod("b", { "egress-policy": [named("x")], interface: "pod-a" }));
    assert.deepEqual(reasons(state(named("a"))), [true, "unknown-policy"]);
    assert.deepEqual(reasons(state(named("b"))), [false, "conflict", "unknown-policy"]);
  });

  it("tell whether what a pod sends is limited, where that is done at the uplinks", () => {
    const { policy, pod: put, state, settings, uplink } = firewall({ view: "virtual" });
    policy(named("none"));
    put(pod("a", { "egress-policy": [named("none")] }));
    assert.deepEqual(reasons(state(named("a"))), [false, "no-uplink"]);
    settings({ view: "virtual", uplink: ["uplink"] });
    uplink();
    assert.deepEqual(reasons(state(named("a"))), [true]);
  });

  it("tell what of them cannot be, each trouble once", () => {
    const { policy, pod: put, state, settings } = firewall();
    const sctp = { index: 1, "any-peer": true, port: [{ protocol: "sctp" as const, first: 36412 }] };
    policy({ ...named("signalling"), ingress: [sctp, { ...sctp, index: 2 }] });
    put(pod("core", { "ingress-policy": [named("signalling"), named("missing")] }));
    assert.deepEqual(reasons(state(named("core"))), [true, "no-node-address", "sctp-ports", "unknown-policy"]);
    assert.match(JSON.stringify(state(named("core"))), /permits none/);
    settings({ "sctp-ports": "widen", "node-address": ["192.0.2.1"] });
    assert.deepEqual(reasons(state(named("core"))), [true, "sctp-ports", "unknown-policy"]);
    assert.match(JSON.stringify(state(named("core"))), /permits all of SCTP/);
  });

  it("leave a pod alone that no policy selects", () => {
    const { pod: put, attached } = firewall();
    put(pod("free"));
    assert.equal(attached("pod-free"), undefined);
  });

  it("permit nothing to a pod but what they say, and let it begin what it likes", () => {
    const { policy, pod: put, entries } = firewall();
    const web: PolicyRule = { index: 1, peer: [{ prefix: "10.2.0.0/16" }], port: [{ protocol: "tcp", first: 80 }] };
    policy({ ...named("web"), ingress: [web] });
    put(pod("a", { "ingress-policy": [named("web")] }));
    const toPod = entries("pod-a", "egress")!;
    assert.ok(passes(toPod, tcp("10.2.3.4", 80)));
    assert.ok(!passes(toPod, tcp("10.2.3.4", 81)));
    assert.ok(!passes(toPod, tcp("10.3.3.4", 80)));
    const fromPod = entries("pod-a", "ingress")!;
    assert.ok(passes(fromPod, tcp("10.1.0.1", 443, "203.0.113.1")));
    assert.ok(isRemembered(fromPod, tcp("10.1.0.1", 443, "203.0.113.1")));
  });

  it("deny all to a pod whose policy has no rules, or is not known yet", () => {
    const { pod: put, entries } = firewall();
    put(pod("a", { "ingress-policy": [named("unknown")] }));
    assert.ok(!passes(entries("pod-a", "egress")!, tcp("10.2.3.4", 80)));
  });

  it("keep no pod from itself", () => {
    const { pod: put, entries } = firewall();
    put(pod("a", { "ingress-policy": [named("none")], "egress-policy": [named("none")] }));
    for (const direction of ["ingress", "egress"] as const) {
      assert.ok(passes(entries("pod-a", direction)!, tcp("10.1.0.1", 80)));
      assert.ok(!passes(entries("pod-a", direction)!, tcp("10.1.0.2", 80)));
      assert.ok(!passes(entries("pod-a", direction)!, tcp("10.1.0.1", 80, "10.1.0.2")));
    }
  });

  it("have VPP remember no flow for what a server answers in a connection that they have ended", () => {
    const { policy, pod: put, entries } = firewall();
    policy({ ...named("all"), ingress: [{ index: 1, ...any }], egress: [{ index: 1, ...any }] });
    put(pod("open", { "ingress-policy": [named("none")] }));
    put(pod("closed", { "egress-policy": [named("all")] }));
    const answer: Packet = { ...tcp("10.1.0.1", 50_000, "10.2.0.1"), sourcePort: 80, acknowledges: true };
    const [open, closed] = [entries("pod-open", "ingress")!, entries("pod-closed", "ingress")!];
    assert.deepEqual([passes(open, answer), isRemembered(open, answer)], [true, false]);
    assert.equal(passes(closed, answer), false);
    const first = { ...answer, acknowledges: false };
    for (const list of [open, closed]) assert.ok(isRemembered(list, first));
    // A connection of the pod's own that is older than the list goes on.
    for (const list of [open, closed]) assert.ok(isRemembered(list, { ...answer, port: 80, sourcePort: 50_000 }));
  });

  it("let the node reach its pods", () => {
    const { pod: put, entries, settings } = firewall({ "node-address": ["192.0.2.1"] });
    put(pod("a", { "ingress-policy": [named("none")] }));
    assert.ok(passes(entries("pod-a", "egress")!, tcp("192.0.2.1", 8080)));
    settings({});
    assert.ok(!passes(entries("pod-a", "egress")!, tcp("192.0.2.1", 8080)));
  });

  it("have VPP look at flows again when a list changes, as long as there are lists", () => {
    const { pod: put, removePod, settingsOfLists } = firewall();
    put(pod("a", { "ingress-policy": [named("x")] }));
    assert.equal(settingsOfLists()?.["reclassify-sessions"], true);
    removePod(named("a"));
    assert.equal(settingsOfLists(), undefined);
  });

  it("leave neighbour discovery alone in both directions", () => {
    const { pod: put, entries } = firewall();
    put(pod("a", { "ingress-policy": [named("x")], "egress-policy": [named("x")] }));
    for (const direction of ["ingress", "egress"] as const) {
      const icmp = entries("pod-a", direction)!.find(({ matches }) => matches.icmp !== undefined);
      assert.deepEqual(icmp?.matches.icmp, { type: 133, "sweetcomb-acl:last-type": 137 });
    }
  });

  it("are one list for all pods that have the same table, and a change of it is one for all", () => {
    const { policy, pod: put, lists, attached, removePod } = firewall();
    policy({ ...named("one"), ingress: [{ index: 1, ...any }] });
    policy({ ...named("two"), ingress: [{ index: 7, ...any }] });
    put(pod("a", { "ingress-policy": [named("one")], address: [] }));
    put(pod("b", { "ingress-policy": [named("two")], address: [] }));
    assert.deepEqual(attached("pod-a")?.egress, attached("pod-b")?.egress);
    assert.equal(lists().length, 2);
    const changes = policy({ ...named("one"), ingress: [] });
    assert.deepEqual(
      changes.map(({ before, after }) => `${before === null ? "+" : ""}${after === null ? "-" : ""}`).sort(),
      ["", "+"],
    );
    removePod(named("a"));
    removePod(named("b"));
    assert.deepEqual(lists(), []);
  });

  it("widen rules for ports of SCTP, or leave them out, as the settings say", () => {
    const { policy, pod: put, entries, settings } = firewall({ "sctp-ports": "deny" });
    const rule: PolicyRule = { index: 1, peer: [{ prefix: "10.2.0.0/16" }], port: [{ protocol: "sctp", first: 9 }] };
    policy({ ...named("diameter"), ingress: [rule] });
    put(pod("a", { "ingress-policy": [named("diameter")], "egress-policy": [named("none")] }));
    const sctp: Packet = { source: "10.2.0.1", destination: "10.1.0.1", protocol: "sctp", port: 9 };
    assert.ok(!passes(entries("pod-a", "egress")!, sctp));
    settings({ "sctp-ports": "widen" });
    assert.ok(passes(entries("pod-a", "egress")!, sctp));
    const answer: Packet = { ...sctp, source: sctp.destination, destination: sctp.source };
    assert.ok(passes(entries("pod-a", "ingress")!, answer));
  });

  it("say of any packet what the rules say when they are read one by one", () => {
    fc.assert(
      fc.property(
        fc.array(randomPolicy, { maxLength: 4 }),
        fc.array(randomPacket, { minLength: 20 }),
        (found, packets) => {
          const { policy, pod: put, entries } = firewall();
          const policies = found.map((each, index) => ({ ...each, ...named(`p${index}`) }));
          for (const each of policies) policy(each);
          const names = policies.map(({ name }) => named(name));
          put(pod("a", { "ingress-policy": names, "egress-policy": names }));
          for (const packet of packets) {
            const toPod = entries("pod-a", "egress");
            assert.equal(toPod === undefined || passes(toPod, packet), isPermitted(policies, "ingress", packet));
            const back = { ...packet, source: packet.destination, destination: packet.source };
            const fromPod = entries("pod-a", "ingress");
            assert.equal(fromPod === undefined || passes(fromPod, back), isPermitted(policies, "egress", packet));
          }
        },
      ),
      { numRuns: 300 },
    );
  });

  it("say in both views of any packet between pods, or to and from elsewhere, what both ends say of it", () => {
    fc.assert(
      fc.property(
        fc.constantFrom("real" as const, "virtual" as const),
        fc.array(fc.record({ ingress: somePolicies, egress: somePolicies }), { minLength: 3, maxLength: 3 }),
        fc.array(fc.record({ from: place, to: place, protocol, port: portNumber }), { minLength: 20 }),
        (view, found, packets) => {
          const { policy, pod: put, letsPass, uplink } = firewall({ view, uplink: ["uplink"] });
          uplink();
          const pods = found.map(({ ingress, egress }, index) => {
            const own = (way: string, all: readonly Pick<Policy, "ingress" | "egress">[]) =>
              all.map((each, number) => ({ ...each, ...named(`${way}${index}-${number}`) }));
            const both = { ingress: own("in", ingress), egress: own("out", egress) };
            for (const each of [...both.ingress, ...both.egress]) policy(each);
            put(
              pod(`${index}`, {
                address: [podAddress(index)],
                "ingress-policy": both.ingress,
                "egress-policy": both.egress,
              }),
            );
            return both;
          });
          for (const { from, to, ...rest } of packets) {
            if (from === to || (from > 2 && to > 2)) continue;
            const packet = { source: podAddress(from), destination: podAddress(to), ...rest };
            const passed = letsPass(from, to, packet);
            const wanted =
              isPermitted(pods[from]?.egress ?? [], "egress", packet, packet.destination) &&
              isPermitted(pods[to]?.ingress ?? [], "ingress", packet);
            assert.equal(passed, wanted, JSON.stringify({ view, packet }));
          }
        },
      ),
      { numRuns: 200 },
    );
  });

  it("say in both views what administrators, namespaces and the baseline say in this order", () => {
    fc.assert(
      fc.property(
        fc.constantFrom("real" as const, "virtual" as const),
        fc.array(fc.record({ ingress: somePolicies, egress: somePolicies, admin: someAdminPolicies }), {
          minLength: 3,
          maxLength: 3,
        }),
        fc.array(fc.record({ from: place, to: place, protocol, port: portNumber }), { minLength: 20 }),
        (view, found, packets) => {
          const { policy, adminPolicy, pod: put, letsPass, uplink } = firewall({ view, uplink: ["uplink"] });
          uplink();
          const pods = found.map(({ ingress, egress, admin }, index) => {
            const own = (way: string, all: readonly Pick<Policy, "ingress" | "egress">[]) =>
              all.map((each, number) => ({ ...each, ...named(`${way}${index}-${number}`) }));
            const both = { ingress: own("in", ingress), egress: own("out", egress) };
            for (const each of [...both.ingress, ...both.egress]) policy(each);
            const mine = admin.map((each, number): AdminPolicy => ({ ...each, name: `admin${index}-${number}` }));
            for (const each of mine) adminPolicy(each);
            const names = mine.map(({ tier, name }): AdminPolicyName => ({ tier, name }));
            put(
              pod(`${index}`, {
                address: [podAddress(index)],
                "ingress-policy": both.ingress,
                "egress-policy": both.egress,
                "admin-policy": names,
              }),
            );
            return { ...both, admin: mine };
          });
          const says = (index: number, direction: "ingress" | "egress", packet: Packet, other: string) => {
            const { [direction]: own = [], admin = [] } = pods[index] ?? {};
            return decided(admin, own, direction, packet, other);
          };
          for (const { from, to, ...rest } of packets) {
            if (from === to || (from > 2 && to > 2)) continue;
            const packet = { source: podAddress(from), destination: podAddress(to), ...rest };
            const passed = letsPass(from, to, packet);
            const wanted =
              says(from, "egress", packet, packet.destination) && says(to, "ingress", packet, packet.source);
            assert.equal(passed, wanted, JSON.stringify({ view, packet, pods }));
          }
        },
      ),
      { numRuns: 300 },
    );
  });

  it("need few entries for exceptions, where no other rule permits what is excepted", () => {
    const { policy, pod: put, entries } = firewall();
    const count = (...peers: readonly { readonly prefix: string; readonly except?: readonly string[] }[]) => {
      const ports = [80, 443, 8080].map((first) => ({ protocol: "tcp" as const, first }));
      policy({ ...named("out"), egress: peers.map((each, index) => ({ index, peer: [each], port: ports })) });
      put(pod("a", { "egress-policy": [named("out")], address: [] }));
      return entries("pod-a", "ingress")!.length;
    };
    const without = count();
    const metadata = { prefix: "0.0.0.0/0", except: ["169.254.169.254/32"] };
    assert.equal(count(metadata) - without, 1 + 3);
    const inside = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"];
    assert.equal(count({ prefix: "0.0.0.0/0", except: inside }, { prefix: "10.9.0.0/16" }) - without, 3 + 3 + 3);
    assert.equal(count({ prefix: "::/0", except: ["2001:db8::1/128"] }) - without, 1 + 3);
    const other = { prefix: "169.254.0.0/16", except: ["169.254.1.1/32"] };
    assert.equal(count(metadata, other) - without, 1 + 3 + 16 * 3, "one of the two is cut into what is left");
  });

  it("leave in the virtual view a pod without lists as long as nobody's policies say anything of it", () => {
    const { policy, pod: put, attached, uplink, lists, removePod } = firewall({ view: "virtual", uplink: ["uplink"] });
    uplink();
    put(pod("free"));
    assert.equal(attached("pod-free"), undefined);
    policy({ ...named("out"), egress: [{ index: 1, ...any }] });
    put(pod("a", { address: ["10.1.0.2"], "egress-policy": [named("out")] }));
    put(pod("b", { address: ["10.1.0.3"], "egress-policy": [named("out")] }));
    put(pod("idle", { address: ["10.1.0.4"] }));
    assert.deepEqual(attached("pod-free")?.egress, attached("pod-idle")?.egress, "equal tables are one list");
    assert.notEqual(attached("uplink"), undefined);
    removePod(named("a"));
    removePod(named("b"));
    assert.deepEqual([attached("pod-free"), attached("uplink"), lists()], [undefined, undefined, []]);
  });
});

/** The rules of Kubernetes, read straight: a pod that policies select gets what any rule of any of them permits. */
function isPermitted(
  policies: readonly Policy[],
  direction: "ingress" | "egress",
  packet: Packet,
  peer = packet.source,
  sctp: "no rule" | "rules without ports" | "all rules" = "no rule",
): boolean {
  if (policies.length === 0) return true;
  return policies.some((policy) =>
    (policy[direction] ?? []).some((rule) => {
      const isPeer = (rule.peer ?? []).some(
        ({ prefix, except = [] }) => isIn(prefix, peer) && !except.some((excepted) => isIn(excepted, peer)),
      );
      const isPort = (rule.port ?? []).some(
        ({ protocol, first, last = first }) =>
          protocol === packet.protocol &&
          (protocol === "sctp"
            ? sctp === "all rules" || (sctp === "rules without ports" && first === 0)
            : first === 0 || (packet.port >= first && packet.port <= last)),
      );
      return (rule["any-peer"] || isPeer) && (rule["any-port"] || isPort);
    }),
  );
}

/** Administrators first, by priority; then the policies of the pod's namespace; where there are none, the baseline. */
function decided(
  admin: readonly AdminPolicy[],
  own: readonly Policy[],
  direction: "ingress" | "egress",
  packet: Packet,
  peer: string,
): boolean {
  const verdictOf = (tier: AdminPolicy["tier"]) => {
    const inOrder = admin.filter((each) => each.tier === tier);
    inOrder.sort((one, other) => one.priority! - other.priority! || (one.name < other.name ? -1 : 1));
    const rules = inOrder.flatMap((each) => each[direction] ?? []);
    const fits = (each: AdminRule) => {
      const alone = [{ ...named("one"), [direction]: [each] }];
      const sctp = each.action === "deny" ? "all rules" : "rules without ports";
      return isPermitted(alone, direction, packet, peer, sctp);
    };
    return rules.find(fits)?.action;
  };
  const first = verdictOf("admin");
  if (first === "allow" || first === "deny") return first === "allow";
  if (own.length > 0) return isPermitted(own, direction, packet, peer);
  return verdictOf("baseline") !== "deny";
}

const octet = fc.integer({ min: 0, max: 3 });
const address = fc.tuple(octet, octet).map(([third, fourth]) => `10.2.${third}.${fourth}`);
const prefix = fc
  .tuple(address, fc.constantFrom(16, 23, 24, 30, 31, 32))
  .map(([network, length]) => ({ prefix: canonical(network, length), length }));
const peer = fc.tuple(prefix, fc.array(prefix, { maxLength: 2 })).map(([whole, inside]) => ({
  prefix: whole.prefix,
  except: inside.filter(({ length }) => length > whole.length).map((each) => each.prefix),
}));
const port = fc
  .tuple(fc.constantFrom("tcp" as const, "udp" as const, "sctp" as const), fc.integer({ min: 0, max: 5 }), octet)
  .map(([protocol, first, more]) => ({ protocol, first, last: first + more }));
const rule = fc.record({
  "any-peer": fc.boolean(),
  peer: fc.array(peer, { maxLength: 3 }),
  "any-port": fc.boolean(),
  port: fc.array(port, { maxLength: 3 }),
});
const rules = fc.array(rule, { maxLength: 3 }).map((found) => found.map((each, index) => ({ ...each, index })));
const randomPolicy = fc.record({ ingress: rules, egress: rules });
const adminRules = fc
  .array(fc.tuple(rule, fc.constantFrom("allow" as const, "deny" as const, "pass" as const)), { maxLength: 3 })
  .map((found) => found.map(([each, action], index): AdminRule => ({ ...each, index, action })));
/** Behind the baseline there is nothing to pass to. */
const withoutPass = (rules: readonly AdminRule[]) => rules.filter(({ action }) => action !== "pass");
const someAdminPolicies = fc.array(
  fc
    .record({
      tier: fc.constantFrom("admin" as const, "admin" as const, "baseline" as const),
      priority: fc.integer({ min: 0, max: 2 }),
      ingress: adminRules,
      egress: adminRules,
    })
    .map(({ ingress, egress, ...more }) =>
      more.tier === "admin"
        ? { ...more, ingress, egress }
        : { ...more, ingress: withoutPass(ingress), egress: withoutPass(egress) },
    ),
  { maxLength: 3 },
);
const randomPacket: fc.Arbitrary<Packet> = fc.record({
  source: address,
  destination: fc.constant("10.1.0.1"),
  protocol: fc.constantFrom("tcp" as const, "udp" as const, "sctp" as const, "icmp" as const),
  port: fc.integer({ min: 1, max: 8 }),
});

const protocol = fc.constantFrom("tcp" as const, "udp" as const, "sctp" as const, "icmp" as const);
const portNumber = fc.integer({ min: 1, max: 8 });
const somePolicies = fc.array(randomPolicy, { maxLength: 2 });
/** 0 to 2 are pods of the node, the others are elsewhere. */
const place = fc.integer({ min: 0, max: 5 });
const podAddress = (index: number) => `10.2.0.${index}`;

/** YANG's canonical form: no bits behind the length. */
function canonical(network: string, length: number): string {
  const bits = network.split(".").reduce((value, part) => value * 256 + Number(part), 0);
  const kept = length === 0 ? 0 : Math.floor(bits / 2 ** (32 - length)) * 2 ** (32 - length);
  return `${[24, 16, 8, 0].map((shift) => Math.floor(kept / 2 ** shift) % 256).join(".")}/${length}`;
}
