import assert from "node:assert/strict";
import { test } from "node:test";
import { hasDeletedLoopback } from "../../translators/interfaces/kept-nodes.js";

/** As VPP 26.06 prints them. */
const used = `
loop0-tx                        error-drop [0]       interface-output-arc-end
                              ethernet-input [1]           loop0-output
                                 l2-input [2]
`;
const ofDeletedLoopback = `
interface-1-tx-deleted          error-drop [0]       interface-output-arc-end
                              ethernet-input [1]    interface-1-output-deleted
                                 l2-input [2]
`;
const ofDeletedTunnel = `
interface-2-tx-deleted          error-drop [0]       interface-output-arc-end
                                                    interface-2-output-deleted
`;
const leadingToDeleted = `
interface-output-arc-end        error-drop [0]
                          interface-1-tx-deleted [1]
`;

test("what VPP keeps of a deleted loopback is seen in its packet graph", () => {
  assert.equal(hasDeletedLoopback(used + ofDeletedTunnel + ofDeletedLoopback + leadingToDeleted), true);
});

test("nodes in use, those of deleted tunnels and what leads to deleted ones are not what a deleted loopback leaves", () => {
  assert.equal(hasDeletedLoopback(used + ofDeletedTunnel + leadingToDeleted), false);
  assert.equal(hasDeletedLoopback(""), false);
});
