import assert from "node:assert/strict";
import { test } from "node:test";
import type { Session } from "../../src/operations/management.js";
import { createManagementBed, type ManagementBed } from "../support/management-bed.js";

const ENTRIES = 5000;

/** The candidate with many interfaces that nobody has committed, and a reading of it that has only begun. */
async function beginReading({ management, netconf, read }: ManagementBed, session: Session) {
  const type = '<type xmlns:t="urn:ietf:params:xml:ns:yang:iana-if-type">t:other</type>';
  const entries = Array.from({ length: ENTRIES }, (_, index) => `<interface><name>i${index}</name>${type}</interface>`);
  const interfaces = `<interfaces xmlns="urn:ietf:params:xml:ns:yang:ietf-interfaces">${entries.join("")}</interfaces>`;
  const edit = `<edit-config><target><candidate/></target><config>${interfaces}</config></edit-config>`;
  assert.equal(await netconf(session, edit), "ok");
  const expected = await read("candidate");
  const answer = await management.execute(session, { kind: "get-config", source: "candidate", format: "json" });
  assert.ok(answer.kind === "data");
  const chunks = answer.chunks[Symbol.asyncIterator]();
  const first = await chunks.next();
  return { expected, chunks, first: Buffer.from(first.value) };
}

test("an answer from the candidate goes on with what it began with when the candidate is discarded meanwhile", async () => {
  const bed = await createManagementBed();
  try {
    const session = bed.openSession();
    const { expected, chunks, first } = await beginReading(bed, session);
    assert.equal(await bed.netconf(session, "<discard-changes/>"), "ok");
    const parts = [first];
    for (let next = await chunks.next(); !next.done; next = await chunks.next()) parts.push(Buffer.from(next.value));
    assert.equal(Buffer.concat(parts).toString(), expected);
    assert.ok(!(await bed.read("candidate")).includes("i4999"));
  } finally {
    await bed.close();
  }
});
