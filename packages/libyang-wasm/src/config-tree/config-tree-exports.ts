// The functions of csrc/config-tree/exports.c. Pointers and sizes are unsigned 32-bit numbers.

export interface ConfigTreeExports {
  lyw_config_text(): number;
  lyw_config_text_length(): number;
  lyw_config_new(context: number, first: number): number;
  lyw_config_free(tree: number): number;
  lyw_config_unscoped_constraints(tree: number): number;
  lyw_config_root(tree: number): number;
  lyw_config_load(tree: number, text: number, length: number, format: number, validate: number): number;
  lyw_config_edit(
    tree: number,
    edit: number,
    defaultOperation: number,
    errorOption: number,
    tellsUnchanged: number,
  ): number;
  lyw_config_validate(tree: number): number;
  lyw_config_validated_copy(tree: number): number;
  lyw_config_free_nodes(first: number): number;
  lyw_config_change_count(tree: number): number;
  lyw_config_mark(tree: number): number;
  lyw_config_undo_to(tree: number, mark: number): number;
  lyw_config_flip(tree: number): number;
  lyw_config_accept(tree: number): number;
  lyw_config_journal(tree: number): number;
  lyw_config_inverse_journal(tree: number): number;
  lyw_config_apply_journal(tree: number, text: number, length: number, tolerant: number): number;
  lyw_config_replay_onto(from: number, to: number): number;
  lyw_config_accesses(tree: number, instances: number, since: number): number;
  lyw_config_objects(tree: number, ids: number, count: number): number;
  lyw_config_object_walk_new(tree: number, ids: number, count: number): number;
  lyw_config_object_walk_next(walk: number, budget: number): number;
  lyw_config_object_walk_free(walk: number): number;
  lyw_config_equals(first: number, second: number): number;
  lyw_config_check_indexes(tree: number): number;
  lyw_config_clone(tree: number): number;
  lyw_config_print(tree: number, format: number, options: number): number;
}
