/* All modules of a context in one answer. */
#include <libyang.h>

#include "errors.h"
#include "export.h"
#include "output.h"

static void append_features(const struct lysp_module *parsed)
{
    const struct lysp_feature *feature = NULL;
    uint32_t submodule = 0, count = 0;
    size_t count_at = output_length();

    output_append_u32(0);
    while ((feature = lysp_feature_next(feature, parsed, &submodule))) {
        output_append_string(feature->name);
        output_append_u32(feature->flags & LYS_FENABLED ? 1 : 0);
        count++;
    }
    output_patch_u32(count_at, count);
}

static void append_submodules(const struct lysp_module *parsed)
{
    output_append_u32(LY_ARRAY_COUNT(parsed->includes));
    for (LY_ARRAY_COUNT_TYPE i = 0; i < LY_ARRAY_COUNT(parsed->includes); i++) {
        const struct lysp_submodule *submodule = parsed->includes[i].submodule;

        output_append_string(submodule->name);
        output_append_string(submodule->revs ? submodule->revs[0].date : NULL);
    }
}

static void append_names(struct lys_module *const *modules)
{
    output_append_u32(LY_ARRAY_COUNT(modules));
    for (LY_ARRAY_COUNT_TYPE i = 0; i < LY_ARRAY_COUNT(modules); i++) {
        output_append_string(modules[i]->name);
    }
}

static void append_module(const struct lys_module *module)
{
    output_append_pointer(module);
    output_append_string(module->name);
    output_append_string(module->revision);
    output_append_string(module->ns);
    output_append_string(module->prefix);
    output_append_u32(module->implemented);
    append_features(module->parsed);
    append_submodules(module->parsed);
    append_names(module->deviated_by);
    append_names(module->augmented_by);
}

/* The count, then each module. */
EXPORT(lyw_module_list) LY_ERR lyw_module_list(const struct ly_ctx *context)
{
    const struct lys_module *module;
    uint32_t index = 0;

    operation_begin(context);
    output_append_u32(0);
    while ((module = ly_ctx_get_module_iter(context, &index))) {
        append_module(module);
    }
    output_patch_u32(0, index);
    return output_status(LY_SUCCESS);
}
