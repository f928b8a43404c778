/* Errors of an edit as JSON lines: tag, app-tag, path, message and the bad-... elements of RFC 6241 appendix A. */
#include "edit.h"

#include <stdlib.h>
#include <string.h>

#include "text.h"
#include "tree_data_internal.h"

static void
add_own_path(const struct lyd_node *edit_node)
{
    char *path = lyd_path(edit_node, LYD_PATH_STD, NULL, 0);

    text_add_member("path", path ? path : "");
    free(path);
}

bool
edit_fails(struct edit_run *run, const struct lyd_node *edit_node, const struct edit_error *error)
{
    text_add("{");
    text_add_member("tag", error->tag);
    text_add_member("appTag", error->app_tag);
    add_own_path(edit_node);
    text_add_member("message", error->message);
    text_add_member("badElement", error->bad_element);
    text_add_member("badAttribute", error->bad_attribute);
    text_add_member("badNamespace", error->bad_namespace);
    text_add("}\n");
    run->error_count++;
    run->stopped = run->error_option != CONTINUE_ON_ERROR;
    return false;
}

static bool
fails_unknown(struct edit_run *run, const struct lyd_node_opaq *opaque)
{
    bool is_xml = opaque->format == LY_VALUE_XML;
    const char *module_name = is_xml ? opaque->name.module_ns : opaque->name.module_name;
    struct edit_error error = {.tag = "unknown-element", .bad_element = opaque->name.name,
        .message = "No such node in the schema"};
    struct ly_ctx *context = run->tree->context;
    const struct lys_module *module = NULL;

    if (module_name) {
        module = is_xml ? ly_ctx_get_module_implemented_ns(context, module_name) :
                ly_ctx_get_module_implemented(context, module_name);
    }
    if (module_name && !module) {
        error.tag = "unknown-namespace";
        error.bad_namespace = module_name;
        error.message = "No module with this namespace is implemented";
    }
    return edit_fails(run, &opaque->node, &error);
}

static const struct lysc_node *
missing_key(const struct lyd_node_opaq *list, const struct lysc_node *schema)
{
    const struct lysc_node *key;
    const struct lyd_node *child;

    for (key = lysc_node_child(schema); key && lysc_is_key(key); key = key->next) {
        LY_LIST_FOR(list->child, child) {
            if (!strcmp(LYD_NAME(child), key->name)) {
                break;
            }
        }
        if (!child) {
            return key;
        }
    }
    return NULL;
}

/* What libyang says about the value. */
static bool
fails_value(struct edit_run *run, const struct lyd_node *edit_node)
{
    struct edit_error error = {.tag = "invalid-value", .message = "The value is not allowed here"};
    const struct ly_err_item *item = NULL;
    bool result;

    if (lyd_parse_opaq_error(edit_node)) {
        item = ly_err_last(run->tree->context);
    }
    if (item && item->msg) {
        error.message = item->msg;
        error.app_tag = item->apptag;
    }
    result = edit_fails(run, edit_node, &error);
    ly_err_clean(run->tree->context, NULL);
    return result;
}

/* A list entry that could not be parsed lacks a key, or one of its keys has a bad value. */
static bool
fails_list(struct edit_run *run, const struct lyd_node *edit_node, const struct lysc_node *schema)
{
    const struct lyd_node_opaq *opaque = (const struct lyd_node_opaq *)edit_node;
    const struct lysc_node *missing = missing_key(opaque, schema);
    struct edit_error error = {.tag = "missing-element", .message = "A key of the list entry is missing"};
    const struct lyd_node *child;

    if (missing) {
        error.bad_element = missing->name;
        return edit_fails(run, edit_node, &error);
    }
    LY_LIST_FOR(opaque->child, child) {
        if (!child->schema) {
            return fails_value(run, child);
        }
    }
    return fails_value(run, edit_node);
}

bool
edit_fails_opaque(struct edit_run *run, const struct lyd_node *edit_node, const struct lysc_node *schema)
{
    if (!schema) {
        return fails_unknown(run, (const struct lyd_node_opaq *)edit_node);
    }
    return schema->nodetype == LYS_LIST ? fails_list(run, edit_node, schema) : fails_value(run, edit_node);
}
