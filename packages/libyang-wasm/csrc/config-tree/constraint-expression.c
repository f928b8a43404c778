/*
 * From the paths that an expression reads to the dependencies on the nodes they pass.
 *
 * As a safeguard the atoms of our walk are held against those that libyang finds itself: one that the walk missed makes
 * the expression unscoped, so that every instance of its reader is checked.
 */
#include <string.h>

#include "expression-walk.h"

static bool
walk_has_atom(const struct walk *walk, const struct lysc_node *node)
{
    for (uint32_t i = 0; i < walk->atom_count; i++) {
        if (walk->atoms[i].node == node) {
            return true;
        }
    }
    return false;
}

/* Keys come and go with their entry, and the reader's own ancestors with the reader. */
static bool
atom_is_covered(const struct walk *walk, const struct lysc_node *atom)
{
    return walk_has_atom(walk, atom) || schema_is_within(walk->start, atom) ||
            (lysc_is_key(atom) && walk_has_atom(walk, lysc_data_parent(atom)));
}

static void
add_unscoped(struct walk *walk, const struct ly_set *atoms)
{
    struct dependency everywhere;

    memset(&everywhere, 0, sizeof everywhere);
    everywhere.reader = walk->reader;
    everywhere.kind = walk->kind;
    for (uint32_t i = 0; i < atoms->count; i++) {
        constraints_add_dependency(atoms->snodes[i], &everywhere);
    }
    constraints_of(walk->reader)->unscoped = true;
}

static void
add_scoped(struct walk *walk)
{
    for (uint32_t i = 0; i < walk->atom_count; i++) {
        const struct dependency *dependency = &walk->atoms[i].dependency;

        constraints_add_dependency(walk->atoms[i].node, dependency);
        if (dependency->join_leaf) {
            constraints_of(dependency->join_leaf)->value_indexed = true;
        }
    }
}

void
constraints_add_expression(const struct lysc_node *reader, const struct lysc_node *start,
        enum constraint_kind kind, const struct lyxp_expr *expression, const struct lysc_prefix *prefixes,
        const struct lys_module *module)
{
    struct walk walk = {.reader = reader, .start = start, .kind = kind, .expression = expression,
        .prefixes = prefixes, .module = module};
    struct ly_set *atoms = NULL;

    expression_walk(&walk);
    if (lys_find_expr_atoms(start, module, expression, prefixes, 0, &atoms)) {
        return;
    }
    for (uint32_t i = 0; i < atoms->count; i++) {
        walk.unscoped |= !atom_is_covered(&walk, atoms->snodes[i]);
    }
    if (walk.unscoped) {
        add_unscoped(&walk, atoms);
    } else {
        add_scoped(&walk);
    }
    ly_set_free(atoms, NULL);
}
