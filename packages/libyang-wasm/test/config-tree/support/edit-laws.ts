// What must hold for any edit of any tree. One step applies random edits to the tree, holds each law, and leaves the
// tree valid.
import assert from "node:assert/strict";
import { ConfigTree, type ValidationError } from "../../../src/config-tree/index.js";
import { dump, edit } from "./lab.js";
import { changedObjects, objectsByPath } from "./objects.js";
import type { Random } from "./random.js";

export interface Outcomes {
  accepted: number;
  rejected: number;
  refused: number;
}

/**
 * @param tree a valid tree without a log
 * @param objectIds schema nodes whose instances are objects
 * @param randomEdit makes the next edit
 */
export function step(
  tree: ConfigTree,
  objectIds: readonly number[],
  random: Random,
  randomEdit: () => string,
  outcomes: Outcomes,
): void {
  using before = tree.clone();
  const story = [dump(tree)];
  try {
    const mark = random.chance(0.3) ? tree.mark() : 0;
    if (!applyEdits(tree, random, randomEdit, story)) {
      outcomes.refused++;
      tree.undoTo(0);
    } else {
      const valid = validateBothWays(tree, mark);
      if (valid) {
        outcomes.accepted++;
        holdLogLaws(tree, before);
        holdObjectLaw(tree, before, objectIds);
      } else {
        outcomes.rejected++;
        tree.undoTo(0);
      }
    }
    if (tree.changeCount > 0) tree.accept();
    else assertSame(tree, before, "undone");
    assert.equal(tree.checkIndexes(), 0, "the indexes are those of the tree");
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`${reason}\n  after ${story.join("\n  then ")}`, { cause: error });
  }
}

/** One to four edits; false if one of them is refused, which must leave no trace. */
function applyEdits(tree: ConfigTree, random: Random, randomEdit: () => string, story: string[]): boolean {
  for (let more = random.chance(0.7) ? 1 : 1 + random.below(4); more > 0; more--) {
    const xml = randomEdit();
    const defaultOperation = random.chance(0.03) ? "replace" : random.chance(0.1) ? "none" : "merge";
    const errorOption = random.pick(["rollback", "continue", "continue"] as const);
    story.push(`${defaultOperation}, ${errorOption}: ${xml}`);
    const seen = dump(tree);
    const mark = tree.changeCount;
    const errors = edit(tree, xml, { defaultOperation, errorOption });
    if (errors.length > 0 && errorOption === "rollback") {
      assert.equal(dump(tree), seen, "a refused edit leaves the tree as it was");
      assert.equal(tree.changeCount, mark, "a refused edit leaves the log as it was");
      return false;
    }
    if (random.chance(0.15)) {
      const marked = tree.mark();
      const unvalidated = dump(tree);
      if (tree.validate().length > 0 || random.chance(0.3)) {
        tree.undoTo(marked);
        assert.equal(dump(tree), unvalidated, "undone validation leaves nothing behind");
      }
    }
  }
  return true;
}

/** Scoped validation and libyang's give the same verdict and the same tree. */
function validateBothWays(tree: ConfigTree, mark: number): boolean {
  const reference = fixpoint(tree);
  const unvalidated = dump(tree);
  const validationMark = mark === 0 ? undefined : tree.mark();
  const errors = tree.validate();
  if (reference === "unstable") return errors.length === 0;
  assert.deepEqual(errors.length === 0, reference.errors.length === 0, verdicts(errors, reference.errors));
  if (errors.length === 0) {
    assert.equal(dump(tree), reference.dump, "scoped and whole validation settle the tree alike");
  } else if (validationMark !== undefined) {
    tree.undoTo(validationMark);
    assert.equal(dump(tree), unvalidated, "what a failed validation did can be undone");
  }
  return errors.length === 0;
}

/** libyang does not re-evaluate a `when` that depends on one that became false: a second run changes the tree again. */
function fixpoint(tree: ConfigTree): { dump: string; errors: ValidationError[] } | "unstable" {
  const errors = tree.validateAll();
  const copy = tree.validatedCopy();
  if (copy === undefined) return { dump: "", errors };
  using once = ConfigTree.create(tree.context, copy);
  const text = dump(once);
  const again = once.validatedCopy();
  if (again === undefined) return "unstable";
  using twice = ConfigTree.create(tree.context, again);
  return dump(twice) === text ? { dump: text, errors } : "unstable";
}

/** Undo, redo, replay, journal and diff agree about what the log does. */
function holdLogLaws(tree: ConfigTree, before: ConfigTree): void {
  const after = dump(tree);
  tree.flip();
  assertSame(tree, before, "flipped back");
  tree.flip();
  assert.equal(dump(tree), after, "flipped forth again");

  using replayed = before.clone();
  tree.replayOnto(replayed);
  assertSame(replayed, tree, "replayed");
  assert.equal(replayed.checkIndexes(), 0, "the indexes of the twin are those of its tree");

  using takenBack = tree.clone();
  takenBack.applyJournal(tree.inverseJournal());
  assertSame(takenBack, before, "taken back by the inverse journal");

  using journaled = before.clone();
  journaled.applyJournal(tree.journal());
  assertSame(journaled, tree, "read from the journal");
  assert.equal(Buffer.from(journaled.journal()).toString(), Buffer.from(replayed.journal()).toString());
}

/** The changed objects are those that differ between the two states, with the content that they have there. */
function holdObjectLaw(tree: ConfigTree, before: ConfigTree, ids: readonly number[]): void {
  const then = objectsByPath(before, ids);
  const now = objectsByPath(tree, ids);
  const told = new Set<string>();
  for (const object of changedObjects(tree, ids)) {
    assert.ok(!told.has(object.path), `${object.path} is told once`);
    told.add(object.path);
    assert.deepEqual(object.before, then.get(object.path) ?? null, `${object.path} before`);
    assert.deepEqual(object.after, now.get(object.path) ?? null, `${object.path} after`);
  }
  for (const path of new Set([...then.keys(), ...now.keys()])) {
    if (!told.has(path)) assert.deepEqual(now.get(path), then.get(path), `${path} is not told to have changed`);
  }
}

function assertSame(tree: ConfigTree, expected: ConfigTree, what: string): void {
  assert.equal(dump(tree), dump(expected), `${what}: the text is the same`);
  assert.ok(tree.equals(expected), `${what}: the trees are the same`);
}

function verdicts(scoped: readonly ValidationError[], whole: readonly ValidationError[]): string {
  const list = (errors: readonly ValidationError[]) =>
    errors.map((error) => `${error.path}: ${error.message}`).join("; ") || "valid";
  return `scoped: ${list(scoped)} | whole: ${list(whole)}`;
}
