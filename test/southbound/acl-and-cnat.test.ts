import { after, before, describe, test } from "node:test";
import fc from "fast-check";
import { type Configuration, createTestBed, type TestBed } from "../translators/test-bed.js";
import { accept, ace, attached, both, drop, ethernet, ipv4, list, withAttachments } from "./acl-configuration.js";
import { assertAlwaysSameEnd } from "./any-to-any.js";
import { cnat, port, service } from "./cnat-configuration.js";
import * as a from "./configurations.js";
import { eachMessageIsRefused } from "./each-message-refused.js";

let bed: TestBed;
before(async () => {
  bed = await createTestBed();
});
after(() => bed?.close());

describe("VPP refuses a message in the midst of a commit", () => {
  test("lists, attachments and settings are as before, and the next commit works", async () => {
    const loop0 = a.interfaces(a.loopback("loop0"));
    const known = (name: string) => ace(name, accept, { eth: { "source-mac-address": "02:00:00:00:00:01" } });
    const first = {
      ...loop0,
      ...withAttachments(
        [list("one", ipv4, ace("a", accept)), list("guard", ethernet, known("a")), list("two", both)],
        [attached("loop0", ["guard", "one"], ["two"])],
      ),
    };
    const second = {
      ...loop0,
      ...withAttachments(
        [list("one", ethernet, known("b")), list("two", both, ace("b", drop)), list("three", ipv4)],
        [attached("loop0", ["one", "two", "three"], [], { "sweetcomb-acl:ethertypes": { ingress: [2054] } })],
        { "sweetcomb-acl:settings": { "reclassify-sessions": true, "count-matches": true } },
      ),
    };
    await bed.configure(first);
    await eachMessageIsRefused(bed, first, second);
    await bed.configure({});
  });

  test("translations and source NAT are as before, and the next commit works", async () => {
    const of = (address: string, source: string, more: a.Member) => ({
      ...a.interfaces(a.loopback("loop0")),
      ...cnat({
        "virtual-address": [
          { ...service(address, port("tcp", 80, {}, "192.0.2.5:80"), port("udp", 53, {}, "192.0.2.5:53")), ...more },
          service("203.0.113.9", port("tcp", 80, {}, `${source}:80`)),
        ],
        "source-nat": {
          "ipv4-address": source,
          policy: "interfaces",
          "exclude-prefix": [{ prefix: `${source}/32` }],
          interface: [{ name: "loop0", role: "include-ipv4" }],
        },
        interface: [{ name: "loop0" }],
      }),
    });
    const first = of("203.0.113.1", "198.51.100.1", {});
    await bed.configure(first);
    await eachMessageIsRefused(bed, first, of("203.0.113.1", "198.51.100.2", { shared: true }));
    await bed.configure({});
  });
});

const names = ["one", "two", "three"];
const entries = [
  ace("a", accept),
  ace("b", drop, { tcp: { "source-port": { operator: "neq", port: 5 } } }),
  ace("c", drop),
];

/** Lists that change their type and order under the same names, and addresses that are virtual now and a source then. */
const configurations: fc.Arbitrary<Configuration> = fc
  .record({
    types: fc.tuple(...names.map(() => fc.constantFrom("none", "none", ethernet, ipv4, both))),
    entries: fc.tuple(...names.map(() => fc.shuffledSubarray(entries))),
    ingress: fc.shuffledSubarray(names),
    egress: fc.shuffledSubarray(names),
    source: fc.constantFrom(undefined, "198.51.100.1", "198.51.100.2"),
    shared: fc.boolean(),
    backends: fc.shuffledSubarray(["192.0.2.1:80", "192.0.2.2:80", "192.0.2.3:80"], { minLength: 1 }),
  })
  .map((drawn) => {
    const typeOf = (name: string) => drawn.types[names.indexOf(name)]!;
    const acl = names
      .filter((name) => typeOf(name) !== "none")
      .map((name) =>
        list(name, typeOf(name), ...(typeOf(name) === ethernet ? [] : drawn.entries[names.indexOf(name)]!)),
      );
    const guard = drawn.ingress.filter((name) => typeOf(name) === ethernet).slice(0, 1);
    const forIp = (some: readonly string[]) => some.filter((name) => [ipv4, both].includes(typeOf(name)));
    const [ingress, egress] = [[...guard, ...forIp(drawn.ingress)], forIp(drawn.egress)];
    const isAttached = ingress.length + egress.length > 0;
    const addresses = ["198.51.100.1", "198.51.100.2"].filter((address) => address !== drawn.source);
    return {
      ...a.interfaces(a.loopback("loop0")),
      ...(acl.length > 0 && withAttachments(acl, isAttached ? [attached("loop0", ingress, egress)] : [])),
      ...cnat({
        "virtual-address": addresses.map((address) => ({
          ...service(address, port("tcp", 80, {}, ...drawn.backends)),
          shared: drawn.shared,
        })),
        ...(drawn.source !== undefined && { "source-nat": { "ipv4-address": drawn.source, policy: "kubernetes" } }),
      }),
    };
  });

test("VPP ends the same whether lists and virtual addresses follow others or none", async () => {
  await assertAlwaysSameEnd(bed, configurations, 20);
});
