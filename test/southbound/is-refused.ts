import assert from "node:assert/strict";
import type { Configuration, TestBed } from "../translators/test-bed.js";

/** The configuration is refused for the leaf at an instance path, with words that match. */
export async function isRefused(
  bed: TestBed,
  configuration: Configuration,
  path: string,
  message = /./,
): Promise<void> {
  await assert.rejects(bed.configure(configuration), (error: { details?: { path?: string }; message: string }) => {
    assert.equal(error.details?.path, path, error.message);
    assert.match(error.message, message);
    return true;
  });
}
