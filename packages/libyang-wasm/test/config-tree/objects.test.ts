// Objects (instances of chosen schema nodes) and accesses that a log changes.
import assert from "node:assert/strict";
import { test } from "node:test";
import { type Access, ConfigTree } from "../../src/config-tree/index.js";
import type { YangContext } from "../../src/index.js";
import { schemaTable } from "../../src/reader/schema-table.js";
import { edit, withLab } from "./support/lab.js";
import { changedObjects, type ObjectLine, parseLines } from "./support/objects.js";

const inSite = (content: string) => `<site xmlns="urn:sweetcomb:test:site">${content}</site>`;
const rack = (content = "", attributes = "", row = 1, column = 0) =>
  `<rack${attributes}><row>${row}</row><column>${column}</column>${content}</rack>`;
const slot = (position: number, content = "", attributes = "") =>
  `<slot${attributes}><position>${position}</position>${content}</slot>`;

const rackPath = "/site:site/rack[row='1'][column='0']";
const rackKeys = [
  ["rack", "row", "1"],
  ["rack", "column", "0"],
];
const plainRack = { row: 1, column: 0, height: 42, "site-power:power": { budget: 300 } };

test("a created object has no before, and defaults, names of other modules and numbers in its after", async () => {
  await withSite((tree, ids) => {
    edit(tree, inSite(rack(slot(3, "<card><serial>x</serial></card>"))));
    tree.validate();
    assert.deepEqual(changedObjects(tree, [ids("/site:site/rack")]), [
      {
        schema: ids("/site:site/rack"),
        path: rackPath,
        keys: rackKeys,
        before: null,
        after: { ...plainRack, slot: [{ position: 3, card: { serial: "x", "site-power:draw": "0.0" } }] },
      },
    ]);
  });
});

test("a change belongs to the nearest object, and objects inside others are left out of them", async () => {
  await withSite((tree, ids) => {
    edit(tree, inSite(rack(slot(3))));
    commit(tree);
    edit(tree, inSite(rack(slot(3, "<card><serial>x</serial></card>"))));
    tree.validate();
    const objects = changedObjects(tree, [ids("/site:site/rack"), ids("/site:site/rack/slot")]);
    assert.deepEqual(objects, [
      {
        schema: ids("/site:site/rack/slot"),
        path: `${rackPath}/slot[position='3']`,
        keys: [...rackKeys, ["slot", "position", "3"]],
        before: { position: 3, card: { "site-power:draw": "0.0" } },
        after: { position: 3, card: { serial: "x", "site-power:draw": "0.0" } },
      },
    ]);
  });
});

test("a deleted subtree yields every object in it", async () => {
  await withSite((tree, ids) => {
    edit(tree, inSite(rack(slot(3) + slot(4))));
    commit(tree);
    edit(tree, inSite(rack("", ' nc:operation="delete"')));
    tree.validate();
    const objects = changedObjects(tree, [ids("/site:site/rack"), ids("/site:site/rack/slot")]);
    assert.deepEqual(
      objects.map(({ path, after }) => [path, after]),
      [
        [rackPath, null],
        [`${rackPath}/slot[position='3']`, null],
        [`${rackPath}/slot[position='4']`, null],
      ],
    );
    assert.deepEqual(objects[0]?.before, plainRack);
  });
});

test("an object deleted and created again is one change", async () => {
  await withSite((tree, ids) => {
    edit(tree, inSite(rack()));
    commit(tree);
    edit(tree, inSite(rack("", ' nc:operation="delete"')));
    edit(tree, inSite(rack("<height>10</height>")));
    tree.validate();
    const [object, ...others] = changedObjects(tree, [ids("/site:site/rack")]);
    assert.deepEqual(others, []);
    assert.deepEqual([object?.before, object?.after], [plainRack, { ...plainRack, height: 10 }]);
  });
});

test("what was changed and changed back, or created and deleted, is no change", async () => {
  await withSite((tree, ids) => {
    edit(tree, inSite(rack()));
    commit(tree);
    edit(tree, inSite(rack("<height>10</height>")));
    edit(tree, inSite(rack("", "", 2)));
    tree.validate();
    edit(tree, inSite(rack("<height>42</height>")));
    edit(tree, inSite(rack("", ' nc:operation="delete"', 2)));
    tree.validate();
    assert.deepEqual(changedObjects(tree, [ids("/site:site/rack")]), []);
  });
});

test("a moved entry is told, although its content is the same", async () => {
  await withSite((tree, ids) => {
    edit(tree, inSite(rack(slot(3) + slot(4))));
    commit(tree);
    edit(tree, inSite(rack(slot(4, "", ' yang:insert="first"'))));
    const objects = changedObjects(tree, [ids("/site:site/rack/slot")]);
    assert.deepEqual(
      objects.map(({ path }) => path),
      [`${rackPath}/slot[position='4']`],
    );
    assert.deepEqual(objects[0]?.before, objects[0]?.after);
  });
});

