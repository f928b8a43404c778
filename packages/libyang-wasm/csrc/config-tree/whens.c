/* One round of evaluating whens: nodes whose condition became false go, absent ones may come. */
#include "validate.h"

#include <stdlib.h>
#include <string.h>

#include "changes.h"
#include "libyang-checks.h"
#include "ly_common.h"
#include "xpath.h"

static LY_ERR
evaluate_absent(struct config_tree *tree, const struct subject *subject, bool *progress)
{
    const struct lysc_when *refused_by = NULL;
    LY_ERR result;

    if ((subject->parent && !is_attached(subject->parent)) || find_instance(tree, subject->parent, subject->schema)) {
        *progress = true;
        return LY_SUCCESS;
    }
    result = evaluate_when_of_absent(tree->first, subject->parent, subject->schema, &refused_by);
    if (result == LY_EINCOMPLETE) {
        subject_add(&tree->validation->whens, NULL, subject->parent, subject->schema);
        return LY_SUCCESS;
    }
    *progress = true;
    if (!result && !refused_by) {
        create_default_if_active(tree, subject->parent, subject->schema);
        subject_add(&tree->validation->existences, NULL, subject->parent, subject->schema);
    }
    return result;
}

static LY_ERR
refuse_node(struct config_tree *tree, const struct lyd_node *node, const struct lysc_when *refused_by)
{
    LOG_LOCSET(NULL, node);
    LOGVAL(tree->context, LY_VCODE_NOWHEN, refused_by->cond->expr);
    LOG_LOCBACK(0, 1);
    return LY_EVALID;
}

static LY_ERR
evaluate_present(struct config_tree *tree, struct lyd_node *node, bool *progress)
{
    struct validation *validation = tree->validation;
    const struct lysc_when *refused_by = NULL;
    LY_ERR result;

    if (!is_attached(node)) {
        *progress = true;
        return LY_SUCCESS;
    }
    result = evaluate_when(tree->first, node, &refused_by);
    if (result == LY_EINCOMPLETE) {
        subject_add(&validation->whens, node, NULL, node->schema);
        return LY_SUCCESS;
    }
    *progress = true;
    if (result) {
        return result;
    }
    if (refused_by && !(node->flags & LYD_WHEN_TRUE)) {
        return refuse_node(tree, node, refused_by);
    }
    if (refused_by) {
        tree_delete(tree, node);
    } else if (!(node->flags & LYD_WHEN_TRUE)) {
        node->flags |= LYD_WHEN_TRUE;
        ly_set_add(&validation->when_true, node, 1, NULL);
    }
    return LY_SUCCESS;
}

LY_ERR
evaluate_whens(struct config_tree *tree, bool *progress)
{
    struct validation *validation = tree->validation;
    struct subject_list round = validation->whens;
    LY_ERR result = LY_SUCCESS;

    /* What is decided now may have to be decided again when the next change comes. */
    memset(&validation->whens, 0, sizeof validation->whens);
    map_clear(&validation->triggered);
    *progress = false;
    for (uint32_t i = 0; i < round.count; i++) {
        const struct subject *subject = &round.items[i];
        LY_ERR error = subject->node ? evaluate_present(tree, subject->node, progress) :
                evaluate_absent(tree, subject, progress);

        result = first_error(result, error);
    }
    free(round.items);
    map_release(&round.known);
    return result;
}
