/*
 * Unique statements by index: only entries whose tuples have changed are compared, with those of the same hash.
 *
 * An entry is either in the index, under each of its complete tuples, or in the dirty set, never in both.
 */
#include "index.h"

#include "libyang-checks.h"

static struct lysc_node_leaf ***
uniques_of(const struct lyd_node *entry)
{
    return ((struct lysc_node_list *)entry->schema)->uniques;
}

static const void *
tag_of(LY_ARRAY_COUNT_TYPE unique)
{
    return (const void *)(uintptr_t)(unique + 1);
}

static const char *
unique_value(const struct lyd_node *entry, const struct lysc_node_leaf *leaf)
{
    struct lyd_node *node = unique_leaf_of(leaf, entry);

    if (node) {
        return canonical_value(node);
    }
    return leaf->dflt ? lyd_value_get_canonical(leaf->module->ctx, leaf->dflt) : NULL;
}

/* False while a leaf of the tuple has no value: such an entry is unique. */
static bool
hash_tuple(const struct lyd_node *entry, LY_ARRAY_COUNT_TYPE unique, uint32_t *hash)
{
    struct lysc_node_leaf **leaves = uniques_of(entry)[unique];
    uint32_t combined = hash_pointers(entry->parent, entry->schema) + unique;
    LY_ARRAY_COUNT_TYPE i;

    LY_ARRAY_FOR(leaves, i) {
        const char *value = unique_value(entry, leaves[i]);

        if (!value) {
            return false;
        }
        combined = hash_number(combined * 31 + (uint32_t)(uintptr_t)value);
    }
    *hash = combined;
    return true;
}

static bool
tuples_are_equal(const struct lyd_node *first, const struct lyd_node *second, LY_ARRAY_COUNT_TYPE unique)
{
    struct lysc_node_leaf **leaves = uniques_of(first)[unique];
    LY_ARRAY_COUNT_TYPE i;

    LY_ARRAY_FOR(leaves, i) {
        if (unique_value(first, leaves[i]) != unique_value(second, leaves[i])) {
            return false;
        }
    }
    return true;
}

static void
remove_tuples(struct config_tree *tree, struct lyd_node *entry)
{
    LY_ARRAY_COUNT_TYPE i;

    LY_ARRAY_FOR(uniques_of(entry), i) {
        value_index_remove(&tree->uniques, entry, tag_of(i));
    }
}

void
unique_entry_linked(struct config_tree *tree, struct lyd_node *entry)
{
    pointer_set_add(&tree->unique_dirty, entry);
}

void
unique_entry_unlinked(struct config_tree *tree, struct lyd_node *entry)
{
    if (!pointer_set_remove(&tree->unique_dirty, entry)) {
        remove_tuples(tree, entry);
    }
}

void
unique_entry_changed(struct config_tree *tree, struct lyd_node *entry)
{
    if (pointer_set_add(&tree->unique_dirty, entry)) {
        remove_tuples(tree, entry);
    }
}

static LY_ERR
compare_with_index(struct config_tree *tree, struct lyd_node *entry, LY_ARRAY_COUNT_TYPE unique, uint32_t hash)
{
    uint32_t slot = value_index_first(&tree->uniques, hash);

    for (; slot; slot = value_index_next(&tree->uniques, slot)) {
        struct lyd_node *other = value_index_node(&tree->uniques, slot);

        if (value_index_tag(&tree->uniques, slot) == tag_of(unique) && other->schema == entry->schema &&
                other->parent == entry->parent && tuples_are_equal(other, entry, unique) &&
                report_if_not_unique(other, entry, unique)) {
            return LY_EVALID;
        }
    }
    return LY_SUCCESS;
}

static LY_ERR
check_entry(struct config_tree *tree, struct lyd_node *entry)
{
    LY_ERR result = LY_SUCCESS;
    LY_ARRAY_COUNT_TYPE i;
    uint32_t hash;

    LY_ARRAY_FOR(uniques_of(entry), i) {
        if (hash_tuple(entry, i, &hash) && compare_with_index(tree, entry, i, hash)) {
            result = LY_EVALID;
        }
    }
    if (result) {
        return result;
    }
    LY_ARRAY_FOR(uniques_of(entry), i) {
        if (hash_tuple(entry, i, &hash)) {
            value_index_add(&tree->uniques, hash, entry, tag_of(i));
        }
    }
    return LY_SUCCESS;
}

LY_ERR
unique_check(struct config_tree *tree)
{
    struct pointer_set still_dirty = {0};
    LY_ERR result = LY_SUCCESS;

    for (uint32_t i = 0; i < tree->unique_dirty.used; i++) {
        struct lyd_node *entry = (struct lyd_node *)tree->unique_dirty.members[i];

        if (entry && check_entry(tree, entry)) {
            pointer_set_add(&still_dirty, entry);
            result = LY_EVALID;
        }
    }
    pointer_set_release(&tree->unique_dirty);
    tree->unique_dirty = still_dirty;
    return result;
}

uint32_t
unique_expected(struct config_tree *tree, struct lyd_node *entry, bool *differs)
{
    LY_ARRAY_COUNT_TYPE i;
    uint32_t hash, expected = 0;

    if (pointer_set_has(&tree->unique_dirty, entry)) {
        return 0;
    }
    LY_ARRAY_FOR(uniques_of(entry), i) {
        if (hash_tuple(entry, i, &hash)) {
            const struct map_entry *found = map_find(&tree->uniques.owners, entry, tag_of(i));

            *differs |= !found || found->value != hash;
            expected++;
        }
    }
    return expected;
}
