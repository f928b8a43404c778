// The functions that the module exports, as csrc/*.c declares them. Pointers and return codes are numbers.

type Pointer = number;
type Status = number;

/** Everything that is called from this package; sub-folders add their own functions with `exportsAs`. */
export interface LibyangExports {
  lyw_setup(): void;
  lyw_version(): Pointer;
  lyw_malloc(size: number): Pointer;
  lyw_free(memory: Pointer): void;
  lyw_memory_set_limit(pages: number): void;
  lyw_memory_take_refusal(): number;
  lyw_xpath_set_patience(milliseconds: number): void;
  lyw_output_data(): Pointer;
  lyw_output_length(): number;
  lyw_result(index: number): number;
  lyw_take_errors(context: Pointer): Status;

  lyw_context_new(options: number, host: number): Status;
  lyw_context_free(context: Pointer): void;
  lyw_context_compile(context: Pointer): Status;
  lyw_context_modules_hash(context: Pointer): number;
  lyw_context_yang_library(context: Pointer, contentId: Pointer): Status;
  lyw_module_parse(context: Pointer, text: Pointer, format: number, features: Pointer): Status;
  lyw_module_load(context: Pointer, name: Pointer, revision: Pointer, features: Pointer): Status;
  lyw_module_find(context: Pointer, name: Pointer, revision: Pointer): Pointer;
  lyw_module_print(module: Pointer, submodule: Pointer, format: number, options: number): Status;
  lyw_module_list(context: Pointer): Status;
  lyw_identities(context: Pointer): Status;

  lyw_parse_data(
    context: Pointer,
    parent: Pointer,
    bytes: Pointer,
    length: number,
    format: number,
    parseOptions: number,
    validateOptions: number,
  ): Status;
  lyw_parse_operation(
    context: Pointer,
    parent: Pointer,
    bytes: Pointer,
    length: number,
    format: number,
    type: number,
  ): Status;
  lyw_print_data(node: Pointer, format: number, options: number): Status;
  lyw_validate(context: Pointer, tree: Pointer, module: Pointer, options: number, withDiff: number): Status;
  lyw_validate_operation(operation: Pointer, dependencies: Pointer, type: number): Status;
  lyw_add_defaults(context: Pointer, tree: Pointer, module: Pointer, options: number): Status;

  lyw_diff(context: Pointer, before: Pointer, after: Pointer, options: number): Status;
  lyw_diff_apply(context: Pointer, tree: Pointer, diff: Pointer): Status;
  lyw_diff_reverse(context: Pointer, diff: Pointer): Status;
  lyw_diff_merge(context: Pointer, earlier: Pointer, later: Pointer, options: number): Status;
  lyw_merge(context: Pointer, target: Pointer, source: Pointer, options: number): Status;
  lyw_compare(context: Pointer, one: Pointer, other: Pointer, options: number): Status;
  lyw_duplicate(node: Pointer, withSiblings: number, options: number): Status;

  lyw_select(contextNode: Pointer, tree: Pointer, xpath: Pointer): Status;
  lyw_select_values(contextNode: Pointer, tree: Pointer, xpath: Pointer): Status;
  lyw_remove_selected(tree: Pointer, xpath: Pointer): Status;
  lyw_evaluate(contextNode: Pointer, tree: Pointer, xpath: Pointer): Status;
  lyw_find_path(start: Pointer, path: Pointer, inOutput: number): Status;

  lyw_node_parent(node: Pointer): Pointer;
  lyw_node_child(node: Pointer): Pointer;
  lyw_node_next(node: Pointer): Pointer;
  lyw_node_schema(node: Pointer): Pointer;
  lyw_node_describe(node: Pointer): Status;
  lyw_node_path(node: Pointer, type: number): Status;
  lyw_node_any_text(node: Pointer): Status;
  lyw_node_annotations(node: Pointer): Status;

  lyw_new_path(context: Pointer, tree: Pointer, path: Pointer, value: Pointer, options: number): Status;
  lyw_change_value(node: Pointer, value: Pointer): Status;
  lyw_insert(placement: number, anchor: Pointer, node: Pointer): Status;
  lyw_unlink(node: Pointer): Status;
  lyw_free_all(node: Pointer): void;
  lyw_marked_leafs(tree: Pointer, module: Pointer, extension: Pointer): Status;
  lyw_metadata_add(node: Pointer, name: Pointer, value: Pointer): Status;
  lyw_metadata_remove(node: Pointer, name: Pointer): Status;
  lyw_opaque_new(
    context: Pointer,
    parent: Pointer,
    name: Pointer,
    value: Pointer,
    prefix: Pointer,
    module: Pointer,
    isXml: number,
  ): Status;
  lyw_attribute_add(node: Pointer, module: Pointer, name: Pointer, value: Pointer, isXml: number): Status;
  lyw_attribute_remove(node: Pointer, name: Pointer): Status;

  lyw_schema_find(context: Pointer, path: Pointer, inOutput: number): Status;
  lyw_schema_atoms(context: Pointer, contextNode: Pointer, xpath: Pointer, options: number): Status;
  lyw_schema_top(module: Pointer): Status;
  lyw_schema_children(node: Pointer): Status;
  lyw_schema_parent(node: Pointer): Pointer;
  lyw_schema_describe(node: Pointer): Status;
  lyw_schema_type(node: Pointer): Status;
}
