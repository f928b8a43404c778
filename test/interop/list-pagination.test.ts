/** Pages of lists over RESTCONF with curl (draft-ietf-netconf-list-pagination, -rc). */

import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { type CurlRequest, curl, skipWithout } from "../support/clients.js";
import { startLabServer } from "../support/lab-server.js";
import type { ServerProcess } from "../support/server-process.js";
import { addCertificateUser } from "../support/users.js";

const LAB = "/restconf/data/example-lab:lab";
const XML_LIST = "application/yang-data+xml-list";
const PAGINATION = "ietf-list-pagination";

describe("list pagination", { skip: skipWithout("curl") }, () => {
  let server: ServerProcess;
  const get = (path: string, more: Partial<CurlRequest> = {}) => curl(server, { path: `${LAB}${path}`, ...more });
  const devices = async (query: string, more: Partial<CurlRequest> = {}) => {
    const answer = await get(`/device${query}`, more);
    assert.equal(answer.status, 200, answer.body);
    const entries = JSON.parse(answer.body)["example-lab:device"] as (Record<string, unknown> & { name: string })[];
    const metadata = (entries[0]?.["@"] ?? {}) as Record<string, unknown>;
    const told = (name: string) => metadata[`${PAGINATION}:${name}`];
    return {
      names: entries.map(({ name }) => name).join(""),
      remaining: told("remaining"),
      next: told("next") as string | undefined,
      previous: told("previous") as string | undefined,
      locale: told("locale"),
    };
  };

  before(async () => {
    server = await startLabServer();
    const device = [
      { name: "a", serial: 10, speed: 300 },
      { name: "b", serial: 9 },
      { name: "c", serial: 111, speed: 20, cable: "fibre" },
      { name: "d", serial: 7, speed: 200 },
      { name: "e", serial: 5, cable: "copper" },
    ];
    const content = { device, tag: ["x", "y", "z"], task: [{ id: 5 }, { id: 3 }, { id: 9 }] };
    const body = JSON.stringify({ "example-lab:lab": content });
    assert.ok((await curl(server, { method: "PUT", path: LAB, body })).status < 300);
  });
  after(() => server.dispose());

  it("limit and offset cut a page out, and it says how many entries are left", async () => {
    const first = await devices("?limit=2");
    assert.deepEqual([first.names, first.remaining, first.previous], ["ab", 3, undefined]);
    const second = await devices("?limit=2&offset=2");
    assert.deepEqual([second.names, second.remaining], ["cd", 1]);
    const last = await devices("?limit=2&offset=4");
    assert.deepEqual([last.names, last.remaining, last.next], ["e", undefined, undefined]);
    assert.equal((await devices("?offset=3")).names, "de");
    assert.equal((await devices("?limit=unbounded")).names, "abcde");
    assert.equal((await devices("?offset=5")).names, "");
  });

  it("cursors lead through the list and back", async () => {
    const pages: string[] = [];
    let cursor: string | undefined;
    let back: string | undefined;
    do {
      const page = await devices(`?limit=2${cursor === undefined ? "" : `&cursor=${cursor}`}`);
      pages.push(page.names);
      [cursor, back] = [page.next, page.previous];
    } while (cursor !== undefined);
    assert.deepEqual(pages, ["ab", "cd", "e"]);
    assert.equal((await devices(`?limit=2&cursor=${back}`)).names, "cd");
  });

  it("direction goes through the entries from the last to the first", async () => {
    const first = await devices("?direction=backwards&limit=2");
    assert.deepEqual([first.names, first.remaining], ["ed", 3]);
    const second = await devices(`?direction=backwards&limit=2&cursor=${first.next}`);
    assert.deepEqual([second.names, second.remaining], ["cb", 1]);
    assert.equal((await devices("?direction=backwards&offset=3")).names, "ba");
  });

  it("where keeps the entries that fit, and what is left is counted among them", async () => {
    const where = (expression: string) => `?where=${encodeURIComponent(expression)}`;
    assert.equal((await devices(where("speed > 100"))).names, "ad");
    const limited = await devices(`${where("serial < 100")}&limit=3`);
    assert.deepEqual([limited.names, limited.remaining], ["abd", 1]);
    const next = await devices(`${where("serial < 100")}&limit=3&cursor=${limited.next}`);
    assert.equal(next.names, "e");
    assert.equal((await devices(where("cable = 'fibre'"))).names, "c");
    assert.equal((await devices(where("speed = 1"))).names, "");
    for (const expression of ["example-lab:speed > 100", "./speed > 100"]) {
      assert.equal((await devices(where(expression))).names, "ad", expression);
    }
    assert.equal((await devices(where("starts-with(name, 'a') and not(peer)"))).names, "a");
    assert.equal((await devices(where("count(*) > 0 and text() = ''"))).names, "");
    assert.equal((await devices(where("/example-lab:lab/title = 'nothing'"))).names, "");
  });

  it("sort-by orders by value, numbers as numbers and what is missing last", async () => {
    const bySerial = await devices("?sort-by=serial");
    assert.deepEqual([bySerial.names, bySerial.locale], ["edbac", "C"]);
    assert.equal((await devices("?sort-by=serial&direction=backwards&limit=2")).names, "ca");
    assert.equal((await devices("?sort-by=cable")).names.slice(0, 2), "ec");
    assert.equal((await devices("?sort-by=example-lab:name&offset=1&limit=1")).names, "b");
  });

  it("a leaf-list has pages too, by limit, offset and direction", async () => {
    const page = async (query: string) => JSON.parse((await get(`/tag${query}`)).body);
    assert.deepEqual(await page("?limit=2"), {
      "@example-lab:tag": [{ [`${PAGINATION}:remaining`]: 1 }, null],
      "example-lab:tag": ["x", "y"],
    });
    assert.deepEqual((await page("?direction=backwards&offset=1"))["example-lab:tag"], ["y", "x"]);
    const cursor = await get("/tag?cursor=abc");
    assert.equal(cursor.status, 501);
  });

  it("a list that the user orders keeps that order", async () => {
    const { body } = await get("/task?limit=2");
    const ids = JSON.parse(body)["example-lab:task"].map(({ id }: { id: number }) => id);
    assert.deepEqual(ids, [5, 3]);
  });

  it("XML has a whole list or a page in one element of its own media type", async () => {
    const headers = { Accept: XML_LIST };
    const page = await get("/device?limit=1&offset=3", { headers });
    assert.equal(page.headers["content-type"], XML_LIST);
    assert.match(page.body, /^<xml-list xmlns="[^"]+"><device [^>]*lpg:remaining="1"[^>]*><name>d<\/name>/);
    const whole = await get("/device", { headers });
    assert.equal(whole.body.match(/<device /g)?.length, 5);
    const entry = await get("/device=a", { headers });
    assert.equal(entry.status, 406);
  });

  it("the other parameters of a reading go with a page", async () => {
    const answer = await get("/device?limit=1&fields=serial");
    assert.deepEqual(JSON.parse(answer.body)["example-lab:device"][0].serial, 10);
  });

  it("sublist-limit cuts the lists inside of any resource, and says how many entries are left out", async () => {
    const lab = JSON.parse((await get("?sublist-limit=2")).body)["example-lab:lab"];
    const names = (entries: { name: string }[]) => entries.map(({ name }) => name);
    assert.deepEqual(names(lab.device), ["a", "b"]);
    assert.deepEqual(lab.device[0]["@"], { [`${PAGINATION}:remaining`]: 3 });
    assert.deepEqual(
      [lab.tag, lab["@tag"]],
      [
        ["x", "y"],
        [{ [`${PAGINATION}:remaining`]: 1 }, null],
      ],
    );
    const whole = await curl(server, { path: "/restconf/data?sublist-limit=1&fields=example-lab:lab/device" });
    assert.deepEqual(names(JSON.parse(whole.body)["ietf-restconf:data"]["example-lab:lab"].device), ["a"]);
    assert.equal((await devices("?sublist-limit=1")).names, "abcde");
  });

  it("texts are sorted in the locale that is asked for", async () => {
    const entries = ["ö", "z", "ä"].map((name, index) => ({ name, serial: 1000 + index }));
    for (const entry of entries) {
      const body = JSON.stringify({ "example-lab:device": [entry] });
      assert.equal((await curl(server, { method: "POST", path: LAB, body })).status, 201);
    }
    const where = encodeURIComponent("serial > 999");
    for (const [locale, order] of Object.entries({ sv_SE: "zäö", "de.UTF-8": "äöz", C: "zäö" })) {
      const page = await devices(`?sort-by=name&where=${where}&locale=${locale}`);
      assert.deepEqual([page.names, page.locale], [order, locale]);
    }
    for (const { name } of entries) {
      const path = `${LAB}/device=${encodeURIComponent(name)}`;
      assert.equal((await curl(server, { method: "DELETE", path })).status, 204);
    }
  });

  it("what cannot be is refused with the status of the draft", async () => {
    const refused: readonly [string, number, string, string?][] = [
      ["/device?limit=0", 400, "invalid-value"],
      ["/device?limit=many", 400, "invalid-value"],
      ["/device?offset=-1", 400, "invalid-value"],
      ["/device?offset=6", 416, "invalid-value", "offset-out-of-range"],
      ["/device?direction=up", 400, "invalid-value"],
      ["/device?cursor=bm9ib2R5", 404, "invalid-value", "cursor-not-found"],
      ["/device?cursor=WyJub2JvZHkiXQ", 404, "invalid-value", "cursor-not-found"],
      ["/device?sort-by=colour", 400, "invalid-value"],
      ["/device?sort-by=role", 400, "invalid-value"],
      ["/device?locale=sv_SE", 400, "invalid-value"],
      ["/device?sort-by=serial&locale=xx_XX", 501, "invalid-value", "locale-unavailable"],
      ["/device?where=%5B", 400, "invalid-value"],
      ["/device?where=1%5D%20%7C%20%2F*%5B1", 400, "invalid-value"],
      ["/device?where=no-function()", 400, "invalid-value"],
      ["/device?where=colour", 400, "invalid-value"],
      ["/device?where=not(colour%20%3D%20%27red%27)", 400, "invalid-value"],
      ["/device?where=example-lab:device/name", 400, "invalid-value"],
      ["/device?where=nobody:name", 400, "invalid-value"],
      ["/device=a?limit=1", 400, "operation-not-supported"],
      ["?limit=1", 400, "operation-not-supported"],
      ["/device?sublist-limit=0", 400, "invalid-value"],
    ];
    for (const [path, status, tag, appTag] of refused) {
      const answer = await get(path);
      const [error] = JSON.parse(answer.body)["ietf-restconf:errors"].error;
      const expected = [status, tag, "application", appTag && `${PAGINATION}:${appTag}`];
      assert.deepEqual(
        [answer.status, error["error-tag"], error["error-type"], error["error-app-tag"]],
        expected,
        path,
      );
    }
    const path = `${LAB}/title?limit=1`;
    const put = await curl(server, { method: "DELETE", path });
    assert.equal(put.status, 400);
  });

  it("entries that a user may not read are not there for pages either", async () => {
    await addCertificateUser(server, "operator");
    const groups = "/restconf/data/ietf-netconf-acm:nacm/groups";
    const group = JSON.stringify({ "ietf-netconf-acm:group": [{ name: "readers", "user-name": ["operator"] }] });
    assert.equal((await curl(server, { method: "POST", path: groups, body: group })).status, 201);
    const rule = { name: "no-b", "access-operations": "read", action: "deny" };
    const list = { name: "pages", group: ["readers"], rule: [{ ...rule, path: "/example-lab:lab/device[name='b']" }] };
    const path = "/restconf/data/ietf-netconf-acm:nacm/rule-list=pages?insert=first";
    const body = JSON.stringify({ "ietf-netconf-acm:rule-list": [list] });
    assert.equal((await curl(server, { method: "PUT", path, body })).status, 201);
    const page = await devices("?limit=2", { as: "operator" });
    assert.deepEqual([page.names, page.remaining], ["ac", 2]);
  });

  it("the capabilities name the parameters", async () => {
    const { body } = await curl(server, {
      path: "/restconf/data/ietf-restconf-monitoring:restconf-state/capabilities",
    });
    for (const name of [...["limit", "offset", "cursor", "direction", "sort-by", "locale", "where", "sublist-limit"]]) {
      assert.ok(body.includes(`urn:ietf:params:restconf:capability:${name}:1.0`), name);
    }
  });
});