test("a container is an object while it holds something", async () => {
  await withSite((tree, ids) => {
    edit(tree, inSite("<policy><owner>nobody</owner></policy>"));
    tree.validate();
    const policy = ids("/site:site/policy");
    assert.deepEqual(changedObjects(tree, [policy]), [
      { schema: policy, path: "/site:site/policy", keys: [], before: null, after: { owner: "nobody" } },
    ]);
  });
});

test("identities, instance-identifiers, empty anydata and 64-bit numbers have their RFC 7951 form", async () => {
  await withSite((tree, ids) => {
    const namespace = 'xmlns:t="urn:sweetcomb:test:site"';
    const medium = `<card><medium ${namespace}>t:fibre</medium></card>`;
    const target = `<target ${namespace}>/t:site/t:rack[t:row='1'][t:column='0']/t:height</target>`;
    edit(tree, inSite(`${rack(slot(3, medium))}<policy>${target}<notes/></policy>`));
    assert.deepEqual(tree.validate(), []);
    const [ofSlot, ofPolicy] = changedObjects(tree, [ids("/site:site/policy"), ids("/site:site/rack/slot")]);
    assert.deepEqual(ofSlot?.after, {
      position: 3,
      card: { medium: "site:fibre", speed: 100, "site-power:draw": "0.0" },
    });
    assert.deepEqual(ofPolicy?.after, {
      target: "/site:site/rack[row='1'][column='0']/height",
      notes: {},
    });
  });
});

test("all objects come in chunks of whole lines", async () => {
  await withSite((tree, ids) => {
    const count = 3000;
    const racks = Array.from({ length: count }, (_, i) => rack(slot(1), "", i % 250, Math.floor(i / 250)));
    edit(tree, inSite(racks.join("")));
    commit(tree);
    const rows: ObjectLine[] = [];
    let chunks = 0;
    tree.allObjects([ids("/site:site/rack/slot"), ids("/site:site/policy")], (lines) => {
      chunks++;
      rows.push(...parseLines<ObjectLine>(lines));
    });
    assert.ok(chunks > 1);
    assert.equal(rows.length, count);
    assert.ok(rows.every(({ before, after }) => before === null && after !== null));
  });
});

test("accesses name what was asked for and not what followed", async () => {
  await withSite((tree, ids) => {
    edit(tree, inSite(`${rack(slot(3))}<policy><keyholder>kim</keyholder></policy>`));
    commit(tree);
    edit(
      tree,
      inSite(
        `${rack(`<height>10</height>${slot(3, "", ' nc:operation="delete"')}${slot(5)}`)}<policy><open/></policy>`,
      ),
    );
    tree.validate();
    assert.deepEqual(named(tree.accesses({ instances: true }), ids), [
      ["create", "/site:site/rack/height", `${rackPath}/height`],
      ["delete", "/site:site/rack/slot", `${rackPath}/slot[position='3']`],
      ["delete", "/site:site/rack/slot/position", `${rackPath}/slot[position='3']/position`],
      ["create", "/site:site/rack/slot", `${rackPath}/slot[position='5']`],
      ["create", "/site:site/rack/slot/position", `${rackPath}/slot[position='5']/position`],
      ["create", "/site:site/policy/open", "/site:site/policy/open"],
    ]);
  });
});

test("accesses since a mark are those of the later edits, also inside what was created before", async () => {
  await withSite((tree, ids) => {
    edit(tree, inSite(rack()));
    const since = tree.mark();
    edit(tree, inSite(rack("<height>10</height>")));
    assert.deepEqual(
      named(tree.accesses({ instances: true, since }), ids).map(([operation, schema]) => [operation, schema]),
      [["create", "/site:site/rack/height"]],
    );
  });
});

test("accesses without instances are one for each schema node and operation", async () => {
  await withSite((tree, ids) => {
    edit(tree, inSite(rack("", "", 1) + rack("", "", 2)));
    assert.deepEqual(
      named(tree.accesses({ instances: false }), ids).map(([operation, schema]) => [operation, schema]),
      [
        ["create", "/site:site/rack"],
        ["create", "/site:site/rack/row"],
        ["create", "/site:site/rack/column"],
      ],
    );
  });
});

async function withSite(body: (tree: ConfigTree, ids: (path: string) => number) => void): Promise<void> {
  await withLab((context) => {
    using tree = ConfigTree.create(context);
    body(tree, idsOf(context));
  });
}

function idsOf(context: YangContext): (path: string) => number {
  const rows = schemaTable(context);
  return (path) =>
    rows.find((row) => row.path === path && row.kind !== "case" && row.kind !== "choice")?.id ?? assert.fail(path);
}

function commit(tree: ConfigTree): void {
  assert.deepEqual(tree.validate(), []);
  tree.accept();
}

/** Accesses with the schema path in place of the number. */
function named(accesses: readonly Access[], ids: (path: string) => number): string[][] {
  return accesses.map(({ schemaId, operation, path }) => {
    const schemaPath = path.replace(/\[[^\]]*\]/g, "");
    assert.equal(schemaId, ids(schemaPath), path);
    return [operation, schemaPath, path];
  });
}
