/* The identities of a context. */
#include <libyang.h>

#include "errors.h"
#include "export.h"
#include "output.h"

static void append_identity(const struct lysc_ident *identity)
{
    output_append_string(identity->module->name);
    output_append_string(identity->name);
    output_append_u32(LY_ARRAY_COUNT(identity->derived));
    for (LY_ARRAY_COUNT_TYPE i = 0; i < LY_ARRAY_COUNT(identity->derived); i++) {
        output_append_string(identity->derived[i]->module->name);
        output_append_string(identity->derived[i]->name);
    }
}

/* The count, then each identity with those that name it as their base. */
EXPORT(lyw_identities) LY_ERR lyw_identities(const struct ly_ctx *context)
{
    const struct lys_module *module;
    uint32_t index = 0, count = 0;

    operation_begin(context);
    output_append_u32(0);
    while ((module = ly_ctx_get_module_iter(context, &index))) {
        for (LY_ARRAY_COUNT_TYPE i = 0; i < LY_ARRAY_COUNT(module->identities); i++) {
            append_identity(&module->identities[i]);
            count++;
        }
    }
    output_patch_u32(0, count);
    return output_status(LY_SUCCESS);
}
