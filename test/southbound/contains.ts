import assert from "node:assert/strict";

/**
 * Asserts that all of `expected` is in `actual`. Lists are compared as sets: each expected entry has to be contained in some
 * actual one.
 */
export function assertContains(actual: unknown, expected: unknown, path = ""): void {
  if (Array.isArray(expected)) {
    assert.ok(Array.isArray(actual), `${path} is not a list: ${JSON.stringify(actual)}`);
    for (const entry of expected) {
      const found = (actual as unknown[]).some((candidate) => contains(candidate, entry));
      assert.ok(found, `${path} lacks ${JSON.stringify(entry)}; it has ${JSON.stringify(actual)}`);
    }
    return;
  }
  if (typeof expected !== "object" || expected === null) {
    assert.equal(actual, expected, path);
    return;
  }
  for (const [name, member] of Object.entries(expected)) {
    if (isEmpty(member)) continue;
    assertContains((actual as Record<string, unknown> | undefined)?.[name], member, `${path}/${name}`);
  }
}

/** Whether all of `expected` is in `actual`, as `assertContains` says. */
export function contains(actual: unknown, expected: unknown): boolean {
  try {
    assertContains(actual, expected);
    return true;
  } catch {
    return false;
  }
}

function isEmpty(member: unknown): boolean {
  return typeof member === "object" && member !== null && Object.keys(member).length === 0;
}
