// The functions of csrc/reader. Pointers and return codes are numbers.

type Pointer = number;
type Status = number;

export interface ReaderExports {
  lyw_schema_table(context: Pointer): Status;

  lyw_cursor_new(
    context: Pointer,
    flags: number,
    defaults: number,
    content: number,
    depth: number,
    sublistLimit: number,
  ): Status;
  lyw_cursor_add_part(cursor: Pointer, root: Pointer, origin: Pointer): Status;
  lyw_cursor_set_module(cursor: Pointer, name: Pointer): void;
  lyw_cursor_exclude(cursor: Pointer, module: Pointer, name: Pointer): Status;
  lyw_cursor_select(cursor: Pointer, xpath: Pointer): Status;
  lyw_cursor_narrow(cursor: Pointer, field: Pointer): Status;
  lyw_cursor_describe_page(
    cursor: Pointer,
    remaining: number,
    next: Pointer,
    previous: Pointer,
    locale: Pointer,
  ): Status;
  lyw_cursor_want_origin(cursor: Pointer, name: Pointer, negated: number): Status;
  lyw_cursor_restrict(cursor: Pointer, firstRule: Pointer, permit: Pointer, count: number): void;
  lyw_cursor_add_instance_rule(cursor: Pointer, xpath: Pointer, index: number, permit: number): Status;
  lyw_cursor_start(cursor: Pointer): Status;
  lyw_cursor_next(cursor: Pointer, budget: number): Status;
  lyw_cursor_free(cursor: Pointer): void;
  lyw_selected_paths(tree: Pointer, xpath: Pointer): Status;
  lyw_list_page(
    tree: Pointer,
    parent: Pointer,
    module: Pointer,
    name: Pointer,
    start: Pointer,
    offset: number,
    limit: number,
    backwards: number,
  ): Status;

  lyw_decode_rpc(context: Pointer, document: Pointer, usable: number, data: Pointer): Status;
  lyw_parse_body(
    context: Pointer,
    body: Pointer,
    length: number,
    format: number,
    parentPath: Pointer,
    asEdit: number,
  ): Status;
  lyw_parse_input(
    context: Pointer,
    body: Pointer,
    length: number,
    format: number,
    operationPath: Pointer,
    data: Pointer,
  ): Status;
  lyw_edit_tree(context: Pointer, path: Pointer): Status;
  lyw_set_edit_metadata(node: Pointer, name: Pointer, value: Pointer): Status;
}
