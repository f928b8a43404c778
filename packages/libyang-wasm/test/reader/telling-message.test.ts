import assert from "node:assert/strict";
import { test } from "node:test";
import { loadLibyang, YangContext } from "../../src/index.js";
import { parseContent } from "../../src/reader/message-body.js";

const many = Array.from({ length: 30 }, (_, number) => `enum n${number};`).join(" ");

const text = `
module limits {
  yang-version 1.1; namespace "urn:limits"; prefix l;
  container box {
    list item {
      key "id";
      leaf id { type uint8 { range "1..9"; } }
      leaf mtu { type uint16 { range "64..1500 | 9000"; } }
      leaf rate { type decimal64 { fraction-digits 1; range "0.5..2.5"; } }
      leaf tag { type string { length "2..4"; pattern "[a-z]*"; } }
      leaf hash { type binary { length "3"; } }
      leaf mode { type enumeration { enum fast; enum slow; } }
      leaf one-of-many { type enumeration { ${many} } }
      leaf label { type union { type uint8 { range "16..32"; } type enumeration { enum none; } } }
      leaf same-as { type leafref { path "../mtu"; } }
    }
  }
}`;

const cases: readonly (readonly [member: string, message: string])[] = [
  ['"id":0', 'Unsatisfied range - value "0" is out of the allowed range: 1..9.'],
  ['"id":1,"mtu":10', 'Unsatisfied range - value "10" is out of the allowed range: 64..1500 | 9000.'],
  ['"id":1,"mtu":70000', 'Value "70000" is out of type uint16 min/max bounds: 64..1500 | 9000.'],
  ['"id":1,"rate":"3.0"', 'Unsatisfied range - value "3.0" is out of the allowed range: 0.5..2.5.'],
  ['"id":1,"tag":"a"', 'Unsatisfied length - string "a" length is not allowed: 2..4.'],
  ['"id":1,"tag":"AB"', 'Unsatisfied pattern - "AB" does not conform to "[a-z]*".'],
  ['"id":1,"mode":"quick"', 'Invalid enumeration value "quick": fast, slow.'],
  ['"id":1,"same-as":10', 'Unsatisfied range - value "10" is out of the allowed range: 64..1500 | 9000.'],
  [
    '"id":1,"label":5',
    'Invalid union value "5" - no matching subtype found: Unsatisfied range - value "5" is out of the allowed range. Invalid non-string-encoded enumeration value "5".',
  ],
];

test("a value that a leaf does not take is refused with those that it takes", async () => {
  const instance = await loadLibyang();
  {
    using context = new YangContext(instance, { noYangLibrary: true });
    context.parseModule({ text, format: "yang" });
    const messageFor = (member: string) => {
      const body = parseContent(context, Buffer.from(`{"limits:box":{"item":[{${member}}]}}`), {
        format: "json",
        kind: "edit",
      });
      assert.ok(!body.ok, member);
      return body.errors[0].message;
    };
    for (const [member, message] of cases) assert.equal(messageFor(member), message);
    assert.match(messageFor('"id":1,"one-of-many":"x"'), /^Invalid enumeration value "x": n0, n1, .*, n19, \.\.\.\.$/);
  }
  assert.equal(instance.liveHandles, 0);
});
