/* A context and the modules in it. */
#include <stdlib.h>
#include <string.h>

#include <libyang.h>

#include "errors.h"
#include "export.h"
#include "features.h"
#include "node-info.h"
#include "output.h"

/*
 * Asks the host for the text of a module or submodule.
 * Returns memory of lyw_malloc() that ends with a NUL, or NULL when there is no such module. `host` is the number
 * that the host gave to the context.
 */
extern char *lyw_host_import(uint32_t host, const char *module, const char *revision, const char *submodule,
        const char *submodule_revision, uint32_t *is_yin) HOST_IMPORT(import_module);

static void free_import(void *data, void *user_data)
{
    (void)user_data;
    free(data);
}

static LY_ERR import_from_host(const char *module, const char *revision, const char *submodule,
        const char *submodule_revision, void *user_data, LYS_INFORMAT *format, const char **data,
        ly_module_imp_data_free_clb *free_data)
{
    uint32_t is_yin = 0;
    char *text = lyw_host_import((uint32_t)(uintptr_t)user_data, module, revision, submodule, submodule_revision,
            &is_yin);

    if (!text) {
        return LY_ENOTFOUND;
    }
    *format = is_yin ? LYS_IN_YIN : LYS_IN_YANG;
    *data = text;
    *free_data = free_import;
    return LY_SUCCESS;
}

/* Result 0: the context. `host` comes back in every import. */
EXPORT(lyw_context_new) LY_ERR lyw_context_new(uint32_t options, uint32_t host)
{
    struct ly_ctx *context = NULL;
    LY_ERR status;

    output_reset();
    status = ly_ctx_new(NULL, options | LY_CTX_DISABLE_SEARCHDIRS, &context);
    if (status) {
        return status;
    }
    ly_ctx_set_module_imp_clb(context, import_from_host, (void *)(uintptr_t)host);
    result_set(0, context);
    return LY_SUCCESS;
}

EXPORT(lyw_context_free) void lyw_context_free(struct ly_ctx *context)
{
    node_info_release(context);
    ly_ctx_destroy(context);
}

/* Compiles what LY_CTX_EXPLICIT_COMPILE has left uncompiled. */
EXPORT(lyw_context_compile) LY_ERR lyw_context_compile(struct ly_ctx *context)
{
    operation_begin(context);
    return ly_ctx_compile(context);
}

/* Changes whenever the set of modules or features does. */
EXPORT(lyw_context_modules_hash) uint32_t lyw_context_modules_hash(struct ly_ctx *context)
{
    return ly_ctx_get_modules_hash(context);
}

/* Result 0: the module, implemented. `features` see features.h. */
EXPORT(lyw_module_parse)
LY_ERR lyw_module_parse(struct ly_ctx *context, const char *text, LYS_INFORMAT format, char *features)
{
    struct feature_list list;
    struct lys_module *module = NULL;
    struct ly_in *input = NULL;
    LY_ERR status;

    operation_begin(context);
    if (!feature_list_read(&list, features)) {
        return LY_EMEM;
    }
    status = ly_in_new_memory(text, &input);
    if (!status) {
        status = lys_parse(context, input, format, list.names, &module);
    }
    ly_in_free(input, 0);
    feature_list_free(&list);
    result_set(0, status ? NULL : module);
    return status;
}

/* Result 0: the module, implemented. A revision of NULL means the latest that the host offers. */
EXPORT(lyw_module_load)
LY_ERR lyw_module_load(struct ly_ctx *context, const char *name, const char *revision, char *features)
{
    struct feature_list list;
    struct lys_module *module;

    operation_begin(context);
    if (!feature_list_read(&list, features)) {
        return LY_EMEM;
    }
    module = ly_ctx_load_module(context, name, revision, list.names);
    feature_list_free(&list);
    result_set(0, module);
    if (module) {
        return LY_SUCCESS;
    }
    return ly_err_last(context) ? ly_err_last(context)->err : LY_ENOTFOUND;
}

/* The module of that revision; without revision the implemented one, else the latest. NULL: none. */
EXPORT(lyw_module_find)
const struct lys_module *lyw_module_find(struct ly_ctx *context, const char *name, const char *revision)
{
    const struct lys_module *implemented;

    if (revision) {
        return ly_ctx_get_module(context, name, revision);
    }
    implemented = ly_ctx_get_module_implemented(context, name);
    return implemented ? implemented : ly_ctx_get_module_latest(context, name);
}

/* The module as text. `submodule` may be NULL. */
EXPORT(lyw_module_print)
LY_ERR lyw_module_print(const struct lys_module *module, const char *submodule, LYS_OUTFORMAT format, uint32_t options)
{
    const struct lysp_submodule *found;
    struct ly_out *out = NULL;
    LY_ERR status;

    operation_begin(module->ctx);
    status = ly_out_new_clb(output_write, NULL, &out);
    if (status) {
        return status;
    }
    if (!submodule) {
        status = lys_print_module(out, module, format, 0, options);
    } else {
        found = ly_ctx_get_submodule2_latest(module, submodule);
        status = found ? lys_print_submodule(out, found, format, 0, options) : LY_ENOTFOUND;
    }
    ly_out_free(out, NULL, 0);
    return output_status(status);
}

/* Result 0: a data tree of ietf-yang-library that describes this context. */
EXPORT(lyw_context_yang_library) LY_ERR lyw_context_yang_library(struct ly_ctx *context, const char *content_id)
{
    struct lyd_node *tree = NULL;
    LY_ERR status;

    operation_begin(context);
    status = ly_ctx_get_yanglib_data(context, &tree, "%s", content_id);
    result_set(0, tree);
    return status;
}
